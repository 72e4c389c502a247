//! Action items: what a post-mortem promises.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where an action item stands, whatever words were used for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum ActionState {
    #[default]
    Open,
    InProgress,
    Done,
    /// Decided against.
    Dropped,
}

impl ActionState {
    /// The name used in front matter and in exported data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in-progress",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Still to be done.
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}

/// One promise. Only the title is always there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct ActionItem {
    pub title: String,
    /// `investigate`, `mitigate`, `prevent`, `repair`, `detect`, `process`, or what was written.
    pub kind: Option<String>,
    pub priority: Option<String>,
    pub owner: Option<String>,
    pub due: Option<Date>,
    /// Day on which it was done or dropped, where the text says so.
    pub closed: Option<Date>,
    pub state: ActionState,
    /// Whether the text says where it stands (a ticked box, a status); otherwise it counts as open.
    pub state_stated: bool,
    pub url: Option<String>,
    /// Whether it was read from the body (and is shown there) rather than from front matter.
    pub in_body: bool,
}
