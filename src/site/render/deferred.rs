//! Values that many pages show, and that are made only where one of these pages is: until then something stands for them.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use tera::Value;
use tera::value::ValueKind;

use crate::core::fingerprint::Fingerprint;
use crate::know::insight::actions::TrackedActionId;
use crate::know::link::DocumentId;

/// A value that is yet to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeferredValue {
    /// A document in a list.
    ListRow(DocumentId),
    /// An action item as a row of a list that says on which day it was made.
    Action(TrackedActionId),
    /// The same on a page that does not.
    ActionElsewhere(TrackedActionId),
    /// A chain of the ledger, by position.
    Chain(usize),
}

impl DeferredValue {
    /// What stands for it in a context: a number of a kind that is in no context otherwise.
    pub fn stand_in(self) -> Value {
        let (kind, position) = match self {
            Self::ListRow(id) => (0, id),
            Self::Action(id) => (1, id),
            Self::ActionElsewhere(id) => (2, id),
            Self::Chain(position) => (3, position),
        };
        Value::from(kind << 64 | position as u128)
    }

    /// What a value stands for; `None` where it is one that stands for itself.
    pub fn of(value: &Value) -> Option<Self> {
        let number = value.as_u128().filter(|_| value.kind() == ValueKind::U128)?;
        let position = usize::try_from(number & u128::from(u64::MAX)).ok()?;
        Some(match number >> 64 {
            0 => Self::ListRow(position),
            1 => Self::Action(position),
            2 => Self::ActionElsewhere(position),
            _ => Self::Chain(position),
        })
    }
}

/// A value that is yet to be made, and what it will be made of, which is all that counts of it.
#[derive(Debug, Clone, Copy)]
pub struct Promised {
    pub later: DeferredValue,
    pub of: Fingerprint,
}

impl Promised {
    pub fn stand_in(self) -> Value {
        self.later.stand_in()
    }
}

impl Hash for Promised {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.of.hash(state);
    }
}

/// A value with every stand-in in it replaced by what `make` makes of it; `None` where there is none.
pub fn fulfilled(value: &Value, make: &impl Fn(DeferredValue) -> Value) -> Option<Value> {
    if let Some(later) = DeferredValue::of(value) {
        return Some(make(later));
    }
    if let Some(list) = value.as_array() {
        let first = list.iter().enumerate().find_map(|(at, one)| Some((at, fulfilled(one, make)?)));
        return first.map(|(at, one)| {
            let rest = list[at + 1..].iter().map(|one| fulfilled(one, make).unwrap_or_else(|| one.clone()));
            Value::from(list[..at].iter().cloned().chain([one]).chain(rest).collect::<Vec<_>>())
        });
    }
    let map = value.as_map()?;
    let others: Vec<_> =
        map.iter().filter_map(|(key, one)| Some((key.clone(), fulfilled(one, make)?))).collect();
    (!others.is_empty()).then(|| {
        let mut map = map.clone();
        map.extend(others);
        Value::from(map)
    })
}

/// Values of one kind, by position, each with the fingerprint of what it is made of.
pub struct Values {
    fingerprints: Vec<OnceLock<Fingerprint>>,
    made: Vec<OnceLock<Value>>,
}

impl Values {
    pub fn new(count: usize) -> Self {
        Self { fingerprints: vec![OnceLock::new(); count], made: vec![OnceLock::new(); count] }
    }

    /// Found out once.
    pub fn fingerprint(&self, position: usize, find: impl FnOnce() -> Fingerprint) -> Fingerprint {
        *self.fingerprints[position].get_or_init(find)
    }

    /// Shared by all that show it.
    pub fn get(&self, position: usize, make: impl FnOnce() -> Value) -> Value {
        self.made[position].get_or_init(make).clone()
    }
}
