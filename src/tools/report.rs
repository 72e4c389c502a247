//! Everything that is printed: findings as compilers print them, a line of summary, data for other programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use annotate_snippets::{AnnotationKind, Level as Shown, Origin, Renderer, Snippet};

use crate::core::diagnostic::{Diagnostic, Level};
use crate::core::plain::{count, harmless, printable, thousands};
use crate::tools::listing::Paint;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Only what went wrong.
    Quiet,
    Normal,
    Verbose,
    /// Also why files were made.
    Explaining,
}

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// The one that prints.
#[derive(Debug, Clone)]
pub struct Terminal {
    verbosity: Verbosity,
    /// Whether standard error has colours.
    color: bool,
    /// How standard output is shown.
    paint: Paint,
}

/// Most findings that are printed unless all are asked for.
const LIMIT: usize = 50;

impl Terminal {
    pub fn new(verbosity: Verbosity, color: Color) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colored = |is_terminal: bool| match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && !set("NO_COLOR") && !is_dumb,
        };
        let is_terminal = io::stdout().is_terminal();
        let columns = || terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        let paint = Paint {
            color: colored(is_terminal),
            links: is_terminal && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
            width: is_terminal.then(columns),
        };
        Self { verbosity, color: colored(io::stderr().is_terminal()), paint }
    }

    /// How standard output is shown.
    pub fn paint(&self) -> Paint {
        self.paint
    }

    pub fn verbosity(&self) -> Verbosity {
        self.verbosity
    }

    /// Whether somebody is there to watch a bar.
    pub fn shows_progress(&self) -> bool {
        self.verbosity > Verbosity::Quiet && io::stderr().is_terminal()
    }

    /// A line for people, on standard output; nothing when quiet.
    ///
    /// # Errors
    /// When standard output is closed.
    pub fn say(&self, text: &str) -> io::Result<()> {
        if self.verbosity == Verbosity::Quiet { Ok(()) } else { writeln!(io::stdout(), "{text}") }
    }

    /// A line beside what was asked for, on standard error; nothing when quiet.
    ///
    /// # Errors
    /// When standard error is closed.
    pub fn note(&self, text: &str) -> io::Result<()> {
        if self.verbosity == Verbosity::Quiet { Ok(()) } else { writeln!(io::stderr(), "{}", harmless(text)) }
    }

    /// A note for those who asked for all that is said.
    ///
    /// # Errors
    /// When standard error is closed.
    pub fn remark(&self, text: &str) -> io::Result<()> {
        if self.verbosity >= Verbosity::Verbose { self.note(text) } else { Ok(()) }
    }

    /// What was asked for, on standard output.
    ///
    /// # Errors
    /// When standard output is closed.
    pub fn data(&self, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        fill(&mut out)?;
        out.flush()
    }

    /// Findings, on standard error, by file and place; not too many of them, unless all were asked for. When quiet, only
    /// errors.
    ///
    /// # Errors
    /// When standard error is closed.
    pub fn findings(&self, findings: &[Diagnostic]) -> io::Result<()> {
        self.first_findings(findings, if self.verbosity >= Verbosity::Verbose { usize::MAX } else { LIMIT })
    }

    /// All findings, however many they are.
    ///
    /// # Errors
    /// When standard error is closed.
    pub fn all_findings(&self, findings: &[Diagnostic]) -> io::Result<()> {
        self.first_findings(findings, usize::MAX)
    }

    fn first_findings(&self, findings: &[Diagnostic], limit: usize) -> io::Result<()> {
        let least = if self.verbosity == Verbosity::Quiet { Level::Error } else { Level::Warning };
        let findings = findings.iter().filter(|finding| finding.level <= least).collect::<Vec<_>>();
        let text = render(&findings, limit, self.color);
        if text.is_empty() { Ok(()) } else { write!(io::stderr(), "{text}") }
    }
}

/// All of `findings` as text: at most `limit` of them in full, the worst before others, then counts.
pub fn render(findings: &[&Diagnostic], limit: usize, color: bool) -> String {
    let mut shown = findings.to_vec();
    shown.sort_by(|a, b| a.level.cmp(&b.level).then_with(|| a.sort_key().cmp(&b.sort_key())));
    shown.truncate(limit);
    shown.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for finding in &shown {
        text.push_str(&one(finding, &renderer));
        text.push_str("\n\n");
    }
    let hidden = findings.len() - shown.len();
    if hidden > 0 {
        let _ = writeln!(text, "… and {} more; `-v` shows all. By rule:", thousands(hidden));
        for (rule, count) in by_rule(findings) {
            let _ = writeln!(text, "{:>8}  {rule}", thousands(count));
        }
        text.push('\n');
    }
    text
}

/// How often each rule was broken, the most frequent first.
fn by_rule(findings: &[&Diagnostic]) -> Vec<(&'static str, usize)> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule).or_insert(0) += 1;
    }
    let mut counts = counts.into_iter().collect::<Vec<_>>();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts
}

/// One finding, in the manner of rustc. Text from files may hold escape sequences, which must not reach the terminal.
fn one(finding: &Diagnostic, renderer: &Renderer) -> String {
    let level = match finding.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
    };
    let path = printable(finding.path.strip_prefix("./").unwrap_or(&finding.path));
    let title = level.primary_title(printable(&finding.message)).id(finding.rule);
    let mut group = match &finding.place {
        Some(place) => {
            let snippet = Snippet::source(place.excerpt.as_str())
                .line_start(place.line)
                .annotation(AnnotationKind::Primary.span(place.marked.clone()));
            let column = place.excerpt[..place.marked.start].chars().count() + 1;
            if column == place.column {
                title.element(snippet.path(path))
            } else {
                // The excerpt is a part of its line, so that the column can't be counted from it.
                title.element(Origin::path(path).line(place.line).char_column(place.column)).element(snippet)
            }
        }
        None => title.element(Origin::path(path)),
    };
    if let Some(hint) = &finding.hint {
        group = group.element(Shown::HELP.message(printable(hint)));
    }
    renderer.render(&[group])
}

/// What a build made, for its last line.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    pub post_mortems: usize,
    pub services: usize,
    pub causes: usize,
    /// As the user would type it.
    pub dest: String,
    pub took: Duration,
    pub errors: usize,
    pub warnings: usize,
}

impl Summary {
    /// `1,234 post-mortems, 41 services, 24 causes → site/ in 1.9 s; 3 warnings`
    pub fn line(&self) -> String {
        let mut line = format!(
            "{}, {}, {} → {}/ in {}",
            count(self.post_mortems, "post-mortem"),
            count(self.services, "service"),
            count(self.causes, "cause"),
            self.dest.trim_end_matches('/'),
            seconds(self.took),
        );
        let findings = [(self.errors, "error"), (self.warnings, "warning")];
        let findings = findings.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(*n, noun));
        let findings = findings.collect::<Vec<_>>().join(", ");
        if !findings.is_empty() {
            line.push_str("; ");
            line.push_str(&findings);
        }
        line
    }
}

/// A path without the `./` that nobody typed.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// `0.04 s`, `1.9 s`, `2 min 5 s`
pub fn seconds(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    match took.as_secs() {
        0 => format!("{seconds:.2} s"),
        1..60 => format!("{seconds:.1} s"),
        whole => format!("{} min {} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_shown_with_its_place_and_what_to_do() {
        let text = "---\nseverty: sev1\n---\n";
        let finding = Diagnostic::warning("unknown-field", "content/a.md", "`severty` is not a known field")
            .at(text, 4..11)
            .hint("Did you mean `severity`?");
        let expected = "\
warning[unknown-field]: `severty` is not a known field
 --> content/a.md:2:1
  |
2 | severty: sev1
  | ^^^^^^^
  |
  = help: Did you mean `severity`?

";
        assert_eq!(render(&[&finding], 50, false), expected);
    }

    #[test]
    fn the_column_is_that_of_the_whole_line() {
        let text = format!("{}needle", "a".repeat(5_000));
        let finding = Diagnostic::error("x", "a.md", "m").at(&text, 5_000..5_006);
        assert!(render(&[&finding], 50, false).contains("a.md:1:5001"));
    }

    #[test]
    fn any_place_can_be_shown() {
        for (text, range) in
            [("", 0..0), ("x", 1..1), ("\t\tx\u{301}決済", 2..5), ("a\r\nb", 1..4), ("\u{200f}א", 0..3)]
        {
            let finding = Diagnostic::error("x", "a.md", "m").at(text, range);
            assert!(render(&[&finding], 50, false).starts_with("error[x]: m\n --> a.md:1:"));
        }
    }

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        let text = "a \x1b[31mred";
        let finding =
            Diagnostic::error("x", "\x1b]0;title\x07.md", "m\x1b[2J").at(text, 2..5).hint("\x1b[0m");
        assert!(!render(&[&finding], 50, false).contains(['\x1b', '\x07']));
    }

    #[test]
    fn many_findings_are_cut_the_worst_are_not() {
        let warnings = (0..60).map(|n| Diagnostic::warning("w", format!("a{n:02}.md"), "m"));
        let all = warnings.chain([Diagnostic::error("e", "z.md", "bad")]).collect::<Vec<_>>();
        let text = render(&all.iter().collect::<Vec<_>>(), 50, false);
        assert!(text.contains("error[e]: bad") && text.contains("… and 11 more"), "{text}");
        assert!(text.contains("      60  w\n       1  e\n"));
    }

    #[test]
    fn the_summary_counts() {
        let summary = Summary {
            post_mortems: 1234,
            services: 41,
            causes: 1,
            dest: "site".into(),
            took: Duration::from_millis(1_930),
            errors: 0,
            warnings: 3,
        };
        assert_eq!(summary.line(), "1,234 post-mortems, 41 services, 1 cause → site/ in 1.9 s; 3 warnings");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 5 s");
        assert_eq!(thousands(1_000_000), "1,000,000");
    }
}
