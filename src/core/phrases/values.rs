//! Numbers, lists, days and lengths of time, as a language writes them.

use jiff::civil::Date;

use super::Phrases;

/// Placeholders of a day: `{month}` is the name of the month, `{mon}` the short one, `{mm}` two figures.
pub(super) const DATE: [&str; 8] = ["year", "month", "mon", "m", "mm", "d", "dd", "quarter"];
/// Placeholders of a length; `{mm}` are the minutes in two figures.
pub(super) const DURATION: [&str; 4] = ["days", "hours", "minutes", "mm"];
/// How a day is written that programs read.
const ISO: &str = "{year}-{mm}-{dd}";
/// From so many days on, hours are not told.
const DAYS: i64 = 14;
/// From so many days on, months are told.
const MONTHS: i64 = 62;

impl Phrases {
    /// `1,234`
    pub fn count(&self, number: usize) -> String {
        let digits = number.to_string();
        if digits.len() < 4 {
            return digits;
        }
        let group = self.text("number.group");
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 * group.len());
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push_str(group);
            }
            out.push(digit);
        }
        out
    }

    /// How many of `all` are behind the first `shown`; `None` where none is.
    pub fn more(&self, all: usize, shown: usize) -> Option<String> {
        (all > shown).then(|| self.count(all - shown))
    }

    /// `a`, `a and b`, `a, b and c`
    pub fn list<T: AsRef<str>>(&self, parts: &[T]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.as_ref().to_owned(),
            [first @ .., last] => {
                self.fill("list.and", &[("list", &self.comma(first)), ("last", last.as_ref())])
            }
        }
    }

    /// `a, b, c`
    pub fn comma<T: AsRef<str>>(&self, parts: &[T]) -> String {
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        parts.join(self.text("list.comma"))
    }

    /// `a; b; c`
    pub fn clauses<T: AsRef<str>>(&self, parts: &[T]) -> String {
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        parts.join(self.text("list.semicolon"))
    }

    /// `Left out: 3 undated, 12 dropped.`, of keys of texts about numbers; `None` where nothing is.
    pub fn left_out(&self, parts: &[(usize, &str)]) -> Option<String> {
        let said = parts.iter().filter(|(number, _)| *number > 0);
        let said: Vec<String> = said.map(|(number, key)| self.counted(key, *number)).collect();
        (!said.is_empty()).then(|| self.fill("insights.left-out", &[("list", &self.comma(&said))]))
    }

    /// `25 min`, `1 h 02`, `1 d 17 h`, `14 d`: as exact as its size deserves.
    pub fn duration(&self, minutes: i64) -> String {
        if minutes == 0 { self.text("duration.under-a-minute").to_owned() } else { self.length(minutes) }
    }

    /// The same for a distance in time, which may be 0 or negative.
    pub fn length(&self, minutes: i64) -> String {
        let (sign, minutes) = (if minutes < 0 { "−" } else { "" }, minutes.abs());
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let (key, hours) = match (days, hours) {
            (0, 0) => ("duration.minutes", 0),
            (0, hours) if rest == 0 => ("duration.hours", hours),
            (0, hours) => ("duration.hours-minutes", hours),
            (days, hours) if hours == 0 || days >= DAYS => ("duration.days", 0),
            (_, hours) => ("duration.days-hours", hours),
        };
        let said = self.fill(
            key,
            &[
                ("minutes", &rest.to_string()),
                ("mm", &format!("{rest:02}")),
                ("hours", &hours.to_string()),
                ("days", &days.to_string()),
            ],
        );
        format!("{sign}{said}")
    }

    /// The time between two days: `17 days`, `4 months`, `6 y 4 mo`.
    pub fn interval(&self, from: Date, to: Date) -> String {
        self.between("interval", from, to)
    }

    /// The same behind a word such as `after`, which takes another case in some languages.
    pub fn interval_after(&self, from: Date, to: Date) -> String {
        self.between("interval-after", from, to)
    }

    fn between(&self, group: &str, from: Date, to: Date) -> String {
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        let days = from.duration_until(to).as_secs() / 86_400;
        let mut months = i32::from(to.year() - from.year()) * 12 + i32::from(to.month() - from.month());
        if to.day() < from.day() {
            months -= 1;
        }
        let number = |number: i32| usize::try_from(number).unwrap_or(0);
        match (months / 12, months % 12) {
            _ if days == 0 => self.text("interval.same-day").to_owned(),
            _ if days < MONTHS => self.counted(&format!("{group}.days"), usize::try_from(days).unwrap_or(0)),
            (0, months) => self.counted(&format!("{group}.months"), number(months)),
            (years, 0) => self.counted(&format!("{group}.years"), number(years)),
            (years, months) => {
                let key = format!("{group}.years-months");
                self.fill(&key, &[("years", &years.to_string()), ("months", &months.to_string())])
            }
        }
    }

    /// How long before `today` a day was: `17 days ago`; `None` for a day to come.
    pub fn ago(&self, day: Date, today: Date) -> Option<String> {
        match day.cmp(&today) {
            std::cmp::Ordering::Less => {
                Some(self.fill("interval.ago", &[("interval", &self.interval_after(day, today))]))
            }
            std::cmp::Ordering::Equal => Some(self.text("interval.today").to_owned()),
            std::cmp::Ordering::Greater => None,
        }
    }

    /// A day, as lists and tables have it.
    pub fn day(&self, day: Date) -> String {
        self.date("date.day", day)
    }

    /// A day within a sentence.
    pub fn long(&self, day: Date) -> String {
        self.date("date.long", day)
    }

    /// A day in the pattern of a key.
    pub fn date(&self, key: &str, day: Date) -> String {
        let Some(form) = self.form(key, None).filter(|form| form.whole() != ISO) else {
            return day.to_string();
        };
        form.write(
            |out, text| out.push_str(text),
            |name, out| {
                let number = match name {
                    "year" => day.year().to_string(),
                    "m" => day.month().to_string(),
                    "mm" => format!("{:02}", day.month()),
                    "d" => day.day().to_string(),
                    "dd" => format!("{:02}", day.day()),
                    "month" => self.text(&format!("date.months.{}", day.month())).to_owned(),
                    "mon" => self.text(&format!("date.months-short.{}", day.month())).to_owned(),
                    "quarter" => ((day.month() + 2) / 3).to_string(),
                    _ => return false,
                };
                out.push_str(&number);
                true
            },
        )
    }

    /// Years from one to another: `2013 to 2026`, or `2013`.
    pub fn years(&self, first: i16, last: i16) -> String {
        let (from, to) = (first.to_string(), last.to_string());
        if first == last { from } else { self.fill("years.range", &[("first", &from), ("last", &to)]) }
    }

    /// The name of a weekday, from 0 for Monday.
    pub fn weekday(&self, day: usize) -> String {
        self.text(&format!("date.weekdays.{}", day % 7 + 1)).to_owned()
    }

    /// The same, short.
    pub fn weekday_short(&self, day: usize) -> String {
        self.text(&format!("date.weekdays-short.{}", day % 7 + 1)).to_owned()
    }

    /// `37 %`; below one in two hundred `under 1 %`.
    pub fn percent(&self, part: usize, of: usize) -> String {
        let rounded = (part * 200 + of).checked_div(of * 2).unwrap_or(0);
        if rounded == 0 && part > 0 {
            self.text("number.under-a-percent").to_owned()
        } else {
            self.fill("number.percent", &[("n", &rounded.to_string())])
        }
    }

    /// The name of a severity as it is shown: a word of the language where it has one, else as it was chosen.
    pub fn severity(&self, name: &str) -> String {
        self.known("severity", name).map_or_else(|| crate::core::labels::severity_label(name), str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn said(language: &str) -> Phrases {
        let config =
            crate::core::config::parse(&format!("[book]\nlanguage = \"{language}\"\n"), "book.toml").unwrap();
        crate::site::theme::load(std::path::Path::new(""), &config).unwrap().phrases
    }

    #[test]
    fn durations_are_as_exact_as_their_size_deserves() {
        let said = [0, 25, 60, 62, 338, 1440, 2460, 20_160].map(|minutes| said("en").duration(minutes));
        let expected = ["under 1 min", "25 min", "1 h", "1 h 02", "5 h 38", "1 d", "1 d 17 h", "14 d"];
        assert_eq!(said, expected);
    }

    #[test]
    fn intervals_count_days_months_and_years() {
        let from = date(2013, 3, 3);
        assert_eq!(said("en").interval(from, date(2019, 7, 2)), "6 y 3 mo");
        assert_eq!(said("en").interval(date(2025, 11, 18), date(2025, 12, 5)), "17 days");
        assert_eq!(said("en").interval(from, date(2014, 3, 3)), "1 y");
        assert_eq!(said("en").interval(from, date(2013, 8, 3)), "5 months");
        assert_eq!(said("en").interval(from, from), "the same day");
    }

    #[test]
    fn days_gone_by_are_told_and_days_to_come_are_not() {
        let today = date(2026, 11, 22);
        assert_eq!(said("en").ago(date(2026, 11, 10), today).as_deref(), Some("12 days ago"));
        assert_eq!(said("en").ago(today, today).as_deref(), Some("today"));
        assert_eq!(said("en").ago(date(2026, 11, 23), today), None);
    }

    #[test]
    fn large_counts_have_separators() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(|number| said("en").count(number)),
            ["0", "999", "1,000", "1,234,567"]
        );
    }

    #[test]
    fn shares_are_rounded_and_something_is_never_nothing() {
        let percent = |part, of| said("en").percent(part, of);
        assert_eq!([percent(1, 3), percent(2, 3), percent(5, 5)], ["33\u{a0}%", "67\u{a0}%", "100\u{a0}%"]);
        assert_eq!(
            [percent(1, 500), percent(0, 500), percent(0, 0)],
            ["under 1\u{a0}%", "0\u{a0}%", "0\u{a0}%"]
        );
    }

    #[test]
    fn german_and_japanese_have_their_own_order() {
        let (german, japanese) = (said("de"), said("ja"));
        let day = date(2024, 3, 12);
        assert_eq!([german.day(day), japanese.day(day)], ["12.03.2024", "2024/03/12"]);
        assert_eq!(
            [german.date("date.long", day), japanese.date("date.long", day)],
            ["12. März 2024", "2024年3月12日"]
        );
        let lengths = |say: &Phrases| [0, 25, 125, 2460, 20_160].map(|minutes| say.duration(minutes));
        assert_eq!(lengths(&german), ["unter 1 min", "25 min", "2 h 5 min", "1 Tg. 17 h", "14 Tg."]);
        assert_eq!(lengths(&japanese), ["1分未満", "25分", "2時間5分", "1日17時間", "14日"]);
        assert_eq!([german.count(1_234_567), japanese.count(1_234_567)], ["1.234.567", "1,234,567"]);
        assert_eq!(
            [german.list(&["a", "b", "c"]), japanese.list(&["a", "b", "c"])],
            ["a, b und c", "a、b、c"]
        );
    }

    #[test]
    fn a_case_follows_from_what_stands_before() {
        let german = said("de");
        let (from, to) = (date(2025, 11, 18), date(2025, 12, 5));
        assert_eq!(german.interval(from, to), "17 Tage");
        assert_eq!(german.ago(from, to).as_deref(), Some("vor 17 Tagen"));
        assert_eq!(german.ago(date(2025, 12, 4), to).as_deref(), Some("vor 1 Tag"));
        assert_eq!(said("ja").ago(from, to).as_deref(), Some("17日前"));
    }
}
