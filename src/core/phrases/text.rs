//! One text: literal pieces and placeholders, in one form or in one for each plural category.

use super::plural::{Category, name};

/// A text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    One(Filled),
    Counted(Forms),
}

/// The forms of a text about a number; `other` is always there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    pub other: Filled,
    /// Those that differ from it, by category.
    pub rest: Vec<(Category, Filled)>,
}

impl Forms {
    pub fn of(&self, category: Category) -> &Filled {
        self.rest.iter().find(|(known, _)| *known == category).map_or(&self.other, |(_, form)| form)
    }

    /// All of them with the names of their categories.
    pub fn by_name(&self) -> impl Iterator<Item = (&'static str, &Filled)> {
        let rest = self.rest.iter().map(|(category, form)| (name(*category), form));
        rest.chain(std::iter::once(("other", &self.other)))
    }
}

/// A text with placeholders by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// As it was written.
    whole: Box<str>,
    pieces: Box<[Piece]>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(Box<str>),
    Name(Box<str>),
}

impl Filled {
    /// Reads `{name} later`. Braces around anything else than a name stand for themselves.
    pub fn new(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            let (before, behind) = rest.split_at(start);
            literal.push_str(before);
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            let name = behind[1..].split('}').next().filter(|name| behind.len() > name.len() + 1);
            match name.filter(|name| !name.is_empty() && name.chars().all(is_part)) {
                Some(name) => {
                    if !literal.is_empty() {
                        pieces.push(Piece::Literal(std::mem::take(&mut literal).into()));
                    }
                    pieces.push(Piece::Name(name.into()));
                    rest = &behind[name.len() + 2..];
                }
                None => {
                    literal.push('{');
                    rest = &behind[1..];
                }
            }
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal.into()));
        }
        Self { whole: text.into(), pieces: pieces.into() }
    }

    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// Names of its placeholders, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Name(name) => Some(&**name),
            Piece::Literal(_) => None,
        })
    }

    /// The text with `literal` for what stands in it, and `put` for its placeholders; one that is not known stays as it is.
    pub fn write(
        &self,
        literal: impl Fn(&mut String, &str),
        put: impl Fn(&str, &mut String) -> bool,
    ) -> String {
        let mut out = String::with_capacity(self.whole.len() + 24);
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => literal(&mut out, text),
                Piece::Name(name) => {
                    if !put(name, &mut out) {
                        out.push('{');
                        out.push_str(name);
                        out.push('}');
                    }
                }
            }
        }
        out
    }
}

impl Text {
    /// All forms.
    pub fn forms(&self) -> Vec<&Filled> {
        match self {
            Self::One(filled) => vec![filled],
            Self::Counted(forms) => {
                std::iter::once(&forms.other).chain(forms.rest.iter().map(|(_, form)| form)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_have_names_and_other_braces_stand_for_themselves() {
        let text = Filled::new("{a} of {b-2}, {} { c } {open");
        assert_eq!(text.names().collect::<Vec<_>>(), ["a", "b-2"]);
        let write = |name: &str, out: &mut String| {
            out.push_str(&name.to_uppercase());
            name == "a"
        };
        assert_eq!(text.write(|out, text| out.push_str(text), write), "A of B-2{b-2}, {} { c } {open");
    }
}
