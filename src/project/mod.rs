//! The repository of a team: its settings (`fachcheck.toml`), and the findings that it accepts for a while, in the
//! source, in settings, or because they were there before.
//!
//! What is read here comes from whoever proposes a change. It can narrow what is looked at and set findings aside, both
//! of which the report says; it reads nothing outside of its folder, runs nothing and asks no host.

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
