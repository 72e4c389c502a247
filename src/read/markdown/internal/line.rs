//! What one line says of internal blocks.
//!
//! Authors type what looks like a fence: with spaces that are none, full-width colons, decoration. A line that may be meant
//! as one is taken for one.

use std::ops::Range;

const WORD: &str = "internal";
/// The word in other languages.
const NEAR: [&str; 4] = ["intern", "interne", "interna", "interno"];

/// What a line says. Offsets are bytes of the line.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    Nothing,
    Opens(Opening),
    /// It ends a block, with so many colons.
    Closes(Range<usize>, usize),
    /// It begins a block of Pandoc's that is something else, which ends with a fence of its own.
    OpensOther,
}

/// The beginning of an internal block.
#[derive(Debug, PartialEq, Eq)]
pub struct Opening {
    /// Where what is internal begins.
    pub start: usize,
    pub mark: Range<usize>,
    /// Where the block ends, if it does so in the same line: the mark, and the end of what is internal.
    pub closing: Option<(Range<usize>, usize)>,
    /// Whether nothing but white space and marks of containers stands before it.
    pub leads: bool,
    /// Whether somebody should look at it.
    pub is_odd: bool,
    /// Further blocks that begin behind it.
    pub more: usize,
    /// Colons of its mark.
    pub colons: usize,
}

/// Whether a line can say anything.
pub fn is_possible(line: &str) -> bool {
    line.contains("::") || !line.is_ascii() && (line.contains("：") || line.contains("﹕"))
}

/// A character as it is meant.
struct Char {
    is: char,
    /// Where it stands.
    at: Range<usize>,
}

/// Positions in a list of [`Char`].
type Span = Range<usize>;

/// What a line says; `is_code` tells of a byte of it whether it is code.
pub fn read(line: &str, is_code: impl Fn(usize) -> bool) -> Said {
    let line = Line::new(line);
    let runs = line.runs(is_code);
    let first = line.prefix();
    let leading = |run: &Span| run.start == first;
    for (position, run) in runs.iter().enumerate() {
        let leads = leading(run);
        if let Some(named) = line.named(run, &runs[position + 1..], leads) {
            return Said::Opens(line.opening(run, &named, &runs[position + 1..], leads));
        }
        // Two colons are a fence only with the word.
        if leads && run.len() >= 2 && line.is_blank(run.end..line.chars.len()) {
            return Said::Closes(line.bytes(run), run.len());
        }
    }
    if runs.first().is_some_and(|run| leading(run) && run.len() >= 3) {
        return Said::OpensOther;
    }
    line.closes_in_table(&runs).unwrap_or(Said::Nothing)
}

/// How a mark names the block.
struct Named {
    /// End of the mark.
    end: usize,
    /// Whether it is written as the manual says.
    is_plain: bool,
}

struct Line<'l> {
    chars: Vec<Char>,
    raw: &'l str,
    /// Where the word stands last.
    last_word: Option<usize>,
}

impl<'l> Line<'l> {
    fn new(raw: &'l str) -> Self {
        let chars = folded(raw);
        let text: String = chars.iter().map(|one| one.is).collect();
        let last_word = last_word(&text).map(|at| text[..at].chars().count());
        Self { chars, raw, last_word }
    }

    fn bytes(&self, span: &Span) -> Range<usize> {
        match self.chars.get(span.clone()) {
            Some([first, .., last]) => first.at.start..last.at.end,
            Some([one]) => one.at.clone(),
            _ => self.raw.len()..self.raw.len(),
        }
    }

    fn text(&self, span: Span) -> String {
        self.chars.get(span).unwrap_or_default().iter().map(|one| one.is).collect()
    }

    fn is(&self, at: usize, wanted: impl Fn(char) -> bool) -> bool {
        self.chars.get(at).is_some_and(|one| wanted(one.is))
    }

    /// Whether nothing is said there; bars are those of a table.
    fn is_blank(&self, span: Span) -> bool {
        self.text(span).chars().all(|c| matches!(c, ' ' | '|'))
    }

    /// Two colons or more next to each other that are no code.
    fn runs(&self, is_code: impl Fn(usize) -> bool) -> Vec<Span> {
        let mut runs: Vec<Span> = Vec::new();
        for (at, one) in self.chars.iter().enumerate().filter(|(_, one)| one.is == ':') {
            match runs.last_mut() {
                _ if is_code(one.at.start) => {}
                Some(run) if run.end == at => run.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
        runs.retain(|run| run.len() >= 2);
        runs
    }

    /// Length of what stands before the first word: white space, and marks of quotes, list items, boxes and footnotes.
    fn prefix(&self) -> usize {
        let mut at = 0;
        loop {
            let before = at;
            while self.is(at, |c| matches!(c, ' ' | '>')) {
                at += 1;
            }
            at += self.container(at);
            if at == before {
                return at;
            }
        }
    }

    /// Length of the mark of a container.
    fn container(&self, at: usize) -> usize {
        let rest = self.text(at..self.chars.len());
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mark = match rest.as_bytes().get(digits) {
            Some(b'.' | b')') if digits > 0 => digits + 1,
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'[') if digits == 0 => match rest.find(']') {
                Some(end) if rest.starts_with("[^") && rest[end..].starts_with("]:") => {
                    return rest[..end + 2].chars().count();
                }
                Some(2) => 3,
                _ => 0,
            },
            _ => 0,
        };
        let is_mark = mark > 0 && rest.get(mark..).is_some_and(|rest| rest.starts_with(' '));
        if is_mark { mark } else { 0 }
    }

    /// Whether a run of colons begins an internal block, with `later` runs behind it.
    fn named(&self, run: &Span, later: &[Span], leads: bool) -> Option<Named> {
        let rest = run.end..self.chars.len();
        let info = run.end..later.first().map_or(rest.end, |next| next.start);
        if let Some(end) = self.plainly(info) {
            let is_plain = run.len() >= 3;
            return (is_plain || leads).then_some(Named { end, is_plain });
        }
        if run.len() < 3 {
            return None;
        }
        let has_word = self.last_word.is_some_and(|at| at >= rest.start);
        (has_word || leads && is_near(&self.text(rest))).then_some(Named { end: run.end, is_plain: false })
    }

    /// The end of a mark that names the block as the manual says: `internal`, `{.internal}`, `{#a .note .internal key=value}`.
    fn plainly(&self, info: Span) -> Option<usize> {
        let text = self.text(info.clone());
        let start = text.chars().take_while(|c| *c == ' ').count();
        let rest = text.trim_start();
        if let Some(behind) = rest.strip_prefix(WORD) {
            let ends = !behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
            return ends.then_some(info.start + start + WORD.len());
        }
        let (inside, _) = rest.strip_prefix('{')?.split_once('}')?;
        let mut classes = inside.split([' ', '=', '"', '\'']);
        let is_named = classes.any(|class| class.strip_prefix('.').unwrap_or(class) == WORD);
        is_named.then(|| info.start + start + inside.chars().count() + 2)
    }

    fn opening(&self, run: &Span, named: &Named, later: &[Span], leads: bool) -> Opening {
        let length = self.chars.len();
        let mark = self.bytes(&(run.start..named.end));
        let raw = &self.raw[mark.clone()];
        let is_escaped = raw.contains('\\') || self.raw[..mark.start].ends_with('\\');
        let looks_plain = raw.is_ascii() && !is_escaped;
        let mut opening = Opening {
            start: if leads { 0 } else { mark.start },
            mark,
            closing: None,
            leads,
            is_odd: !named.is_plain || !looks_plain,
            more: 0,
            colons: run.len(),
        };
        let opens = |at: usize| self.named(&later[at], &later[at + 1..], false).is_some();
        let fences: Vec<usize> = (0..later.len()).filter(|at| later[*at].len() >= 3).collect();
        let Some(position) = fences.last().copied() else {
            if !leads && !named.is_plain {
                // A line of prose, most likely: it goes, and no more than that.
                opening.closing = Some((self.raw.len()..self.raw.len(), self.raw.len()));
            }
            opening.is_odd |= !leads;
            return opening;
        };
        let last = &later[position];
        opening.more = fences.iter().filter(|at| opens(**at)).count();
        let says = !self.text(named.end..last.start).chars().all(|c| matches!(c, ' ' | ':' | '|'));
        let is_last = self.is_blank(last.end..length);
        if opens(position) || leads && !is_last {
            opening.is_odd = true;
        } else if says && (named.is_plain || !leads) {
            let closing = self.bytes(last);
            let end = if leads { self.raw.len() } else { closing.end };
            opening.closing = Some((closing, end));
            opening.more = 0;
        } else if !says {
            // Decoration.
            opening.mark.end = self.bytes(last).end;
            opening.is_odd |= !leads;
        }
        opening
    }

    /// `| ::: |`
    fn closes_in_table(&self, runs: &[Span]) -> Option<Said> {
        let [run] = runs else { return None };
        let first = self.prefix();
        let is_cell = self.is(first, |c| c == '|') && run.start > first;
        let is_alone = self.is_blank(first..run.start) && self.is_blank(run.end..self.chars.len());
        (is_cell && is_alone && run.len() >= 3).then(|| Said::Closes(self.bytes(run), run.len()))
    }
}

/// Where the word stands last in a text, as a whole.
fn last_word(text: &str) -> Option<usize> {
    text.rmatch_indices(WORD).map(|(at, _)| at).find(|at| {
        !text[..*at].ends_with(char::is_alphanumeric)
            && !text[at + WORD.len()..].starts_with(char::is_alphanumeric)
    })
}

/// Whether the first word of a text is probably meant to be the word.
fn is_near(text: &str) -> bool {
    let word = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    NEAR.contains(&word) || word.len() < 2 * WORD.len() && strsim::osa_distance(word, WORD) == 1
}

/// The characters that a reader sees, in one width and case; a backslash before a colon is none.
fn folded(line: &str) -> Vec<Char> {
    let mut chars = Vec::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        let is_escape = c == '\\' && line[end..].starts_with(':');
        if is_escape || is_unseen(c) {
            continue;
        }
        let is = match c {
            '﹕' => ':',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c if c.is_whitespace() => ' ',
            c => c,
        };
        chars.push(Char { is: is.to_ascii_lowercase(), at: at..end });
    }
    chars
}

/// Marks of direction, joiners, hyphens of which nothing is seen, and the like.
fn is_unseen(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{180b}'..='\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> Said {
        read(line, |_| false)
    }

    /// The mark that opens, whether the block ends in the line, and whether that is odd.
    fn opened(line: &str) -> Option<(String, bool, bool)> {
        match said(line) {
            Said::Opens(one) => Some((line[one.mark].to_owned(), one.closing.is_some(), one.is_odd)),
            _ => None,
        }
    }

    #[test]
    fn what_the_manual_says_is_not_odd() {
        for (line, mark, closes) in [
            (":::internal", ":::internal", false),
            ("::: internal Notes", "::: internal", false),
            ("> - ::::Internal", "::::Internal", false),
            ("::: {.internal}", "::: {.internal}", false),
            ("::: {.note .internal}", "::: {.note .internal}", false),
            ("::: {#x .internal}", "::: {#x .internal}", false),
            (":::{.Internal key=val}", ":::{.Internal key=val}", false),
            ("::: {class=\"note internal\"}", "::: {class=\"note internal\"}", false),
            ("::: internal ::::::", "::: internal ::::::", false),
            ("::: {.internal} :::", "::: {.internal} :::", false),
            ("[^1]: :::internal", ":::internal", false),
            (":::internal x :::", ":::internal", true),
            ("a :::internal x ::: b", ":::internal", true),
            ("| a | :::internal x ::: | b |", ":::internal", true),
        ] {
            assert_eq!(opened(line), Some((mark.to_owned(), closes, false)), "{line}");
        }
    }

    #[test]
    fn what_may_be_meant_opens_and_is_odd() {
        for line in [
            ":::internal Notes ::: draft",
            "a :::internal b :::internal",
            "a :::internal b",
            "a :::internal :::",
            ":::\u{a0}internal",
            ":::\u{2009}\u{200b}internal",
            "\u{feff}:::\u{ad}internal",
            ":::inter\u{ad}nal",
            "：：：internal",
            "：：：ｉｎｔｅｒｎａｌ",
            "\\:::internal",
            "::: \"internal\"",
            "::: [internal] :::",
            "::: note, internal",
            "::: note ::: internal",
            ":::internal-only",
            ":::internal_notes",
            ":::{#internal}",
            ":::intern",
            "::: Interal",
            "::internal",
            ":: {.internal}",
            "**:::internal**",
        ] {
            let found = opened(line);
            assert!(found.is_some_and(|(_, closes, is_odd)| !closes && is_odd), "{line}: {:?}", said(line));
        }
        // No more than the line.
        assert_eq!(opened("See ::: for what is internal"), Some((":::".to_owned(), true, true)));
    }

    #[test]
    fn other_lines_open_nothing() {
        for line in [":::note", "::: warning The external network", ":::internally", "::: {.external}"] {
            assert_eq!(said(line), Said::OpensOther, "{line}");
        }
        for line in ["std::internal", "a::internal::b", "a: internal", "internal", "key: :internal", ""] {
            assert_eq!(said(line), Said::Nothing, "{line}");
        }
        assert_eq!(read("see `:::internal`", |at| at > 3), Said::Nothing);
    }

    #[test]
    fn blocks_end_with_colons_alone() {
        for line in [":::", "> :::::: ", "  ：：：", "- :::", "| ::: |", ":::|"] {
            assert!(matches!(said(line), Said::Closes(_, 3..)), "{line}: {:?}", said(line));
        }
        assert_eq!(said("a :::"), Said::Nothing);
    }
}
