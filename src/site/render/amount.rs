//! A number as templates see it: for people, for programs, and with the way to what stands behind it.

use crate::site::render::urls::Href;
use serde::Serialize;

use crate::core::phrases::Phrases;

/// A number that is known.
#[derive(Serialize)]
pub struct Amount {
    /// Incidents, minutes or days.
    value: i64,
    text: String,
    /// From the root of the site.
    url: Option<Href>,
}

impl Amount {
    pub fn count(say: &Phrases, count: usize, url: Option<Href>) -> Self {
        // What is not there has no list.
        let url = url.filter(|_| count > 0);
        Self { value: i64::try_from(count).unwrap_or(i64::MAX), text: say.count(count), url }
    }

    pub fn minutes(say: &Phrases, minutes: i64) -> Self {
        Self { value: minutes, text: say.duration(minutes), url: None }
    }

    /// Days without the word, for tables that say it once.
    pub fn days(say: &Phrases, days: i64) -> Self {
        Self { value: days, text: say.count(usize::try_from(days).unwrap_or(0)), url: None }
    }

    pub fn at(self, url: Option<Href>) -> Self {
        Self { url, ..self }
    }
}
