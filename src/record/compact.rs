//! Large, rarely used parts of an application's record. With thousands of applications they stay compressed in memory.

use std::borrow::Cow;
use std::fmt;
use std::io::Write;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A part that can be compressed once complete, and still be read transparently.
///
/// Code that iterates over many applications takes a [glance](Self::glance), which leaves nothing behind. Plain access
/// decompresses a part and keeps it.
#[derive(Clone, Default)]
pub struct Compact<T> {
    /// The content; empty while compressed.
    content: T,
    pressed: Option<Pressed<T>>,
}

/// Requirements on the content of [`Compact`].
pub trait Compactable: Clone + Default + PartialEq + Serialize + DeserializeOwned {}

impl<T: Clone + Default + PartialEq + Serialize + DeserializeOwned> Compactable for T {}

#[derive(Clone)]
struct Pressed<T> {
    /// Compressed JSON.
    bytes: Box<[u8]>,
    /// The content, once it was accessed.
    opened: OnceLock<T>,
}

impl<T: Compactable> Compact<T> {
    /// The content, decompressed only temporarily.
    pub fn glance(&self) -> Cow<'_, T> {
        match &self.pressed {
            None => Cow::Borrowed(&self.content),
            Some(pressed) => match pressed.opened.get() {
                Some(content) => Cow::Borrowed(content),
                None => Cow::Owned(pressed.content()),
            },
        }
    }

    /// Compresses it, unless already done; drops what was decompressed since.
    pub fn press(&mut self) {
        if let Some(pressed) = &mut self.pressed {
            pressed.opened = OnceLock::new();
        } else if !self.holds_nothing() {
            self.pressed = Pressed::new(&self.content);
            // If compression failed, keep the content.
            if self.pressed.is_some() {
                self.content = T::default();
            }
        }
    }

    /// Whether it is empty.
    pub fn holds_nothing(&self) -> bool {
        self.pressed.is_none() && self.content == T::default()
    }

    /// Whether its content is uncompressed in memory.
    pub fn is_open(&self) -> bool {
        match &self.pressed {
            Some(pressed) => pressed.opened.get().is_some(),
            None => !self.holds_nothing(),
        }
    }
}

impl<T: Compactable> Pressed<T> {
    /// The content as compressed JSON; `None` if it cannot be serialised.
    fn new(content: &T) -> Option<Self> {
        let json = serde_json::to_vec(content).ok()?;
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&json).ok()?;
        let bytes = encoder.finish().ok()?.into_boxed_slice();
        Some(Self {
            bytes,
            opened: OnceLock::new(),
        })
    }

    fn content(&self) -> T {
        let mut json = Vec::with_capacity(self.bytes.len() * 8);
        let read = std::io::copy(&mut DeflateDecoder::new(&*self.bytes), &mut json).ok();
        let content = read.and_then(|_| serde_json::from_slice(&json).ok());
        // This process wrote the bytes, in the format of stored reports.
        debug_assert!(content.is_some());
        content.unwrap_or_default()
    }
}

impl<T: Compactable> Deref for Compact<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.pressed {
            None => &self.content,
            Some(pressed) => pressed.opened.get_or_init(|| pressed.content()),
        }
    }
}

impl<T: Compactable> DerefMut for Compact<T> {
    fn deref_mut(&mut self) -> &mut T {
        if let Some(mut pressed) = self.pressed.take() {
            let opened = pressed.opened.take();
            self.content = opened.unwrap_or_else(|| pressed.content());
        }
        &mut self.content
    }
}

impl<T> From<T> for Compact<T> {
    fn from(content: T) -> Self {
        Self {
            content,
            pressed: None,
        }
    }
}

impl<T> FromIterator<T> for Compact<Vec<T>> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<'a, T> IntoIterator for &'a Compact<Vec<T>>
where
    Vec<T>: Compactable,
{
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut Compact<Vec<T>>
where
    Vec<T>: Compactable,
{
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<T: Compactable> PartialEq for Compact<T> {
    fn eq(&self, other: &Self) -> bool {
        *self.glance() == *other.glance()
    }
}

impl<T: Compactable + Eq> Eq for Compact<T> {}

impl<T: Compactable + fmt::Debug> fmt::Debug for Compact<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.glance().fmt(f)
    }
}

impl<T: Compactable> Serialize for Compact<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.glance().serialize(to)
    }
}

impl<'de, T: Compactable> Deserialize<'de> for Compact<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::deserialize(from).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glance_leaves_it_pressed_and_access_opens_it() {
        let content: Vec<String> = (0..100).map(|number| format!("{number}")).collect();
        let mut part = Compact::from(content.clone());
        assert!(part.is_open());
        part.press();
        assert!(!part.is_open());
        assert_eq!(*part.glance(), content);
        assert_eq!(part, Compact::from(content.clone()));
        assert!(!part.is_open(), "a glance keeps nothing");
        assert_eq!(part.len(), 100);
        assert!(part.is_open());
        part.press();
        assert!(!part.is_open());
        part.push("more".to_owned());
        part.press();
        assert_eq!(part.glance().last().map(String::as_str), Some("more"));
    }
}
