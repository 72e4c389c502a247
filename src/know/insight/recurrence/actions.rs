//! Action items of an earlier incident, as they stood when it came back.

use jiff::civil::Date;

use crate::core::model::ActionState;
use crate::know::link::{DocumentId, Site};

/// Why an action item could not have helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// It was still to be done.
    Open,
    /// It had been decided against; the day, where it is known.
    Dropped(Option<Date>),
}

/// A promise that was not kept when the incident returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOpen {
    /// The incident that it comes from, and its place among that one's action items.
    pub from: DocumentId,
    pub index: usize,
    /// The first return that found it so.
    pub repeat: DocumentId,
    pub standing: Standing,
    /// How many returns found it so.
    pub times: usize,
}

/// How an action item stood on `day`; `None` where it was done, or may have been: an item that was done on no stated day
/// accuses nobody.
fn standing(state: ActionState, closed: Option<Date>, day: Date) -> Option<Standing> {
    match (state, closed) {
        (ActionState::Open | ActionState::InProgress, _) => Some(Standing::Open),
        (ActionState::Done, None) => None,
        (ActionState::Done, Some(closed)) => (closed > day).then_some(Standing::Open),
        (ActionState::Dropped, Some(closed)) if closed > day => Some(Standing::Open),
        (ActionState::Dropped, closed) => Some(Standing::Dropped(closed)),
    }
}

/// What all incidents promised, close together: each is looked at again for all that came back after it.
#[derive(Debug, Default)]
pub struct Promised {
    /// The day of each document.
    days: Vec<Option<Date>>,
    /// Where the action items of each begin, and where the last end.
    starts: Vec<usize>,
    items: Vec<(ActionState, Option<Date>)>,
}

impl Promised {
    pub fn new(site: &Site) -> Self {
        let mut all = Self::default();
        for document in &site.documents {
            all.starts.push(all.items.len());
            let known = document.post_mortem();
            all.days.push(known.and_then(|known| known.date));
            let items = known.map_or(&[][..], |known| &known.action_items);
            all.items.extend(items.iter().map(|item| (item.state, item.closed)));
        }
        all.starts.push(all.items.len());
        all
    }

    pub fn day(&self, id: DocumentId) -> Option<Date> {
        self.days[id]
    }

    /// What `from` promised and had not kept on the day of `repeat`, a later incident.
    pub fn unkept(&self, from: DocumentId, repeat: DocumentId) -> impl Iterator<Item = (usize, Standing)> {
        // Nobody can keep a promise on the day on which it is given.
        let day = self.days[repeat].filter(|day| self.days[from].is_some_and(|date| date < *day));
        let items = self.items[self.starts[from]..self.starts[from + 1]].iter().enumerate();
        items.filter_map(move |(index, (state, closed))| Some((index, standing(*state, *closed, day?)?)))
    }
}

/// Everything that a chain's incidents promised and that a later one found undone: open before dropped, then the newest
/// promise first. `dated` are its incidents with a date, the oldest first.
pub fn left_open(site: &Site, dated: &[DocumentId]) -> Vec<LeftOpen> {
    let days: Vec<Option<Date>> = dated.iter().map(|id| site.post_mortem(*id).date).collect();
    let (mut open, mut dropped) = (Vec::new(), Vec::new());
    for (from, day) in dated.iter().zip(&days).rev() {
        let first = days.partition_point(|other| other <= day);
        for (index, item) in site.post_mortem(*from).action_items.iter().enumerate() {
            // What was done stays done, so the returns that found it otherwise come first.
            let end = match (item.state, item.closed) {
                (ActionState::Done, closed) => days.partition_point(|day| *day < closed).max(first),
                _ => days.len(),
            };
            let Some((repeat, day)) = dated[first..end].first().zip(days.get(first).copied().flatten())
            else {
                continue;
            };
            if let Some(standing) = standing(item.state, item.closed, day) {
                let list = if matches!(standing, Standing::Dropped(_)) { &mut dropped } else { &mut open };
                list.push(LeftOpen { from: *from, index, repeat: *repeat, standing, times: end - first });
            }
        }
    }
    open.append(&mut dropped);
    open
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_item_stands_as_it_did_on_the_day() {
        let (day, before, after) = (date(2024, 5, 2), Some(date(2024, 5, 1)), Some(date(2024, 5, 3)));
        assert_eq!(standing(ActionState::Open, None, day), Some(Standing::Open));
        assert_eq!(standing(ActionState::InProgress, None, day), Some(Standing::Open));
        assert_eq!(standing(ActionState::Done, None, day), None);
        assert_eq!(standing(ActionState::Done, before, day), None);
        assert_eq!(standing(ActionState::Done, Some(day), day), None);
        assert_eq!(standing(ActionState::Done, after, day), Some(Standing::Open));
        assert_eq!(standing(ActionState::Dropped, before, day), Some(Standing::Dropped(before)));
        assert_eq!(standing(ActionState::Dropped, None, day), Some(Standing::Dropped(None)));
        assert_eq!(standing(ActionState::Dropped, after, day), Some(Standing::Open));
    }
}
