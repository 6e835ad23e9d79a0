//! Changes between runs, and the progress of the work: pure functions over stored reports.
//!
//! A report becomes a [`Snapshot`]. The [`Ledger`] walks over the snapshots of a history and follows each finding from
//! the day it was first seen. A comparison of two reports is its last step, and every figure is counted from it.

mod aliases;
mod applications;
mod change;
mod comparison;
mod diff;
mod figures;
mod forecast;
mod ledger;
mod matching;
mod measure;
mod members;
mod read;
mod sight;
mod snapshot;
#[cfg(feature = "database")]
mod store;
#[cfg(not(feature = "database"))]
#[path = "store_absent.rs"]
mod store;
mod stored;
mod trend;
mod write;

pub use applications::{ApplicationChange, ApplicationChanges, SameBy};
pub use change::{Because, Change, MatchedBy, Spot, Status, Unseen};
pub use diff::{Diff, RunRef, diff};
pub use figures::{Figures, Funnel, Reach};
pub use forecast::{Forecast, Left, forecast};
pub use ledger::{Ledger, Partial};
pub use measure::{Measure, MeasureStatus, measures};
pub use members::{FoundAt, Others};
pub use read::read;
pub use snapshot::{ApplicationState, FindingState, GapState, Profile, RuleState, Snapshot};
pub use store::Store;
pub use stored::{Added, StoreError, StoredRun};
pub use trend::{Movement, Point, Trend, trend};
pub use write::{ProgressFormat, write_diff, write_runs, write_trend};
