//! The plan as data, with each task in words.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::Plan;
use super::view::View;
use crate::record::Roadmap;
use crate::report::WriteOptions;

/// Version of the format; raised with every change that readers would misread.
const SCHEMA: &str = "fachcheck-plan/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    #[serde(flatten)]
    roadmap: &'a Roadmap,
    /// The work of each task in one line, by id.
    titles: BTreeMap<&'a str, String>,
}

pub(super) fn write(
    plan: &Plan<'_>,
    options: &WriteOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let view = View::new(*plan, options.language);
    let tasks = plan.roadmap.tasks.iter();
    let document = Document {
        schema: SCHEMA,
        roadmap: plan.roadmap,
        titles: tasks
            .map(|task| (task.id.as_str(), view.title(task)))
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}
