//! Names that file systems take: neither too long, nor hidden.

use crate::core::hash::hash;

/// Bytes of a name, and of a path, that any file system takes; hosts and browsers have room for less of an address.
const NAME: usize = 255;
const PATH: usize = 3000;
/// Bytes to which a name is cut, with room for what tells it apart.
const SHORT: usize = 200;

/// Whether no file can be called so.
pub fn is_too_long(path: &str) -> bool {
    path.len() > PATH || path.len() > NAME && path.split('/').any(|name| name.len() > NAME)
}

/// An address like this one that a file can have; the same for the same one.
pub fn shortened(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let name = format!("{}-{:08x}.{ending}", cut(stem, SHORT), hash(path.as_bytes()) >> 32);
    match folder.split('/').next() {
        None | Some("") => name,
        Some(top) if path.len() > PATH => format!("{top}/{name}"),
        Some(_) => format!("{folder}/{name}"),
    }
}

/// A name with something behind its stem; the stem is cut where there is no room.
pub fn suffixed(name: &str, suffix: &str, ending: &str) -> String {
    let room = if name.len() + suffix.len() + ending.len() > NAME { SHORT } else { name.len() };
    format!("{}{suffix}{ending}", cut(name, room))
}

/// The beginning of a text, of no more than so many bytes.
pub fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Whether a part of a path is hidden. `.well-known` is not: what others look for in a site is there.
pub fn is_hidden(path: &str) -> bool {
    let below = path.strip_prefix(".well-known/").unwrap_or(path);
    below.split('/').any(|name| name.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_told_apart() {
        let (one, other) = ("障".repeat(84), "障".repeat(83));
        let path = |stem: &str| format!("2024/{stem}.html");
        assert!(is_too_long(&path(&one)) && !is_too_long(&path(&other)));
        let short = shortened(&path(&one));
        assert!(
            short.starts_with("2024/障障") && short.ends_with(".html") && !is_too_long(&short),
            "{short}"
        );
        assert_ne!(short, shortened(&path(&format!("{one}障"))));
        let deep = format!("a/{}x.html", "folder/".repeat(500));
        assert!(is_too_long(&deep) && shortened(&deep).starts_with("a/x-"));
        assert_eq!(suffixed("a", "-2", ".html"), "a-2.html");
        assert!(suffixed(&"a".repeat(250), "-2", ".html").len() < NAME);
    }

    #[test]
    fn hidden_is_what_begins_with_a_dot() {
        assert!([".git/x", "a/.b/c", ".x.html", ".well-known/.x"].into_iter().all(is_hidden));
        assert!(["a.b/c.html", ".well-known/x.html", "a/..b..c"].map(is_hidden) == [false, false, true]);
    }
}
