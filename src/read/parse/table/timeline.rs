//! The lines of a timeline that a table holds.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Cells, Holds, Name, divided, goes_on};
use crate::core::model::Milestone;
use crate::read::markdown::blocks::{Inline, Row};
use crate::read::parse::time;
use crate::read::parse::timeline::phase_mark;
use crate::read::parse::vocabulary::{self, Vocabulary, ZoneWord};
use crate::read::parse::zone::{self, Settled, Zone};

/// Words for the zone of the place, in all languages.
static LOCAL: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let phrases = vocabulary::built_in_phrases(ZoneWord::Local);
    phrases.into_iter().chain(["local"]).collect()
});

/// What the rows of a table say.
#[derive(Debug)]
pub struct Lines {
    pub lines: Vec<TimelineRow>,
    /// The zone that the head of the column of times names.
    pub zone: Option<Zone>,
    pub text_column: usize,
    /// Whether nothing is lost when only moments and texts are drawn.
    pub is_plain: bool,
}

/// A row with its time as written.
#[derive(Debug)]
pub struct TimelineRow {
    pub label: String,
    pub text: String,
    pub phase: Option<Milestone>,
    /// A day by itself, which the rows below it are of.
    pub is_day: bool,
    pub range: Range<usize>,
}

/// A column.
struct Column {
    name: Name,
    cells: Cells,
}

/// Reads a table, unless none of its columns holds times. `zone` is that of times that name none.
pub fn lines(head: &[Inline], rows: &[Row], zone: &Zone, vocabulary: &Vocabulary) -> Option<Lines> {
    let all = rows.len();
    let (head, rows) = divided(head, rows, vocabulary);
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let columns: Vec<Column> = (0..width)
        .map(|at| Column {
            name: Name::new(head.get(at).map_or("", |cell| cell.text.as_str()), vocabulary),
            cells: Cells::of(rows, at),
        })
        .collect();
    let times = times(&columns, head, zone);
    if times.is_empty() {
        return None;
    }
    let phase_column =
        (0..width).find(|at| !times.contains(at) && is_phases(&columns[*at].name, rows, *at, vocabulary));
    let text_column = text_column(&columns, &times, phase_column)?;
    let named = times.iter().find_map(|at| head.get(*at).and_then(|cell| zone::mentioned(&cell.text)));
    let mut found = Lines {
        lines: Vec::with_capacity(rows.len()),
        zone: named,
        text_column,
        is_plain: times.len() + 1 == width && rows.len() == all,
    };
    for row in rows {
        found.row(row, &times, phase_column, vocabulary);
    }
    Some(found)
}

impl Lines {
    fn row(&mut self, row: &Row, times: &[usize], phase_column: Option<usize>, vocabulary: &Vocabulary) {
        let cell = |column: usize| row.cells.get(column).map_or("", |cell| cell.text.trim());
        let parts = times.iter().map(|column| cell(*column)).filter(|text| !text.is_empty());
        let label = parts.map(one_line).collect::<Vec<_>>().join(" ");
        if let (Some(last), Some(more)) = (self.lines.last_mut(), goes_on(row, self.text_column))
            && !last.is_day
        {
            last.text = one_line(&format!("{} {more}", last.text));
            self.is_plain = false;
            return;
        }
        let (marked, text) = phase_mark(cell(self.text_column), |word| vocabulary.phase(word));
        let phase = marked.or_else(|| phase_column.and_then(|column| phase_in(cell(column), vocabulary)));
        let mut text = one_line(text);
        let is_day = text.is_empty() && is_day(&label) && phase.is_none();
        if text.is_empty() && !is_day {
            let mut others =
                (0..row.cells.len()).filter(|at| !times.contains(at) && Some(*at) != phase_column);
            text = others
                .find_map(|at| Some(one_line(cell(at))).filter(|text| !text.is_empty()))
                .unwrap_or_default();
        }
        if label.is_empty() && text.is_empty() {
            return;
        }
        self.is_plain &= !is_day;
        self.lines.push(TimelineRow { label, text, phase, is_day, range: row.range.clone() });
    }
}

/// The columns that make up a moment: one clock, and days and zones beside it.
fn times(columns: &[Column], head: &[Inline], zone: &Zone) -> Vec<usize> {
    let is_elapsed = |column: &Column| column.name.is(Holds::Elapsed);
    let fits = |column: &&Column| {
        let cells = &column.cells;
        let is_named = column.name.is(Holds::Time) && cells.length < 24 * cells.filled.max(1);
        cells.mostly(cells.timed.max(cells.dated)) || is_named && cells.filled > 0
    };
    let found: Vec<usize> = (0..columns.len())
        .filter(|at| {
            !is_elapsed(&columns[*at]) && Some(&columns[*at]).filter(|column| fits(column)).is_some()
        })
        .collect();
    let clocks: Vec<usize> = found.iter().copied().filter(|at| columns[*at].cells.timed > 0).collect();
    let clock = clocks
        .iter()
        .copied()
        .min_by_key(|at| rank(head.get(*at).map_or("", |cell| cell.text.as_str()), zone));
    let is_zone = |at: &usize| columns[*at].name.is(Holds::Zone);
    let mut times: Vec<usize> =
        found.into_iter().filter(|at| !clocks.contains(at) || Some(*at) == clock).collect();
    if let Some(clock) = clock {
        times.extend((clock + 1..columns.len()).find(is_zone).filter(|at| !times.contains(at)));
    }
    times
}

/// The best of several clocks: the one in UTC is best, else the one in the zone of the document, else one with any zone.
fn rank(name: &str, zone: &Zone) -> u8 {
    let lower = name.to_lowercase();
    let is_local = LOCAL.iter().any(|phrase| lower.contains(phrase));
    match zone::mentioned(name) {
        Some(Zone::Fixed(offset)) if offset.is_zero() => 0,
        Some(named) if is_same(&named, zone) => 1,
        Some(_) => 2,
        None if is_local => 4,
        None => 3,
    }
}

/// Whether two zones have the same offset in winter and in summer, or now and then.
fn is_same(named: &Zone, zone: &Zone) -> bool {
    let days = [(1, 15), (7, 15)].map(|(month, day)| jiff::civil::date(2024, month, day).at(12, 0, 0, 0));
    let offset = |zone: &Zone, at| zone.read(at, &Settled::default()).map(|reading| reading.offset);
    let mut agree = days.iter().map(|at| offset(named, *at) == offset(zone, *at));
    if matches!(named, Zone::Rules(_)) { agree.all(|same| same) } else { agree.any(|same| same) }
}

/// Whether a column holds the marks of phases: in brackets, or in words where its name says so.
fn is_phases(name: &Name, rows: &[Row], column: usize, vocabulary: &Vocabulary) -> bool {
    let texts = rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.text.trim());
    let filled: Vec<&str> = texts.filter(|text| text.chars().any(char::is_alphanumeric)).collect();
    let marked = filled.iter().filter(|text| phase_in(text, vocabulary).is_some()).count();
    let bracketed = filled.iter().all(|text| text.starts_with('[') && text.ends_with(']'));
    marked > 0 && (bracketed || name.is(Holds::Phase))
}

fn phase_in(cell: &str, vocabulary: &Vocabulary) -> Option<Milestone> {
    let word = cell.trim_matches(['[', ']', ' ', '*']);
    phase_mark(&format!("[{word}]"), |word| vocabulary.phase(word)).0
}

/// The column that tells what happened: named so, else the first with texts.
fn text_column(columns: &[Column], times: &[usize], phase_column: Option<usize>) -> Option<usize> {
    let others: Vec<usize> =
        (0..columns.len()).filter(|at| !times.contains(at) && Some(*at) != phase_column).collect();
    let is_text = |at: &usize| columns[*at].cells.texts > 0;
    let named = others
        .iter()
        .filter(|at| is_text(at))
        .filter_map(|at| Some((*at, columns[*at].name.grade(Holds::Event)?)))
        .max_by_key(|(at, (grade, listed))| (*grade, usize::MAX - listed, usize::MAX - *at))
        .map(|(at, _)| at);
    let is_aside = |at: &usize| {
        let name = &columns[*at].name;
        [Holds::Owner, Holds::Ticket, Holds::Elapsed, Holds::Zone, Holds::Phase, Holds::State, Holds::Kind]
            .into_iter()
            .any(|holds| name.is(holds))
    };
    let first = |aside: bool| others.iter().copied().find(|at| is_text(at) && (aside || !is_aside(at)));
    named.or_else(|| first(false)).or_else(|| first(true)).or_else(|| others.first().copied())
}

fn is_day(label: &str) -> bool {
    time::leading(label).is_some_and(|stamp| stamp.time.is_none() && stamp.has_date())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
