//! A team's repository: its settings (`fachcheck.toml`) and the findings it accepts for a while, through comments,
//! settings or a baseline.
//!
//! Anyone who proposes a change controls these files. They can narrow what is examined and set findings aside, and the
//! report says so; but they never cause reads outside their folder, run anything or contact a host.

mod acceptance;
mod baseline;
mod config;
mod keys;
mod reader;
mod rule_case;
mod scan;
mod starter;
mod targets;
mod waiver;

pub use acceptance::Accepted;
pub use baseline::Baseline;
pub use config::{CONFIG, Incomplete, ProjectConfig, RuleSetting};
pub use keys::settings_schema;
pub use rule_case::{CaseFailure, RuleCase};
pub use scan::{PreparedScan, ProjectSettings, Scan, Since};
pub use starter::{STARTER_FILES, StarterFile};
pub use targets::{NamedFiles, inventory_of};
pub use waiver::ProjectWaiver;
