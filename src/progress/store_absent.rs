//! Stands for the history in a file where the program was built without it.

use std::path::Path;

use super::snapshot::Snapshot;
use super::stored::{Added, StoreError, StoredRun};

/// A history in a file, which this program cannot read.
pub struct Store(std::convert::Infallible);

impl Store {
    /// Says that it cannot.
    ///
    /// # Errors
    /// Always [`StoreError::NotBuilt`].
    pub const fn open_or_create(_: &Path) -> Result<Self, StoreError> {
        Err(StoreError::NotBuilt)
    }

    /// Says that it cannot.
    ///
    /// # Errors
    /// Always [`StoreError::NotBuilt`].
    pub const fn open(_: &Path) -> Result<Self, StoreError> {
        Err(StoreError::NotBuilt)
    }

    /// Never called: there is no such value.
    ///
    /// # Errors
    /// None.
    pub const fn add(&mut self, _: &[Snapshot]) -> Result<Vec<Added>, StoreError> {
        match self.0 {}
    }

    /// Never called: there is no such value.
    ///
    /// # Errors
    /// None.
    pub const fn runs(&self) -> Result<Vec<StoredRun>, StoreError> {
        match self.0 {}
    }

    /// Never called: there is no such value.
    ///
    /// # Errors
    /// None.
    pub const fn snapshot(&self, _: &StoredRun) -> Result<Snapshot, StoreError> {
        match self.0 {}
    }

    /// Never called: there is no such value.
    ///
    /// # Errors
    /// None.
    pub const fn snapshots(&self) -> Result<Vec<Snapshot>, StoreError> {
        match self.0 {}
    }

    /// Never called: there is no such value.
    pub const fn path(&self) -> &Path {
        match self.0 {}
    }
}
