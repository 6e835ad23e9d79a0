//! The stored result: everything a reader or another program may want to know about a run.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::shorthand::applications;
use super::{ApplicationReport, DepartmentReport, InterfaceRecord, Task, Totals};
use crate::model::{Browser, Origin};
use crate::problem::{Level, Problem};
use crate::rule::{Checklist, LegalSource, Planning, RuleCards};
use crate::texts::{Bilingual, harmless};

/// Version of the stored format; raised with every change that older readers would misread.
pub const SCHEMA: &str = "fachcheck-report/1";

/// Whether a stored format is that of reports, in a version that this program does not know yet.
pub fn is_newer(schema: &str) -> bool {
    let version = |schema: &str| -> Option<(String, u32)> {
        let (name, version) = schema.rsplit_once('/')?;
        Some((name.to_owned(), version.parse().ok()?))
    };
    match (version(schema), version(SCHEMA)) {
        (Some((name, found)), Some((own, known))) => name == own && found > known,
        _ => false,
    }
}

/// A finished run. Writers see nothing else, so last year's report renders unchanged with this year's rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
// Reports of older versions are upgraded on reading: see `Deserialize` below.
#[serde(remote = "Self")]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// What ran, when, and on what.
    pub run: RunHeader,
    /// Sums over all applications.
    pub totals: Totals,
    /// Departments with their sums, by id.
    pub departments: Vec<DepartmentReport>,
    /// Applications by id.
    #[serde(deserialize_with = "applications")]
    pub applications: Vec<ApplicationReport>,
    /// Data flows that touch these applications; empty in reports of older versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interfaces: Vec<InterfaceRecord>,
    /// Remediation, most urgent first.
    pub tasks: Vec<Task>,
    /// Notices about the input itself: inventory warnings, waivers that match nothing.
    pub notices: Vec<Notice>,
    /// Checklists of the matrix.
    pub checklists: Vec<Checklist>,
    /// Cards of all rules that ran.
    pub rules: RuleCards,
    /// Legal sources the rules cite.
    pub legal: BTreeMap<String, LegalSource>,
    /// The planning assumptions; `None` in reports of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planning: Option<Planning>,
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, to)
    }
}

impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut report = Self::deserialize(from)?;
        let shipped = report.planning.is_none().then(Planning::shipped);
        if let Some(planning) = report.planning.as_ref().or(shipped.as_ref()) {
            planning.mark_answers(&mut report.rules);
        }
        report.count_advice_apart();
        Ok(report)
    }
}

/// What ran, when, and on what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunHeader {
    /// Version of the program.
    pub tool_version: String,
    /// Date of the run, ISO 8601. The caller supplies it.
    pub date: String,
    /// Inventory or single objects.
    pub scope: Scope,
    /// Name of the administration; for a check, what was checked.
    pub organisation: String,
    /// The accessibility standard of applications whose inventory entry names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_standard: Option<String>,
    /// SHA-256 over the rule files.
    pub rules_digest: String,
    /// Whether the network was used.
    pub online: bool,
    /// What filters selected from the inventory; `None` without filters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
    /// What was judged besides the applications' own work: tests, generated code, superseded migrations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<Origin>,
    /// How the layout of pages was determined.
    #[serde(default, skip_serializing_if = "Browser::is_static")]
    pub browser: Browser,
    /// The change that was examined; `None` if everything was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeScope>,
}

/// A change in a repository. The report covers its files, and fields elsewhere that share values with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeScope {
    /// What the files were compared with, as the user named it.
    pub since: String,
    /// Number of files that git reports as changed.
    pub files: u64,
}

impl RunHeader {
    /// The arguments that limited the run, if any.
    pub fn narrowed_by(&self) -> Option<String> {
        let selection = self.selection.as_ref().map(Selection::arguments);
        let change = self.change.as_ref();
        let change = change.map(|change| format!("--changed={}", change.since));
        let parts: Vec<String> = selection.into_iter().chain(change).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// The part of an inventory that the user selected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// The filters by argument (`only`, `department`, `tag`), with their values.
    pub filters: BTreeMap<String, Vec<String>>,
    /// Number of applications in the whole inventory.
    pub of: u64,
}

impl Selection {
    /// The filters as command line arguments.
    pub fn arguments(&self) -> String {
        let filters = self.filters.iter();
        let arguments: Vec<String> = filters
            .map(|(name, values)| format!("--{name} {}", values.join(",")))
            .collect();
        arguments.join(" ")
    }
}

/// The subject of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// An inventory.
    Audit,
    /// Folders, files or addresses without an inventory.
    Check,
    /// Documents submitted by a bidder.
    Procurement,
}

impl Scope {
    /// Whether assertions that require no action are listed one by one, and each page has its own questions. An audit
    /// only counts these assertions, because there are a hundred per document, and asks such questions once per
    /// application.
    pub const fn lists_settled(self) -> bool {
        match self {
            Self::Audit => false,
            Self::Check | Self::Procurement => true,
        }
    }
}

/// A notice about the input itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Stable code (`INV-012`, `WAIVER-STALE`).
    pub code: String,
    pub level: Level,
    /// File, line and column, if known.
    pub place: String,
    /// Id of the application concerned; `None` in reports of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    pub message: Bilingual,
}

impl Notice {
    /// Names of places as a list of a waiver in TOML; the first ones of many.
    pub fn list_of_places(places: &BTreeSet<String>) -> String {
        const SHOWN: usize = 40;
        let quoted = places.iter().take(SHOWN).map(|place| {
            let plain = harmless(place).replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{plain}\"")
        });
        let mut list = quoted.collect::<Vec<_>>().join(", ");
        if places.len() > SHOWN {
            list.push_str(", …");
        }
        format!("[{list}]")
    }
}

impl From<&Problem> for Notice {
    fn from(problem: &Problem) -> Self {
        let place = match problem.position {
            Some(position) => format!("{}:{}:{}", problem.file, position.line, position.column),
            None => problem.file.clone(),
        };
        Self {
            code: problem.code.clone(),
            level: problem.level,
            place,
            application: problem.application.as_ref().map(|entry| entry.id.clone()),
            message: problem.message.clone(),
        }
    }
}
