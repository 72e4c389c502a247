//! A link that everything goes through.

use std::time::{Duration, Instant};

/// How fast a link is.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// From a request to the first byte of its answer.
    pub latency: Duration,
    /// Bytes a second of all answers together; no number is as fast as it can be.
    pub bytes_per_second: Option<u32>,
}

impl Link {
    /// How long an answer of some bytes takes from now on, after what was given to the link before. `busy_until`: when
    /// the link will have sent all of that.
    pub(super) fn wait(self, bytes: usize, now: Instant, busy_until: &mut Option<Instant>) -> Duration {
        let asked = now + self.latency;
        let Some(rate) = self.bytes_per_second else { return self.latency };
        let start = busy_until.filter(|busy| *busy > asked).unwrap_or(asked);
        let end = start + Duration::from_secs_f64(bytes as f64 / f64::from(rate));
        *busy_until = Some(end);
        end - now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_share_a_link() {
        let link = Link { latency: Duration::from_millis(40), bytes_per_second: Some(1_000_000) };
        let (now, mut busy) = (Instant::now(), None);
        let mut wait =
            |bytes, after| link.wait(bytes, now + Duration::from_millis(after), &mut busy).as_millis();
        assert_eq!(wait(100_000, 0), 140);
        assert_eq!(wait(100_000, 10), 230, "behind the first one");
        assert_eq!(wait(0, 1_000), 40, "the link is idle again");
    }

    #[test]
    fn a_wait_alone_is_shared_with_nobody() {
        let link = Link { latency: Duration::from_secs(1), bytes_per_second: None };
        let (now, mut busy) = (Instant::now(), None);
        assert_eq!(link.wait(1 << 30, now, &mut busy), link.latency);
        assert_eq!(link.wait(1 << 30, now, &mut busy), link.latency);
    }
}
