//! Formats of a plan, written from the plan and its report.

mod csv;
mod gantt;
mod html;
mod json;
mod terminal;
mod view;

use std::io;

use super::WriteOptions;
use crate::record::{Report, Roadmap};

/// All plan formats, in the order of `--help`.
pub const ROADMAP_WRITERS: &[RoadmapWriter] = &[
    RoadmapWriter {
        name: "terminal",
        write: terminal::write,
    },
    RoadmapWriter {
        name: "html",
        write: html::write,
    },
    RoadmapWriter {
        name: "json",
        write: json::write,
    },
    RoadmapWriter {
        name: "csv",
        write: csv::write,
    },
];

/// Turns a finished plan into bytes.
pub struct RoadmapWriter {
    /// Name on the command line.
    pub name: &'static str,
    /// The function that writes it.
    pub write: fn(&Plan<'_>, &WriteOptions, &mut dyn io::Write) -> io::Result<()>,
}

/// A plan with the report its tasks refer to.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    pub roadmap: &'a Roadmap,
    pub report: &'a Report,
}
