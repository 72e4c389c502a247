//! Who may listen: a browser keeps six connections to one host, and must not run out of them by pages that wait.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Notify;

/// Most pages of one browser that listen at once.
const MOST_LISTENERS: usize = 4;

/// The pages that listen, by browser; the one that came first is first.
#[derive(Debug, Default)]
pub struct ListenerSlots(Mutex<HashMap<String, VecDeque<Weak<Notify>>>>);

impl ListenerSlots {
    /// A seat for one more page, free again when it is dropped. Where there is none, the page that has listened longest is
    /// asked for its own, by way of the seat.
    pub fn take(&self, browser: &str) -> Arc<Notify> {
        let listener = Arc::new(Notify::new());
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|_, listeners| {
            listeners.retain(|listener| listener.strong_count() > 0);
            !listeners.is_empty()
        });
        let listeners = taken.entry(browser.to_owned()).or_default();
        while listeners.len() >= MOST_LISTENERS {
            if let Some(first) = listeners.pop_front().and_then(|first| first.upgrade()) {
                first.notify_one();
            }
        }
        listeners.push_back(Arc::downgrade(&listener));
        listener
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    fn is_asked(listener: &Notify) -> bool {
        listener.notified().now_or_never().is_some()
    }

    #[test]
    fn the_page_that_came_first_makes_room() {
        let listeners = ListenerSlots::default();
        let mut all: Vec<_> = (0..MOST_LISTENERS).map(|_| listeners.take("a")).collect();
        let _other = listeners.take("b");
        drop(all.pop());
        let _last = listeners.take("a");
        let _one_more = listeners.take("a");
        assert!(is_asked(&all[0]) && !is_asked(&all[1]));
    }
}
