//! What is said of a timeline that goes back in time.

use super::{check, findings};
use crate::support::Base;

/// Line and message of each finding about the order of a timeline.
fn order(timeline: &str) -> Vec<(u64, String)> {
    let text = format!("---\ntitle: A\ndate: 2027-05-01\n---\n\n## Timeline\n\n{timeline}\n");
    let base = check(Base::new().file("content/a.md", text), &[]);
    let found = findings(&base);
    let order = found.iter().filter(|one| one["rule"] == "timeline-order");
    order.map(|one| (one["line"].as_u64().unwrap(), one["message"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn every_step_back_is_told() {
    assert_eq!(
        order("- 10:00 Deploy\n- 10:30 Alert\n- 10:15 Page\n- 10:20 Call\n- 09:00 Rollback"),
        [
            (10, "10:15 comes behind 10:30 in the timeline".to_owned()),
            (12, "09:00 comes behind 10:20 in the timeline".to_owned())
        ]
    );
}

#[test]
fn days_are_named_where_they_differ() {
    assert_eq!(
        order("- 10:00 Deploy\n- 2026-05-01 22:00 Over"),
        [(9, "2026-05-01 22:00 comes behind 2027-05-01 10:00 in the timeline".to_owned())]
    );
}
