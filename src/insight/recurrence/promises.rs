//! Action items of an earlier incident, as they stood when it came back.

use jiff::civil::Date;

use crate::link::{DocumentId, Site};
use crate::model::{ActionItem, ActionState};

/// Why an action item could not have helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
#[must_use]
pub fn standing(item: &ActionItem, day: Date) -> Option<Standing> {
    match (item.state, item.closed) {
        (ActionState::Open | ActionState::InProgress, _) => Some(Standing::Open),
        (ActionState::Done, None) => None,
        (ActionState::Done, Some(closed)) => (closed > day).then_some(Standing::Open),
        (ActionState::Dropped, Some(closed)) if closed > day => Some(Standing::Open),
        (ActionState::Dropped, closed) => Some(Standing::Dropped(closed)),
    }
}

/// What `from` promised and had not kept on the day of `repeat`, a later incident.
pub fn unkept(site: &Site, from: DocumentId, repeat: DocumentId) -> impl Iterator<Item = (usize, Standing)> {
    let earlier = site.post_mortem(from);
    // Nobody can keep a promise on the day on which it is given.
    let day = site.post_mortem(repeat).date.filter(|day| earlier.date.is_some_and(|date| date < *day));
    let items = earlier.action_items.iter().enumerate();
    items.filter_map(move |(index, item)| Some((index, standing(item, day?)?)))
}

/// Everything that a chain's incidents promised and that a later one found undone: open before dropped, then the newest
/// promise first. `dated` are its incidents with a date, the oldest first.
pub fn left_open(site: &Site, dated: &[DocumentId]) -> Vec<LeftOpen> {
    let days: Vec<Option<Date>> = dated.iter().map(|id| site.post_mortem(*id).date).collect();
    let mut all = Vec::new();
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
            if let Some(standing) = standing(item, day) {
                all.push(LeftOpen { from: *from, index, repeat: *repeat, standing, times: end - first });
            }
        }
    }
    all.sort_by_key(|one| matches!(one.standing, Standing::Dropped(_)));
    all
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn item(state: ActionState, closed: Option<Date>) -> ActionItem {
        ActionItem { state, closed, ..ActionItem::default() }
    }

    #[test]
    fn an_item_stands_as_it_did_on_the_day() {
        let (day, before, after) = (date(2024, 5, 2), Some(date(2024, 5, 1)), Some(date(2024, 5, 3)));
        assert_eq!(standing(&item(ActionState::Open, None), day), Some(Standing::Open));
        assert_eq!(standing(&item(ActionState::InProgress, None), day), Some(Standing::Open));
        assert_eq!(standing(&item(ActionState::Done, None), day), None);
        assert_eq!(standing(&item(ActionState::Done, before), day), None);
        assert_eq!(standing(&item(ActionState::Done, Some(day)), day), None);
        assert_eq!(standing(&item(ActionState::Done, after), day), Some(Standing::Open));
        assert_eq!(standing(&item(ActionState::Dropped, before), day), Some(Standing::Dropped(before)));
        assert_eq!(standing(&item(ActionState::Dropped, None), day), Some(Standing::Dropped(None)));
        assert_eq!(standing(&item(ActionState::Dropped, after), day), Some(Standing::Open));
    }
}
