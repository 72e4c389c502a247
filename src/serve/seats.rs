//! Who may listen: a browser keeps six connections to one host, and must not run out of them by pages that wait.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Notify;

/// Most pages of one browser that listen at once.
const SEATS: usize = 4;

/// The pages that listen, by browser; the one that came first is first.
#[derive(Debug, Default)]
pub struct Seats(Mutex<HashMap<String, VecDeque<Weak<Notify>>>>);

impl Seats {
    /// A seat for one more page, free again when it is dropped. Where there is none, the page that has listened longest is
    /// asked for its own, by way of the seat.
    #[must_use]
    pub fn take(&self, browser: &str) -> Arc<Notify> {
        let seat = Arc::new(Notify::new());
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|_, seats| {
            seats.retain(|seat| seat.strong_count() > 0);
            !seats.is_empty()
        });
        let seats = taken.entry(browser.to_owned()).or_default();
        while seats.len() >= SEATS {
            if let Some(first) = seats.pop_front().and_then(|first| first.upgrade()) {
                first.notify_one();
            }
        }
        seats.push_back(Arc::downgrade(&seat));
        seat
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    fn is_asked(seat: &Notify) -> bool {
        seat.notified().now_or_never().is_some()
    }

    #[test]
    fn the_page_that_came_first_makes_room() {
        let seats = Seats::default();
        let mut all: Vec<_> = (0..SEATS).map(|_| seats.take("a")).collect();
        let _other = seats.take("b");
        drop(all.pop());
        let _last = seats.take("a");
        let _one_more = seats.take("a");
        assert!(is_asked(&all[0]) && !is_asked(&all[1]));
    }
}
