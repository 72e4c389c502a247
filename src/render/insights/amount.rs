//! A number as templates see it: for people, for programs, and with the way to what stands behind it.

use serde::Serialize;

use crate::render::words;

/// A number that is known.
#[derive(Serialize)]
pub struct Amount {
    /// Incidents, minutes or days.
    value: i64,
    text: String,
    /// From the root of the site.
    url: Option<String>,
}

impl Amount {
    pub fn count(count: usize, url: Option<String>) -> Self {
        // What is not there has no list.
        let url = url.filter(|_| count > 0);
        Self { value: i64::try_from(count).unwrap_or(i64::MAX), text: words::count(count), url }
    }

    pub fn minutes(minutes: i64) -> Self {
        Self { value: minutes, text: words::duration(minutes), url: None }
    }

    /// Days without the word, for tables that say it once.
    pub fn days(days: i64) -> Self {
        Self { value: days, text: words::count(usize::try_from(days).unwrap_or(0)), url: None }
    }

    pub fn at(self, url: Option<String>) -> Self {
        Self { url, ..self }
    }
}

/// `37 %`; below one in two hundred `under 1 %`.
pub fn percent(part: usize, of: usize) -> String {
    let rounded = (part * 200 + of).checked_div(of * 2).unwrap_or(0);
    if rounded == 0 && part > 0 { "under 1\u{a0}%".into() } else { format!("{rounded}\u{a0}%") }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn shares_are_rounded_and_something_is_never_nothing() {
        assert_eq!([percent(1, 3), percent(2, 3), percent(5, 5)], ["33\u{a0}%", "67\u{a0}%", "100\u{a0}%"]);
        assert_eq!(
            [percent(1, 500), percent(0, 500), percent(0, 0)],
            ["under 1\u{a0}%", "0\u{a0}%", "0\u{a0}%"]
        );
    }
}
