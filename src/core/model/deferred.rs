//! Parts of a document that few ask for.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

/// A value that stays the bytes as which it was stored until somebody asks for it: that takes a fraction of the room, and of
/// the time.
#[derive(Clone)]
pub struct Deferred<T> {
    value: OnceLock<T>,
    /// As it is stored; `None` where it never was, or was changed.
    stored: Option<Box<[u8]>>,
}

impl<T> Deferred<T> {
    fn get(&self) -> &T
    where
        T: DeserializeOwned + Default,
    {
        let read = || self.stored.as_deref().and_then(|bytes| postcard::from_bytes(bytes).ok());
        // What was stored has been written by this program: its file has a sum.
        self.value.get_or_init(|| read().unwrap_or_default())
    }
}

impl<T: DeserializeOwned + Default> Deref for Deferred<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.get()
    }
}

impl<T: DeserializeOwned + Default> DerefMut for Deferred<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.get();
        self.stored = None;
        self.value.get_mut().expect("it is there")
    }
}

impl<T> From<T> for Deferred<T> {
    fn from(value: T) -> Self {
        Self { value: value.into(), stored: None }
    }
}

impl<T: Default> Default for Deferred<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T> FromIterator<T> for Deferred<Vec<T>> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Vec::from_iter(values).into()
    }
}

impl<'l, T: DeserializeOwned> IntoIterator for &'l Deferred<Vec<T>> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: DeserializeOwned + Default + fmt::Debug> fmt::Debug for Deferred<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(out)
    }
}

impl<T: Serialize> Serialize for Deferred<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (&self.stored, self.value.get()) {
            (Some(bytes), _) => serializer.serialize_bytes(bytes),
            (None, Some(value)) => {
                let bytes = postcard::to_stdvec(value).map_err(ser::Error::custom)?;
                serializer.serialize_bytes(&bytes)
            }
            (None, None) => Err(ser::Error::custom("there is no value")),
        }
    }
}

impl<'de, T> Deserialize<'de> for Deferred<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        Ok(Self { value: OnceLock::new(), stored: Some(bytes.into()) })
    }
}

#[cfg(test)]
mod tests {
    use super::Deferred;

    #[test]
    fn what_was_stored_comes_back_when_it_is_asked_for() {
        let fresh: Deferred<Vec<String>> = vec!["a".to_owned(), "b".to_owned()].into();
        let bytes = postcard::to_stdvec(&fresh).unwrap();
        let mut stored: Deferred<Vec<String>> = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(postcard::to_stdvec(&stored).unwrap(), bytes);
        assert!(stored.value.get().is_none());
        assert_eq!(*stored, *fresh);
        stored.push("c".to_owned());
        assert_eq!(
            postcard::from_bytes::<Deferred<Vec<String>>>(&postcard::to_stdvec(&stored).unwrap())
                .unwrap()
                .len(),
            3
        );
    }
}
