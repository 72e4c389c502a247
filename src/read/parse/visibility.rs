//! Who may read a document, where its front matter says so. Where in doubt, only readers inside.

use std::ops::Range;

use super::fields::Fields;
use super::front_matter::FrontMatter;
use super::values;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{SourceFile, Visibility};

/// Lines in which what looks like front matter is looked for.
const LINES: usize = 20;

/// What was stated under one key.
struct Stated<'a> {
    key: &'a str,
    text: Option<String>,
    place: Range<usize>,
    /// Whether the key is only like `visibility`.
    is_like: bool,
}

/// The visibility that front matter states; of several, the stricter.
pub fn read(
    source: &SourceFile,
    front: &FrontMatter,
    fields: &Fields,
    found: &mut Vec<Diagnostic>,
) -> Option<Visibility> {
    let stated = stated(source, front, fields);
    let mut own = stated.iter().filter(|one| !one.is_like);
    for (position, one) in stated.iter().enumerate() {
        found.extend(odd(source, one));
        let is_second = position == 1 && own.clone().count() > 1;
        if is_second {
            let message = "the visibility is stated more than once: the stricter counts";
            let found_twice = Diagnostic::error("repeated-visibility", &source.path, message);
            found.push(found_twice.at(&source.text, one.place.clone()).hint("State it once."));
        }
    }
    let lost = lost(source, front);
    found.extend(lost.clone());
    if lost.is_some() || stated.iter().any(|one| !one.says("public")) {
        return Some(Visibility::Internal);
    }
    own.next().map(|_| Visibility::Public)
}

/// A statement in front matter that is none, for it does not begin in the first line.
fn lost(source: &SourceFile, front: &FrontMatter) -> Option<Diagnostic> {
    const KEY: &str = "visibility";
    if front.body_start > 0 {
        return None;
    }
    let mut at = 0;
    let mut lines = source.text.split_inclusive('\n').take(LINES).map(|line| {
        at += line.len();
        (at - line.len(), line)
    });
    let (start, _) = lines.find(|(_, line)| {
        let key = line.get(..KEY.len()).is_some_and(|key| key.eq_ignore_ascii_case(KEY));
        key && line[KEY.len()..].trim_start().starts_with([':', '='])
    })?;
    let message = "this is not in front matter: it counts as `internal`";
    let found = Diagnostic::warning("unknown-visibility", &source.path, message);
    let found = found.at(&source.text, start..start + KEY.len());
    Some(found.hint("Front matter begins with `---` in the first line of the file, and ends with `---`."))
}

impl Stated<'_> {
    fn says(&self, visibility: &str) -> bool {
        self.text.as_deref().is_some_and(|text| text.trim().eq_ignore_ascii_case(visibility))
    }
}

/// All statements, in the order of the file.
fn stated<'a>(source: &SourceFile, front: &FrontMatter, fields: &'a Fields) -> Vec<Stated<'a>> {
    let mut stated: Vec<Stated<'_>> = Vec::new();
    for (key, value, is_like) in &fields.visibilities {
        let earlier = stated.iter().filter(|one| one.key == key).count();
        let place = front.places_of(&source.text, key).nth(earlier);
        let place = place.unwrap_or_else(|| front.place_of(&source.text, key));
        stated.push(Stated { key, text: values::text(value), place, is_like: *is_like });
    }
    stated.sort_by_key(|one| one.place.start);
    stated
}

fn odd(source: &SourceFile, one: &Stated<'_>) -> Option<Diagnostic> {
    if one.is_like {
        let message = format!("`{}` may be meant as `visibility`", one.key);
        let found = Diagnostic::warning("unknown-visibility", &source.path, message);
        return Some(found.at(&source.text, one.place.clone()).hint("Write `visibility`."));
    }
    let text = one.text.as_ref().filter(|_| !one.says("public") && !one.says("internal"))?;
    let message = format!("`{text}` is not a visibility");
    let end = source.text[one.place.end..].find('\n').map_or(source.text.len(), |end| one.place.end + end);
    let at = source.text[one.place.end..end].find(text.as_str()).map(|at| one.place.end + at);
    let place = at.map_or_else(|| one.place.clone(), |at| at..at + text.len());
    let found = Diagnostic::warning("unknown-visibility", &source.path, message);
    Some(found.at(&source.text, place).hint("Write `internal` or `public`; it counts as `internal`."))
}
