//! Time zones as people write them: right behind a time, or in a statement about times.

mod words;

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Span, Timestamp};

use crate::core::model::Doubt;
use words::{ABBREVIATIONS, BEFORE_NAMES, BEFORE_ZONES, BROKEN, DOUBTFUL, NAMES, RULES, TIMES, WORDS_TOO};

/// A zone named in a text: a fixed offset, or rules that depend on the date.
#[derive(Debug, Clone)]
pub enum Zone {
    Fixed(Offset),
    Rules(TimeZone),
    /// An offset that may be something else: `(+01:00)` behind a time.
    Perhaps(Offset),
    /// An abbreviation with several meanings, by its place among [`DOUBTFUL`].
    Abbreviation(usize),
}

/// What each abbreviation with several meanings stands for in a document, where something tells.
pub type Settled = [Option<Offset>; DOUBTFUL.len()];

/// A wall-clock time in a zone.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    pub timestamp: Timestamp,
    pub offset: Offset,
    pub doubt: Option<Doubt>,
    /// The offset of the second time that clocks show this, on a night when they are set back.
    pub again: Option<Offset>,
}

impl Zone {
    /// What the clocks of this zone mean by `at`. In a fold the first time counts, in a gap the time that clocks would show
    /// which nobody had set forward.
    pub fn read(&self, at: DateTime, settled: &Settled) -> Option<Reading> {
        let plain = |offset: Offset, doubt| {
            Some(Reading { timestamp: offset.to_timestamp(at).ok()?, offset, doubt, again: None })
        };
        match self {
            Self::Fixed(offset) => plain(*offset, None),
            Self::Perhaps(offset) => plain(*offset, Some(Doubt::Zone)),
            Self::Abbreviation(index) => match settled[*index] {
                Some(offset) => plain(offset, None),
                None => plain(of_minutes(DOUBTFUL[*index].1[0].0)?, Some(Doubt::Zone)),
            },
            Self::Rules(zone) => match zone.to_ambiguous_timestamp(at).offset() {
                AmbiguousOffset::Unambiguous { offset } => plain(offset, None),
                AmbiguousOffset::Fold { before, after } => {
                    plain(before, Some(Doubt::Fold)).map(|reading| Reading { again: Some(after), ..reading })
                }
                AmbiguousOffset::Gap { before, after } => {
                    plain(before, Some(Doubt::Gap)).map(|reading| Reading { offset: after, ..reading })
                }
            },
        }
    }

    /// Its name alone is settled by what the document says.
    #[must_use]
    pub fn settle(self, settled: &Settled) -> Self {
        match self {
            Self::Abbreviation(index) => settled[index].map_or(self, Self::Fixed),
            zone => zone,
        }
    }
}

/// What the zone of a knowledge base and the words of a text tell of abbreviations with several meanings.
pub fn settled(text: &str, around: &Zone) -> Settled {
    let mut settled = Settled::default();
    let mut lower = None;
    // They all end so, and most texts have none of them.
    if !text.contains("ST") {
        return settled;
    }
    for (index, (name, meanings)) in DOUBTFUL.iter().enumerate() {
        if !text.contains(&name.to_ascii_uppercase()) {
            continue;
        }
        let lower = lower.get_or_insert_with(|| text.to_lowercase());
        let told = |meaning: &&words::Meaning| meaning.1.iter().any(|word| has_word(lower, word));
        let mut meant = meanings.iter().filter(told);
        let only = meant.next().filter(|_| meant.next().is_none());
        settled[index] = shown_by(around, name).or_else(|| only.and_then(|meaning| of_minutes(meaning.0)));
    }
    settled
}

fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(word).any(|(at, _)| {
        !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + word.len()..].chars().next())
    })
}

/// Where a text has an abbreviation with several meanings, as a word of its own.
pub fn doubtful(text: &str) -> Option<std::ops::Range<usize>> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |(at, name): (usize, &str)| {
        !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + name.len()..].chars().next())
    };
    let places = DOUBTFUL.iter().filter_map(|(name, _)| {
        let name = name.to_ascii_uppercase();
        text.match_indices(&name).find(|found| whole(*found)).map(|(at, _)| at..at + name.len())
    });
    places.min_by_key(|range| range.start)
}

/// The offset at which clocks of a zone show an abbreviation, in winter or in summer.
fn shown_by(zone: &Zone, name: &str) -> Option<Offset> {
    let Zone::Rules(zone) = zone else { return None };
    ["2024-01-15T12:00Z", "2024-07-15T12:00Z"].iter().find_map(|at| {
        let info = zone.to_offset_info(at.parse().ok()?);
        info.abbreviation().eq_ignore_ascii_case(name).then(|| info.offset())
    })
}

fn of_minutes(minutes: i32) -> Option<Offset> {
    Offset::from_seconds(minutes * 60).ok()
}

fn rules(name: &str) -> Option<Zone> {
    TimeZone::get(name).ok().map(Zone::Rules)
}

/// The zone that a whole word or name stands for.
pub fn named(word: &str) -> Option<Zone> {
    let lower = word.to_ascii_lowercase();
    if let Some(index) = DOUBTFUL.iter().position(|(name, _)| *name == lower) {
        return Some(Zone::Abbreviation(index));
    }
    if let Some((_, minutes, _)) = ABBREVIATIONS.iter().find(|(name, ..)| *name == lower) {
        return of_minutes(*minutes).map(Zone::Fixed);
    }
    if let Some((_, name)) = RULES.iter().find(|(name, _)| *name == lower) {
        return rules(name);
    }
    if word.contains('/') { pair(word).or_else(|| rules(word)) } else { None }
}

/// `PST/PDT`, `UTC/GMT`, `EST/UTC-5`: two names of one zone.
fn pair(word: &str) -> Option<Zone> {
    let (one, other) = word.split_once('/')?;
    let known = |name: &str| {
        let lower = name.to_ascii_lowercase();
        ABBREVIATIONS.iter().find(|(abbreviation, ..)| *abbreviation == lower)
    };
    let (_, minutes, place) = known(one)?;
    match known(other) {
        Some((_, same, _)) if same == minutes => of_minutes(*minutes).map(Zone::Fixed),
        Some((.., there)) if there == place => rules(place),
        Some(_) => None,
        None => match offset(other)? {
            (Zone::Fixed(offset), used) if used == other.len() && offset.seconds() == minutes * 60 => {
                Some(Zone::Fixed(offset))
            }
            _ => None,
        },
    }
}

/// A whole name at the start of a text in lower case, and its length.
fn whole_name(lower: &str) -> Option<(Zone, usize)> {
    let (name, zone) = NAMES.iter().find(|(name, _)| lower.starts_with(name))?;
    let zone = match zone.parse::<i32>() {
        Ok(minutes) => of_minutes(minutes).map(Zone::Fixed),
        Err(_) if zone.contains('/') => rules(zone),
        Err(_) => named(zone),
    };
    zone.map(|zone| (zone, name.len()))
}

/// The zone that a heading or the head of a column names: "Timeline (times in BST)", "Time (UTC +9)".
pub fn mentioned(text: &str) -> Option<Zone> {
    let lower = text.to_ascii_lowercase();
    if lower.contains(" time") {
        for (at, _) in lower.char_indices().filter(|(at, _)| starts_word(&lower, *at)) {
            let Some((zone, _)) = whole_name(&lower[at..]) else { continue };
            let before =
                text[..at].trim_end().rsplit([' ', '(', '[', ',', ':', ';']).next().unwrap_or_default();
            let is_other = before.starts_with(char::is_uppercase)
                && !BEFORE_NAMES.contains(&before.trim_end_matches('.').to_ascii_lowercase().as_str());
            return (!is_other).then_some(zone);
        }
    }
    text.char_indices().filter(|(at, _)| starts_word(text, *at)).find_map(|(at, c)| {
        let rest = &text[at..];
        let before = text[..at].trim_end();
        let in_brackets = before.ends_with(['(', '[', '（']);
        if c == '+' || c == '-' || c == '−' {
            let (zone, used) = bare_offset(rest, true)?;
            return (in_brackets && rest[used..].starts_with([')', ']', '）'])).then_some(zone);
        }
        if !c.is_ascii_alphabetic() {
            return None;
        }
        if let Some((zone, _)) = offset(rest) {
            return Some(zone);
        }
        let length =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || "/_+-".contains(c))).unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches(['/', '_', '+', '-']);
        let word = if word.contains('/') || word.chars().all(|c| c.is_ascii_alphabetic()) {
            word
        } else {
            &word[..word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len())]
        };
        let is_universal = word.eq_ignore_ascii_case("utc") || word.eq_ignore_ascii_case("gmt");
        let is_name = word.len() > 1
            && (is_universal || word.contains('/') || word.bytes().all(|b| b.is_ascii_uppercase()));
        let zone = is_name.then(|| named(word)).flatten()?;
        let tail = rest[word.len()..].trim_start();
        let is_last = tail.is_empty() || tail.starts_with([')', ']', '）', ',', '.', ';', ':', '。']);
        let last_word =
            before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        let is_stated = BEFORE_ZONES.contains(&last_word.as_str());
        let is_sure = if is_word_too(word) {
            in_brackets && is_last || is_about_times(&lower)
        } else {
            is_universal
                || word.contains('/')
                || in_brackets
                || is_last
                || is_stated
                || is_about_times(&lower)
        };
        is_sure.then_some(zone)
    })
}

fn starts_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_'))
}

fn is_about_times(lower: &str) -> bool {
    TIMES.iter().any(|word| lower.contains(word))
}

fn is_word_too(word: &str) -> bool {
    WORDS_TOO.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The zone of a whole value: `Europe/Berlin`, `PST`, `+02:00`, `UTC+2`.
pub fn of_value(value: &str) -> Option<Zone> {
    let value = value.trim();
    named(value)
        .or_else(|| leading(value).filter(|(_, used)| *used == value.len()).map(|(zone, _)| zone))
        .or_else(|| mentioned(value))
}

/// The zone of a sentence that is about times: "All times in UTC.", "時刻はすべて JST です。".
pub fn stated(sentence: &str) -> Option<Zone> {
    if sentence.len() >= 160 || !may_name_a_zone(sentence) {
        return None;
    }
    mentioned(sentence).filter(|_| is_about_times(&sentence.to_lowercase()))
}

/// Whether capital letters, a slash or a sign stand where those of a zone would: asked of every short paragraph.
fn may_name_a_zone(text: &str) -> bool {
    let bytes = text.as_bytes();
    let capitals = bytes.windows(2).any(|pair| pair.iter().all(u8::is_ascii_uppercase));
    capitals
        || text.contains(" Time")
        || text.contains("utc")
        || text.contains("gmt")
        || bytes.contains(&b'/')
}

/// A zone at the start of `text`, and how many bytes it takes: `Z`, `UTC`, `+02:00`, `UTC+2`, `(PST)`, `Europe/Berlin`.
pub fn leading(text: &str) -> Option<(Zone, usize)> {
    let open = text.len() - text.trim_start_matches([' ', '\u{a0}', '(']).len();
    let rest = &text[open..];
    let first = rest.chars().next()?;
    let in_brackets = text[..open].contains('(');
    let close = |used: usize| open + used + usize::from(in_brackets && rest[used..].starts_with(')'));
    if matches!(first, '+' | '-' | '−') {
        let (zone, used) = bare_offset(rest, open == 0)?;
        let zone = match zone {
            Zone::Fixed(offset) if in_brackets => Zone::Perhaps(offset),
            zone => zone,
        };
        return Some((zone, close(used)));
    }
    if !first.is_ascii_alphabetic() {
        return None;
    }
    if let Some((zone, used)) = offset(rest) {
        // "10:05 UTC-11:00 UTC" is a range.
        if !(rest[used..].trim_start().starts_with(|c: char| c.is_ascii_uppercase())
            && is_range_like(rest, used))
        {
            return Some((zone, close(used)));
        }
    }
    let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let tail = &rest[length..];
    if tail.starts_with('/') && first.is_ascii_uppercase() {
        let end =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || "/_+-".contains(c))).unwrap_or(rest.len());
        if let Some(zone) = named(&rest[..end]) {
            return Some((zone, close(end)));
        }
    }
    let word = &rest[..length];
    if first.is_ascii_uppercase() && tail.starts_with(' ') && word.len() > 4 {
        let lower = rest.chars().take(40).collect::<String>().to_ascii_lowercase();
        if let Some((zone, used)) = whole_name(&lower) {
            return Some((zone, close(used)));
        }
    }
    // "14:05 Z" is a zone, "14:05 ET phoned home" probably too; a lower-case word is prose.
    let is_name = word.bytes().all(|b| b.is_ascii_uppercase()) || matches!(word, "utc" | "gmt");
    let goes_on = tail.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        || tail.starts_with(['-', '/']);
    let is_part = ["-", "_", "/"].iter().any(|sign| {
        tail.strip_prefix(sign).is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_alphabetic()))
    });
    (is_name && !is_part && !(goes_on && is_word_too(word)))
        .then(|| named(word))
        .flatten()
        .map(|zone| (zone, close(length)))
}

/// Whether what looks like an offset has the shape of a time of day: `-11:00`.
fn is_range_like(text: &str, used: usize) -> bool {
    text[..used].contains(':')
}

/// `UTC+2`, `UTC −3`, `GMT +09:00`.
fn offset(text: &str) -> Option<(Zone, usize)> {
    let name =
        text.get(..3).filter(|name| name.eq_ignore_ascii_case("utc") || name.eq_ignore_ascii_case("gmt"))?;
    let spaces = text[3..].len() - text[3..].trim_start_matches([' ', '\u{a0}']).len();
    let at = name.len() + spaces;
    let (minutes, used) = signed(&text[at..])?;
    let tail = &text[at + used..];
    // "UTC +3 replicas", "10:05 UTC -2 pods": behind a space nothing may follow.
    let goes_on = tail.trim_start().starts_with(|c: char| c.is_alphanumeric());
    let is_longer = tail.strip_prefix(':').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
    let is_sure = !is_longer
        && !tail.starts_with(|c: char| c.is_alphanumeric() || c == '%')
        && (spaces == 0 || !goes_on);
    is_sure.then(|| of_minutes(minutes)).flatten().map(|offset| (Zone::Fixed(offset), at + used))
}

/// `+02:00`, `-0730`, and `+02` where nothing is between it and the time.
fn bare_offset(text: &str, is_attached: bool) -> Option<(Zone, usize)> {
    let (minutes, used) = signed(text)?;
    let sign = text.chars().next()?.len_utf8();
    let written = &text[sign..used];
    let is_whole = written.len() >= 4 && !written.starts_with(':') && written.as_bytes()[1] != b':';
    let is_short = is_attached && written.len() == 2;
    let tail = &text[used..];
    if !(is_whole || is_short)
        || tail.starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '%' | '.'))
    {
        return None;
    }
    let unit: String = tail.trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
    if matches!(
        unit.to_lowercase().as_str(),
        "min" | "mins" | "minutes" | "h" | "hours" | "hour" | "s" | "sec" | "later"
    ) {
        return None;
    }
    of_minutes(minutes).map(|offset| (Zone::Fixed(offset), used))
}

/// A sign with hours and perhaps minutes that are a real offset from UTC, in minutes, and the bytes they take.
fn signed(text: &str) -> Option<(i32, usize)> {
    let first = text.chars().next()?;
    let sign = match first {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits = &text[first.len_utf8()..];
    let number = |text: &str| text.parse::<i32>().ok();
    let run = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (hours, minutes, used) = match run {
        1 | 2 => {
            let minutes = digits[run..].strip_prefix(':').and_then(|tail| number(tail.get(..2)?));
            (number(&digits[..run])?, minutes.unwrap_or(0), if minutes.is_some() { run + 3 } else { run })
        }
        4 => (number(&digits[..2])?, number(&digits[2..4])?, 4),
        _ => return None,
    };
    let total = sign * (hours * 60 + minutes);
    let is_real = (-720..=840).contains(&total) && (minutes == 0 || BROKEN.contains(&total));
    is_real.then_some((total, first.len_utf8() + used))
}

/// How long before the start of a day a moment of local midnight may be: see [`super::time::parse_day`].
pub fn is_midnight(at: Timestamp, zone: &Zone) -> Option<DateTime> {
    let Zone::Rules(zone) = zone else { return None };
    let local = zone.to_datetime(at);
    (local.time() == jiff::civil::Time::midnight()).then_some(local)
}

/// The day before or behind, where there is one.
pub fn shifted(date: jiff::civil::Date, days: i32) -> Option<jiff::civil::Date> {
    date.checked_add(Span::new().days(days)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(zone: &Zone) -> i32 {
        let at = jiff::civil::date(2021, 7, 1).at(12, 0, 0, 0);
        zone.read(at, &Settled::default()).unwrap().offset.seconds() / 60
    }

    #[test]
    fn zones_are_found_where_people_write_them() {
        for (text, expected) in [
            ("Timeline (times in BST)", 60),
            ("Timeline (all times PST) and more", -480),
            ("All times in Central European Time (CET)", 60),
            ("Time (UTC)", 0),
            ("times are UTC+2", 120),
            ("Europe/Berlin", 120),
            ("times in Pacific Time", -420),
            ("Timeline (UTC +9)", 540),
            ("Timeline (UTC−3)", -180),
            ("Timeline (GMT +1)", 60),
            ("Timeline (+09:00)", 540),
            ("Timeline (PST/PDT)", -420),
            ("Timeline (UTC/GMT)", 0),
            ("Time (EST/UTC-5)", -300),
            ("Time (utc)", 0),
            ("Timeline (Pacific Standard Time)", -480),
            ("Timeline (US Eastern Time)", -240),
            ("Timeline (Australian Eastern Time)", 600),
            ("Timeline, CEST", 120),
            ("Timeline (WEST)", 60),
        ] {
            assert_eq!(mentioned(text).map(|zone| minutes(&zone)), Some(expected), "{text}");
        }
        for text in [
            "Timeline of events",
            "A TIMELINE",
            "Timeline (US WEST)",
            "MSK brokers",
            "Timeline of the PST archive",
            "Timeline (Brazilian Eastern Time)",
            "Timeline (+15 min)",
            "Timeline (PST/CET)",
        ] {
            assert!(mentioned(text).is_none(), "{text}");
        }
    }

    #[test]
    fn sentences_about_times_name_zones() {
        for (text, expected) in [
            ("All times UTC", 0),
            ("Alle Zeiten in MESZ.", 120),
            ("時刻はすべて JST です。", 540),
            ("Times are in Pacific Standard Time.", -480),
            ("Todos los horarios en CET", 60),
        ] {
            assert_eq!(stated(text).map(|zone| minutes(&zone)), Some(expected), "{text}");
        }
        for text in ["The PST file was gone by that time.", "UTC is what we use", "Nothing in time"] {
            assert!(stated(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_zone_behind_a_time_says_how_long_it_is() {
        for (text, expected, used) in [
            (" UTC rest", 0, 4),
            ("Z", 0, 1),
            ("-00:00", 0, 6),
            ("+0530 x", 330, 5),
            (" (PST) x", -480, 6),
            (" Europe/Berlin x", 120, 14),
            (" PST/PDT x", -420, 8),
            ("+05:45", 345, 6),
            (" UTC−3 x", -180, 8),
            (" MSK: x", 180, 4),
            (" Pacific Time x", -420, 13),
        ] {
            let (zone, length) = leading(text).unwrap();
            assert_eq!((minutes(&zone), length), (expected, used), "{text}");
        }
    }

    #[test]
    fn what_is_no_offset_and_no_name_of_a_zone() {
        for text in [
            " the pods restarted",
            " API down",
            " (+0:15)",
            " (+5 min)",
            " +3 replicas",
            " -10:45",
            "+1",
            " MSK brokers restart",
            " WEST region drained",
            "+00:15",
            " +13:50",
            " +15:00",
            " MT-7 filled",
            " +02:00 minutes",
        ] {
            assert!(leading(text).is_none(), "{text}: {:?}", leading(text));
        }
        // The end of a range is no offset.
        assert_eq!(leading(" UTC-10:20 UTC").unwrap().1, 4);
        assert_eq!(leading(" UTC-11:00 UTC").unwrap().1, 4);
    }

    #[test]
    fn names_with_several_meanings_are_settled_by_the_zone_or_the_text() {
        let utc = Zone::Rules(TimeZone::UTC);
        let london = rules("Europe/London").unwrap();
        let offset = |text: &str, zone: &Zone, index: usize| {
            settled(text, zone)[index].map(|offset| offset.seconds() / 60)
        };
        assert_eq!(offset("14:05 BST", &utc, 1), None);
        assert_eq!(offset("14:05 BST", &london, 1), Some(60));
        assert_eq!(offset("14:05 IST", &rules("Asia/Kolkata").unwrap(), 0), Some(330));
        assert_eq!(offset("14:05 IST", &rules("Europe/Dublin").unwrap(), 0), Some(60));
        assert_eq!(offset("14:05 CST", &rules("Asia/Shanghai").unwrap(), 2), Some(480));
        assert_eq!(offset("10:00 CST, 09:00 CDT", &utc, 2), Some(-360));
        assert_eq!(offset("14:05 IST, our office in Bangalore", &utc, 0), Some(330));
        assert_eq!(offset("14:05 IST, Dublin and Mumbai", &utc, 0), None);
    }
}
