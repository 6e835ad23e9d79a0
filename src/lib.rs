//! `fachcheck` audits the specialist applications of a public administration: can every gender field
//! hold the four German entries, and are the web interfaces barrier-free?
//!
//! The crate is a house with one corridor ([`run`]); the rooms stand along it in this order:
//!
//! | Room | Turns | Into |
//! |---|---|---|
//! | [`inventory`] | TOML of the departments | [`inventory::Inventory`] |
//! | [`import`] | lists of other programs | changes of the inventory, and the inventory as a list |
//! | [`source`] | addresses | [`source::Capture`] or [`gap::Gap`] |
//! | [`mod@topic`] | the vocabulary | what readers and sources look for |
//! | [`mod@format`] | bytes | [`model::SchemaModel`], [`model::PageModel`] |
//! | [`gender`], [`a11y`] | names, values, nodes | concepts, roles, accessible names |
//! | [`domain`] | fields of an application | the graph of their value domains |
//! | [`check`], [`engine`] | models and [`rule`]s | [`outcome::Assertion`]s |
//! | [`assess`] | assertions, answers, waivers | the matrix |
//! | [`plan`] | findings | tasks |
//! | [`record`] | all of that | the [`record::Report`] with its sums |
//! | [`report`] | the finished report | bytes |
//! | [`mod@form`] | questions to people outside | pages and workbooks to fill in, and their cells |
//! | [`progress`] | reports of several runs | what changed, and how far the work has come |
//! | [`editor`] | open texts | findings beside their lines |
//! | [`procure`] | a bidder's dossier and the report on it | a verdict |
//!
//! Programs that use it as a library begin with [`Scan`]: paths in, a [`record::Report`] out, as `fachcheck check` does
//! it; [`report::WRITERS`] turn that into bytes.
//!
//! `ARCHITECTURE.md` draws the corridor; `tests/layers.rs` holds the rooms apart.

// All input is foreign; none of it may end a run.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod a11y;
pub mod assess;
pub mod check;
pub mod cli;
mod closed;
pub mod domain;
pub mod editor;
pub mod engine;
pub mod form;
pub mod format;
pub mod gap;
pub mod gender;
pub mod import;
pub mod inventory;
pub mod model;
pub mod outcome;
pub mod plan;
pub mod problem;
pub mod procure;
pub mod progress;
pub mod project;
pub mod question;
pub mod questionnaire;
pub mod record;
pub mod remedy;
pub mod report;
pub mod rule;
pub mod run;
pub mod source;
pub mod spreadsheet;
pub mod texts;
pub mod topic;

pub use jiff::civil::Date;

pub use project::Scan;
