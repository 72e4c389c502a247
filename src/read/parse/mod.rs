//! From the text of a file to a document: a pure function, without any other input than the settings.
//!
//! Forgiving: whatever is there becomes part of the document, and what is odd about it a diagnostic.

mod action_state;
mod actions;
mod addition;
mod body;
mod dates;
mod field;
mod fields;
mod flow;
mod front_matter;
mod keys;
mod kind;
mod labelled;
mod labels;
mod language;
mod markup;
mod phases;
mod plausible;
mod record;
mod scales;
mod sections;
mod table;
mod time;
mod timeline;
mod title;
mod unknown;
mod values;
mod visibility;
mod vocabulary;
mod withhold;
mod zone;

pub use addition::{NewValue, addition, fields_with_a_key};
pub use dates::dated_folder;
pub use field::{ActionPart, Field};
pub use keys::{FIELDS, LINKS, ROLES, canonical as canonical_key, normalise as normalised_key};
pub use kind::{of_value as kind_of_value, words as kind_words};
pub use language::count_words;
pub use scales::{SEVERITY_WORDS, severity_position, severity_words, status_name, status_words};
pub use sections::{github_slug, is_generated as is_generated_id};
pub use time::{month, parse_date, parse_duration};
pub use withhold::Withheld;
pub use zone::doubtful as doubtful_zone;

use fields::Fields;
use record::FactReader;
use sections::{Part, Structure};
use time::{DateOrder, Local};
use vocabulary::Vocabulary;
use zone::Zone;

use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{
    ActionState, Description, Dialect, Document, Kind, Mark, PageInfo, PostMortem, Record, SectionKind,
    SourceFile, Visibility,
};
use crate::read::markdown::blocks::{Outline, outline};
use crate::read::markdown::internal::{self, Oddity};
use crate::read::markdown::nesting;
use crate::read::math;

/// What parsing needs to know beside the file; made once for all files.
#[derive(Debug)]
pub struct Parser<'c> {
    config: &'c Config,
    vocabulary: Vocabulary,
    zone: Zone,
    /// Keys of front matter that are read as if they were not there.
    unread: Withheld,
}

impl<'c> Parser<'c> {
    pub fn new(config: &'c Config) -> Self {
        Self {
            config,
            vocabulary: Vocabulary::of(config),
            zone: Zone::Rules(config.timezone.clone()),
            unread: Withheld::default(),
        }
    }

    /// The same for readers outside: front matter is read as if what is `withheld` were not there, so that nothing is derived from it.
    pub fn without(config: &'c Config, withheld: Withheld) -> Self {
        Self { unread: withheld, ..Self::new(config) }
    }

    fn dialect(&self) -> Dialect {
        Dialect { math: self.config.html.math }
    }

    pub fn config(&self) -> &'c Config {
        self.config
    }

    /// What is wrong with `[fields.keys]`, which only parsing knows: aliases of fields that there are not.
    pub fn unknown_fields(&self) -> Vec<(&'c str, Option<&'static str>)> {
        let known = || FIELDS.iter().map(|(name, _)| *name);
        let names = self.config.fields.keys.values().map(String::as_str);
        let unknown = names.filter(|name| !known().any(|field| field == keys::normalise(name)));
        unknown.map(|name| (name, crate::core::diagnostic::did_you_mean(name, known()))).collect()
    }

    /// What is wrong with `[words]`: names of tables and kinds that there are not, with those that there are.
    pub fn unknown_words(&self) -> Vec<(&'c str, Vec<&'static str>)> {
        vocabulary::unknown_words(self.config)
    }

    /// Reads one file. Never fails and never panics: what can't be understood is prose.
    pub fn parse(&self, source: SourceFile) -> (Document, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let mut front = front_matter::read(&source, &mut found);
        let fields = Fields::new(&mut front, self.config).without(&self.unread, self.config);
        let outline = outline(&source.text, front.body_start, self.dialect());
        found.extend(odd_blocks(&source, front.body_start));
        found.extend(formulas(&source, &outline));
        if source.text.trim().is_empty() {
            found.push(
                Diagnostic::warning("empty-file", &source.path, "the file is empty")
                    .hint("Delete it, or write the post-mortem."),
            );
        }
        if let Some(range) = &outline.too_deep {
            found.push(
                Diagnostic::warning(
                    "nested-too-deep",
                    &source.path,
                    "quotes or lists are nested too deeply to be shown as such",
                )
                .at(&source.text, range.start..range.start + 1)
                .hint("What is inside is shown at the deepest level that is kept."),
            );
        }
        found.extend(unread_tables(&source, &outline));
        if let Some(range) =
            nesting::too_deep(&source.text, &outline.html).filter(|_| !self.config.html.unsafe_html)
        {
            found.push(
                Diagnostic::warning(
                    "html-too-deep",
                    &source.path,
                    "HTML elements are nested too deeply; from here on their tags are shown as text",
                )
                .at(&source.text, range)
                .hint("Close each element, and put fewer into each other."),
            );
        }
        let title = title::find(&source, &fields, &outline.blocks, &self.vocabulary);
        let title_offset = title.heading.as_ref().map(|range| range.start);
        let structure = sections::divide(&outline.blocks, title_offset, &self.vocabulary);
        let mut marks = body::section_anchors(&structure);
        let mut record = match source.kind {
            Kind::PostMortem => {
                let local = self.local(&source, &fields);
                let reader = FactReader {
                    source: &source,
                    front: &front,
                    fields: &fields,
                    config: self.config,
                    local: &local,
                    found: &mut found,
                };
                let facts = self.post_mortem(reader, &title.text, &structure, &outline, &mut marks);
                Record::PostMortem(Box::new(facts))
            }
            Kind::Page => Record::Page(PageInfo {
                summary: fields.text("summary"),
                weight: fields.text("weight").and_then(|text| text.parse().ok()),
                visibility: visibility::read(&source, &front, &fields, &mut found),
            }),
            Kind::Service | Kind::Cause | Kind::Team => {
                let stated = visibility::read(&source, &front, &fields, &mut found);
                // Others are public where nothing is stated; of what can't be read nobody knows.
                let unknown = front.is_broken.then_some(Visibility::Internal);
                Record::Description(Box::new(description(&fields, stated.or(unknown))))
            }
        };
        let redirects =
            if matches!(record, Record::Description(_)) { Vec::new() } else { fields.texts("aliases") };
        let mut body = body::assemble(&source.text, front.body_start, &outline, structure, marks);
        body.language = fields.text("language").or(body.language);
        body.title_heading = title.heading;
        if let Record::PostMortem(facts) = &mut record {
            if facts.kind_origin.is_none() {
                let (path, text) = (&source.path, &source.text[body.start..]);
                let told = kind::Told { title: &title.text, path, tags: &facts.tags, text };
                if let Some((kind, origin)) = told.kind() {
                    (facts.kind, facts.kind_origin) = (kind, Some(origin));
                }
            }
            body.anchors.extend((1..=facts.timeline.len()).map(|number| format!("t{number}")));
            body.anchors.extend((1..=facts.action_items.len()).map(|number| format!("a{number}")));
        }
        (
            Document {
                source,
                title: title.text,
                title_origin: title.origin,
                body,
                record,
                redirects,
                facts: None,
            },
            found,
        )
    }

    /// The status that the front matter of a post-mortem gives: of a former version, of which nothing else matters.
    pub fn status_of(&self, text: &str) -> Option<String> {
        let source = SourceFile { path: String::new(), text: text.into(), kind: Kind::PostMortem };
        let mut found = Vec::new();
        let mut front = front_matter::read(&source, &mut found);
        let fields = Fields::new(&mut front, self.config);
        let mut facts = PostMortem::default();
        let mut reader = FactReader {
            source: &source,
            front: &front,
            fields: &fields,
            config: self.config,
            local: &Local::plain(self.zone.clone()),
            found: &mut found,
        };
        reader.status(&mut facts);
        facts.status
    }

    /// What moments of a file mean where they do not say it: the zone of front matter or of the knowledge base, and the order
    /// of day and month.
    fn local(&self, source: &SourceFile, fields: &Fields) -> Local {
        let stated = fields.other(&["timezone", "time_zone", "tz"]);
        let stated = stated.and_then(|name| zone::of_value(&name));
        let is_stated = stated.is_some();
        let settled = zone::settled(&source.text, stated.as_ref().unwrap_or(&self.zone));
        let zone = stated.unwrap_or_else(|| self.zone.clone()).settle(&settled);
        let of_field = |name| fields.text(name).filter(|text| text.len() >= 10 && text.is_char_boundary(10));
        let of_fields = ["date", "started_at"].into_iter().filter_map(of_field);
        let sure: Vec<_> = of_fields
            .filter_map(|text| text[..10].parse().ok())
            .chain(
                dates::of_path(&source.path, DateOrder::Unknown)
                    .filter(|(_, doubt)| doubt.is_none())
                    .map(|(date, _)| date),
            )
            .collect();
        let order = DateOrder::of(&source.text, &sure).or(DateOrder::of_settings(self.config));
        Local { zone, is_stated, settled, order }
    }

    fn post_mortem(
        &self,
        mut reader: FactReader<'_>,
        title: &str,
        structure: &Structure<'_>,
        outline: &Outline,
        marks: &mut Vec<Mark>,
    ) -> PostMortem {
        let path = reader.source.path.clone();
        let front = reader.local;
        let mut facts = reader.post_mortem();
        let lines = reader.timeline();
        if facts.date.is_none() {
            dates::infer(&mut facts, &path, title, front);
        }
        // What the text says of its times comes before what front matter does.
        let local = front.with(structure.parts.iter().find_map(zone_of_document)).settled_zone();
        labels::fill(&mut facts, &structure.parts, self.config, &self.vocabulary, &local);
        let start = facts.times.started.map(|(moment, _)| moment);
        let around = timeline::Around { date: facts.date.or(start.map(|moment| moment.date())), start };
        facts.timeline = timeline::of_lines(lines, around, front, &self.vocabulary).into();
        if facts.timeline.is_empty() {
            let timeline = timeline::find(&structure.parts, around, &local, &self.vocabulary);
            facts.timeline = timeline.entries.into();
            marks.extend(timeline.marks);
        }
        phases::take(&mut facts);
        if facts.date.is_none() {
            let first_words = structure.parts.iter().find_map(body::first_prose);
            dates::derive(&mut facts, first_words.as_deref(), &local);
        }
        if facts.action_items.is_empty() {
            let actions = actions::find(&structure.parts, &outline.links, facts.date, &self.vocabulary);
            reader.impossible_dates(&actions.impossible);
            facts.action_items = actions.items;
            time::settle_due(&mut facts.action_items, &reader.source.text, front.order);
            marks.extend(actions.marks);
        }
        reader.implausible_times(&facts);
        // Who writes down when it was closed says that it is.
        for item in facts.action_items.iter_mut().filter(|item| item.closed.is_some() && !item.state_stated) {
            (item.state, item.state_stated) = (ActionState::Done, true);
        }
        facts.summary_section =
            structure.parts.iter().filter(|part| part.is(SectionKind::Summary)).find_map(body::first_prose);
        facts
    }
}

/// The zone that a heading or a sentence about all times of a text names.
fn zone_of_document(part: &Part<'_>) -> Option<Zone> {
    zone::stated(&part.heading).or_else(|| part.blocks.iter().find_map(|block| timeline::zone_stated(block)))
}

/// A whole value that is a date with a time, in the zone of the knowledge base where it names none.
pub fn parse_moment(text: &str, config: &Config) -> Option<crate::core::model::Moment> {
    let zone = Zone::Rules(config.timezone.clone());
    time::parse_moment(text, &Local { order: DateOrder::of_settings(config), ..Local::plain(zone) })
}

/// The first date in a text, read without anything around it that could settle what is doubtful.
pub fn date_in_text(text: &str) -> Option<jiff::civil::Date> {
    dates::in_text(text, &Local::plain(Zone::Fixed(jiff::tz::Offset::UTC))).map(|(date, _)| date)
}

/// Whether front matter says on which day something happened, by the usual names.
pub fn states_a_day(text: &str) -> bool {
    const FIELDS: [&str; 2] = ["date", "started_at"];
    front_matter::fields(text).iter().any(|(key, value)| {
        keys::usual(key).is_some_and(|name| FIELDS.contains(&name))
            && record::span(value).0.is_some_and(|text| parse_date(&text).is_some())
    })
}

/// Where the Markdown of a file begins, behind its front matter.
pub fn body_start(text: &str) -> usize {
    front_matter::body_start(text)
}

/// The rules of [`odd_blocks`].
pub const ODD_BLOCKS: [&str; 2] = ["unclosed-internal", "odd-internal"];

/// What is odd about the internal blocks of a text: one that nothing closes, and marks of which nobody can tell whether they
/// are meant as such.
pub fn odd_blocks(source: &SourceFile, start: usize) -> Vec<Diagnostic> {
    let text = &source.text;
    let open = internal::fences(text, start).into_iter().find(|fence| fence.closing.is_none());
    let unclosed = open.map(|fence| {
        let message = "an internal block has no end: all that follows is internal";
        Diagnostic::error("unclosed-internal", &source.path, message)
            .at(text, fence.opening)
            .hint("Write `:::` on a line of its own below what is internal.")
    });
    let odd = internal::oddities(text, start).into_iter().map(|(range, oddity)| {
        let (message, hint) = match oddity {
            Oddity::Doubtful => (
                "this may be the beginning of an internal block, and is taken for one",
                "Write `:::internal` on a line of its own, and `:::` on one below the block. What is no block must not be called internal behind `:::`.",
            ),
            Oddity::Stray => (
                "this ends no block: what stands above it may have been meant to be internal",
                "Write `:::internal` on a line of its own above what is internal, or remove the colons.",
            ),
            Oddity::Html => (
                "this element is internal, as its class says",
                "Write `:::internal` and `:::` on lines of their own instead, or give it another class.",
            ),
        };
        Diagnostic::error("odd-internal", &source.path, message).at(text, range).hint(hint)
    });
    unclosed.into_iter().chain(odd).collect()
}

/// Formulas that can't be drawn; each is then shown as it is written.
fn formulas<'a>(source: &'a SourceFile, outline: &'a Outline) -> impl Iterator<Item = Diagnostic> + 'a {
    outline.formulas.iter().filter_map(|(formula, range)| {
        let fault = math::convert(formula, math::Place::Text).err()?;
        // The marks are as long at the end as they are at the start.
        let start = range.start + range.len().saturating_sub(formula.len()) / 2;
        let end = (start + fault.range.end).min(range.end);
        let place = (start + fault.range.start).min(end);
        let message = format!("this formula can't be drawn: {}", fault.message);
        let found = Diagnostic::warning("odd-formula", &source.path, message);
        let place = if place < end { place..end } else { range.clone() };
        Some(
            found.at(&source.text, place).hint(
                "It is shown as it is written. Where no formula was meant, write `\\$` for a dollar sign.",
            ),
        )
    })
}

/// Tables in HTML from which nothing is taken.
fn unread_tables<'a>(source: &'a SourceFile, outline: &'a Outline) -> impl Iterator<Item = Diagnostic> + 'a {
    outline.unread.iter().filter(|_| source.kind == Kind::PostMortem).map(|(range, reason)| {
        let message = format!("nothing is read from this table in HTML: {reason}");
        let end = source.text[range.start..].find('\n').map_or(range.end, |at| range.start + at);
        Diagnostic::warning("unread-table", &source.path, message)
            .at(&source.text, range.start..end)
            .hint("Write it as a table of Markdown, or as one plain table with an end.")
    })
}

/// Front matter of a file that describes a service, a cause or a team.
fn description(fields: &Fields, visibility: Option<Visibility>) -> Description {
    Description {
        aliases: fields.names("aliases"),
        summary: fields.text("summary"),
        owner: fields.text("owner").or_else(|| fields.text("teams")),
        tier: fields.text("tier"),
        parent: fields.text("parent"),
        links: fields.links(),
        visibility,
        extra: fields.extra(),
    }
}
/// A mark such as `[start]` at the start of a text, in the words of any language or of the knowledge base, and what follows.
pub fn phase_mark<'t>(text: &'t str, config: &Config) -> (Option<crate::core::model::Milestone>, &'t str) {
    timeline::phase_mark(text, |word| vocabulary::word(word, config))
}
