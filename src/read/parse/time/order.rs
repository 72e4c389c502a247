//! One order of day and month for a document, settled by whatever proves it.

use jiff::civil::Date;

use super::date::{Order, numeric_date, order};
use super::{distance, is_nearer_by_far};
use crate::core::config::{self, Config};
use crate::core::model::ActionItem;

/// In which order a document writes day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    #[default]
    Unknown,
    DayFirst,
    MonthFirst,
}

/// Dates in numbers with the year last, with their order. Every text is looked through, so only its slashes and hyphens are.
fn written(text: &str) -> impl Iterator<Item = (Date, Order)> + '_ {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    text.match_indices('/').chain(text.match_indices('-')).filter_map(move |(at, _)| {
        if at == 0 || !is_digit(bytes.get(at - 1)) || !is_digit(bytes.get(at + 1)) {
            return None;
        }
        let start = if at > 1 && is_digit(bytes.get(at - 2)) { at - 2 } else { at - 1 };
        let is_part = text[..start].ends_with(|c: char| c.is_alphanumeric() || "/-.".contains(c));
        let (date, used) = numeric_date(&text[start..]).filter(|_| !is_part)?;
        let goes_on = text[start + used..].starts_with(|c: char| c.is_alphanumeric() || "/-".contains(c));
        (!goes_on).then(|| (date, order(&text[start..start + used])))
    })
}

impl DateOrder {
    /// That of the settings.
    pub fn of_settings(config: &Config) -> Self {
        match config.book.date_order {
            None => Self::Unknown,
            Some(config::DateOrder::DayFirst) => Self::DayFirst,
            Some(config::DateOrder::MonthFirst) => Self::MonthFirst,
        }
    }

    /// This one, or another where it is not known.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self == Self::Unknown { other } else { self }
    }

    /// That of a text: of its dates one allows no other order, or is that of the incident in one of them. `sure` are dates
    /// that are known otherwise.
    pub fn of(text: &str, sure: &[Date]) -> Self {
        let (mut day, mut month) = (0, 0);
        let (mut near_day, mut near_month) = (0, 0);
        for (date, order) in written(text) {
            match order {
                Order::DayFirst => day += 1,
                Order::MonthFirst => month += 1,
                Order::Either(other) => {
                    for known in sure {
                        let (one, two) = (distance(date, *known), distance(other, *known));
                        near_day += i32::from(is_nearer_by_far(one, two));
                        near_month += i32::from(is_nearer_by_far(two, one));
                    }
                }
                Order::Plain => {}
            }
        }
        match ((day, month), (near_day, near_month)) {
            ((1.., 0), _) | ((0, 0), (1.., 0)) => Self::DayFirst,
            ((0, 1..), _) | ((0, 0), (0, 1..)) => Self::MonthFirst,
            _ => Self::Unknown,
        }
    }
}

/// Days of action items that the text has in numbers, in the order of the document.
pub fn settle_due(items: &mut [ActionItem], text: &str, order: DateOrder) {
    if order != DateOrder::MonthFirst {
        return;
    }
    let turned: Vec<(Date, Date)> = written(text)
        .filter_map(|(date, order)| if let Order::Either(other) = order { Some((date, other)) } else { None })
        .collect();
    let settle = |date: &mut Option<Date>| {
        if let Some((_, other)) = turned.iter().find(|(read, _)| Some(*read) == *date) {
            *date = Some(*other);
        }
    };
    for item in items {
        settle(&mut item.due);
        settle(&mut item.closed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_proves_the_order_of_one_date_settles_that_of_all() {
        let sure = [jiff::civil::date(2026, 2, 3)];
        for (text, sure, expected) in [
            ("on 02/20/2026 and 02/03/2026", &[][..], DateOrder::MonthFirst),
            ("on 20/02/2026 and 02/03/2026", &[][..], DateOrder::DayFirst),
            ("on 02/03/2026", &sure[..], DateOrder::MonthFirst),
            ("on 03/02/2026", &sure[..], DateOrder::DayFirst),
            ("on 2/3/26", &sure[..], DateOrder::MonthFirst),
            ("on 02/03/2026", &[][..], DateOrder::Unknown),
            ("on 02/20/2026 and 20/02/2026", &sure[..], DateOrder::Unknown),
            ("https://example.org/a/12/31/2026/x", &[][..], DateOrder::Unknown),
            ("on 2026-02-20, 13/25 pods", &[][..], DateOrder::Unknown),
        ] {
            assert_eq!(DateOrder::of(text, sure), expected, "{text}");
        }
    }
}
