//! The canonical report: complete, versioned, and readable by `render`.

use std::io;

use super::escape::{json_items, json_pretty};
use super::{Output, ReportWriter, WriteOptions};
use crate::record::{Report, Scope, Shorthand};

/// Canonical JSON.
pub struct Json;

impl ReportWriter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn output(&self) -> Output {
        Output::File("report.json")
    }

    fn write(&self, report: &Report, _: &WriteOptions, out: &mut dyn io::Write) -> io::Result<()> {
        match report.run.scope {
            Scope::Audit => json_items(&Shorthand(report), out)?,
            Scope::Check | Scope::Procurement => json_pretty(report, out)?,
        }
        out.write_all(b"\n")
    }
}
