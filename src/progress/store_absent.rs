//! Stands in for the history file in builds without SQLite.

use std::path::Path;

use super::snapshot::Snapshot;
use super::stored::{Added, StoreError, StoredRun};

/// A history file that this build cannot read.
pub struct Store(std::convert::Infallible);

impl Store {
    /// Always fails.
    ///
    /// # Errors
    /// Always [`StoreError::NotBuilt`].
    pub const fn open_or_create(_: &Path) -> Result<Self, StoreError> {
        Err(StoreError::NotBuilt)
    }

    /// Always fails.
    ///
    /// # Errors
    /// Always [`StoreError::NotBuilt`].
    pub const fn open(_: &Path) -> Result<Self, StoreError> {
        Err(StoreError::NotBuilt)
    }

    /// Never called: no value of this type exists.
    ///
    /// # Errors
    /// Never.
    pub const fn add(&mut self, _: &[Snapshot]) -> Result<Vec<Added>, StoreError> {
        match self.0 {}
    }

    /// Never called: no value of this type exists.
    ///
    /// # Errors
    /// Never.
    pub const fn runs(&self) -> Result<Vec<StoredRun>, StoreError> {
        match self.0 {}
    }

    /// Never called: no value of this type exists.
    ///
    /// # Errors
    /// Never.
    pub const fn snapshot(&self, _: &StoredRun) -> Result<Snapshot, StoreError> {
        match self.0 {}
    }

    /// Never called: no value of this type exists.
    ///
    /// # Errors
    /// Never.
    pub const fn snapshots(&self) -> Result<Vec<Snapshot>, StoreError> {
        match self.0 {}
    }

    /// Never called: no value of this type exists.
    pub const fn path(&self) -> &Path {
        match self.0 {}
    }
}
