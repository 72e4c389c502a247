//! What is done to a picture.

use lookback::read::svg;

use crate::{Signature, sign};

/// Any bytes are a picture or are refused with a place; one that was written anew loses nothing more when it is read again.
pub fn svg(data: &[u8]) -> Signature {
    let Ok(text) = svg::text(data) else { return 0 };
    let cleaned = match svg::clean(&text) {
        Ok(cleaned) => cleaned,
        Err(fault) => {
            assert!(text.is_char_boundary(fault.at), "{fault:?} in {text:?}");
            return sign((1, fault.reason));
        }
    };
    assert!(cleaned.dropped.iter().all(|one| text.is_char_boundary(one.at)), "{:?}", cleaned.dropped);
    let again = svg::clean(&cleaned.svg).unwrap_or_else(|fault| panic!("{fault:?}: {}", cleaned.svg));
    assert!(again.dropped.is_empty(), "{text:?} became {:?}, and then lost {:?}", cleaned.svg, again.dropped);
    let what: Vec<_> = cleaned.dropped.into_iter().map(|one| one.what).take(4).collect();
    sign((what, cleaned.svg.matches('<').count().min(6)))
}
