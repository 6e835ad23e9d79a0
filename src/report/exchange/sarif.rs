//! SARIF 2.1.0 (OASIS), shown by code hosts and editors beside the lines.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use super::{Loudness, is_address, uri};
use crate::gap::Gap;
use crate::model::Place;
use crate::outcome::{Finding, Fingerprint};
use crate::record::{Report, SuggestionRecord, Waived};
use crate::report::view::{self, Entry};
use crate::report::{Output, ReportWriter, WriteOptions, json_pretty};
use crate::rule::{RuleAddresses, RuleCard};
use crate::texts::{Language, beginning, counted};

/// SARIF.
pub struct Sarif;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Maximum number of results per run that code hosts accept.
const MOST_RESULTS: usize = 25_000;
/// Maximum length of descriptions that they show.
const LONGEST_DESCRIPTION: usize = 1_024;
/// The conventional name of the base for relative paths.
const ROOT: &str = "%SRCROOT%";
/// Name of the taxonomy of success criteria.
const WCAG: &str = "WCAG";

impl ReportWriter for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn output(&self) -> Output {
        Output::File("report.sarif")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let log = Log::new(report, options);
        json_pretty(&log.document(), out)?;
        out.write_all(b"\n")
    }
}

struct Log<'a> {
    report: &'a Report,
    language: Language,
    addresses: Option<&'static RuleAddresses>,
    /// Rules that ran, with their index in the list.
    indices: BTreeMap<&'a str, usize>,
    /// Suggestions by the finding that they settle.
    fixes: BTreeMap<&'a Fingerprint, &'a SuggestionRecord>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultRecord<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    kind: &'static str,
    level: &'static str,
    message: Value,
    locations: [Value; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Value>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Value>,
}

impl<'a> Log<'a> {
    fn new(report: &'a Report, options: &WriteOptions) -> Self {
        let ids = report.rules.keys().enumerate();
        let suggestions = report.applications.iter().flat_map(|app| &app.suggestions);
        Self {
            fixes: suggestions
                .map(|suggestion| (&suggestion.finding, suggestion))
                .collect(),
            report,
            language: options.language,
            addresses: options.rule_addresses,
            indices: ids.map(|(index, id)| (id.as_str(), index)).collect(),
        }
    }

    fn document(&self) -> Value {
        let (results, left_out) = self.results();
        let run = json!({
            "tool": { "driver": self.driver() },
            "language": match self.language { Language::De => "de", Language::En => "en" },
            "columnKind": "unicodeCodePoints",
            "automationDetails": { "id": "fachcheck/" },
            "originalUriBaseIds": { ROOT: { "description": { "text": self.text("sarif-root") } } },
            "taxonomies": self.taxonomies(),
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": self.notifications(left_out),
            }],
            "results": results,
        });
        json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] })
    }

    fn text(&self, key: &str) -> &'static str {
        crate::report::words::label(key, self.language)
    }

    fn driver(&self) -> Value {
        json!({
            "name": "fachcheck",
            "semanticVersion": self.report.run.tool_version,
            "rules": self.report.rules.values().map(|card| self.rule(card)).collect::<Vec<_>>(),
        })
    }

    fn rule(&self, card: &RuleCard) -> Value {
        let title = beginning(card.title.get(self.language), LONGEST_DESCRIPTION);
        let why = beginning(card.why.get(self.language), LONGEST_DESCRIPTION);
        let remedy = card.remedy.get(self.language);
        let legal: Vec<String> = view::legal(self.report, card)
            .map(|source| format!("- {}", source.cite.get(self.language)))
            .collect();
        let mut help = format!("{why}\n\n**{}:** {remedy}", self.text("remedy"));
        if !legal.is_empty() {
            help.push_str("\n\n");
            help.push_str(&legal.join("\n"));
        }
        let area = card.id.split('/').next().unwrap_or_default();
        let criteria = card.wcag.iter();
        let tags: Vec<String> = std::iter::once(area.to_owned())
            .chain(criteria.map(|criterion| format!("wcag{}", criterion.replace('.', ""))))
            .take(20)
            .collect();
        let mut rule = json!({
            "id": card.id,
            "deprecatedIds": card.aliases,
            "shortDescription": { "text": title },
            "fullDescription": { "text": why },
            "help": { "text": format!("{why} {}: {remedy}", self.text("remedy")), "markdown": help },
            "defaultConfiguration": { "level": level(Loudness::of_severity(card.severity)) },
            "relationships": card.wcag.iter().map(|criterion| json!({
                "target": { "id": criterion, "toolComponent": { "name": WCAG } },
                "kinds": ["relevant"],
            })).collect::<Vec<_>>(),
            "properties": { "tags": tags, "precision": "high" },
        });
        let addresses = self.addresses;
        if let Some(address) = addresses.and_then(|addresses| addresses.of(&card.id)) {
            rule["helpUri"] = json!(address);
        }
        rule
    }

    fn taxonomies(&self) -> Vec<Value> {
        let cards = self.report.rules.values();
        let criteria: BTreeSet<&String> = cards.flat_map(|card| &card.wcag).collect();
        if criteria.is_empty() {
            return Vec::new();
        }
        let taxa: Vec<Value> = criteria
            .into_iter()
            .map(|criterion| json!({ "id": criterion, "name": format!("WCAG {criterion}") }))
            .collect();
        vec![json!({
            "name": WCAG,
            "organization": "W3C",
            "shortDescription": { "text": "Web Content Accessibility Guidelines" },
            "informationUri": "https://www.w3.org/TR/WCAG22/",
            "isComprehensive": false,
            "taxa": taxa,
        })]
    }

    /// The results, worst first if there are too many, and how many were left out.
    fn results(&self) -> (Vec<ResultRecord<'a>>, usize) {
        let report = self.report;
        let mut entries: Vec<Entry<'a>> = super::entries(report).collect();
        let left_out = entries.len().saturating_sub(MOST_RESULTS);
        if left_out > 0 {
            entries.sort_by_key(|entry| std::cmp::Reverse((entry.outcome(), entry.severity())));
            entries.truncate(MOST_RESULTS);
        }
        let mut results: Vec<ResultRecord<'a>> = entries
            .iter()
            .map(|entry| self.result(entry, Vec::new()))
            .collect();
        let waived = report.applications.iter().flat_map(|app| &app.waived);
        let room = MOST_RESULTS - results.len();
        results.extend(waived.take(room).map(|waived| self.waived(waived)));
        (results, left_out)
    }

    fn waived(&self, waived: &'a Waived) -> ResultRecord<'a> {
        let entry = Entry {
            rule: &waived.rule,
            card: self.report.rules.get(&waived.rule),
            finding: &waived.finding,
        };
        let suppression = json!({
            "kind": if waived.is_by_comment() { "inSource" } else { "external" },
            "status": "accepted",
            "justification": waived.reason,
        });
        self.result(&entry, vec![suppression])
    }

    fn result(&self, entry: &Entry<'a>, suppressions: Vec<Value>) -> ResultRecord<'a> {
        let finding: &'a Finding = entry.finding;
        let loudness = Loudness::of_entry(entry);
        // Results that are not failures have no level (3.27.10).
        let (kind, level) = match finding.is_failure() {
            true => ("fail", level(loudness)),
            false => ("review", "none"),
        };
        let print = finding.fingerprint.to_string();
        ResultRecord {
            rule_id: entry.rule,
            rule_index: self.indices.get(entry.rule).copied(),
            kind,
            level,
            message: json!({ "text": entry.sentence(self.language) }),
            locations: [location(&finding.place)],
            related_locations: finding.related.iter().map(location).collect(),
            // GitHub only uses the second one, and identifies findings by it.
            partial_fingerprints: BTreeMap::from([
                ("fachcheck/v1", print.clone()),
                ("primaryLocationLineHash", print),
            ]),
            suppressions,
            fixes: self
                .fixes
                .get(&finding.fingerprint)
                .map(|suggestion| self.fix(suggestion))
                .into_iter()
                .collect(),
        }
    }

    /// A suggested change (3.55) with every file it changes.
    fn fix(&self, suggestion: &SuggestionRecord) -> Value {
        let mut text = suggestion.title.get(self.language).clone();
        for decision in &suggestion.decisions {
            text.push_str("\n- ");
            text.push_str(decision.get(self.language));
        }
        let changes = suggestion.changes.iter().map(|change| {
            let replacements = change.edits.iter().map(|edit| {
                let mut replacement = json!({ "deletedRegion": {
                    "startLine": edit.start.line,
                    "startColumn": edit.start.column,
                    "endLine": edit.end.line,
                    "endColumn": edit.end.column,
                } });
                if !edit.text.is_empty() {
                    replacement["insertedContent"] = json!({ "text": edit.text });
                }
                replacement
            });
            json!({
                "artifactLocation": artefact(&change.document),
                "replacements": replacements.collect::<Vec<_>>(),
            })
        });
        json!({
            "description": { "text": text },
            "artifactChanges": changes.collect::<Vec<_>>(),
        })
    }

    /// What was not examined, and what did not fit.
    fn notifications(&self, left_out: usize) -> Vec<Value> {
        let gaps = self.report.applications.iter().flat_map(|app| &app.gaps);
        let mut notifications: Vec<Value> = gaps.map(|gap| self.notification(gap)).collect();
        if left_out > 0 {
            let left_out = left_out as u64;
            let text = counted("report.sarif-left-out", self.language, left_out, &[]);
            notifications.push(json!({ "level": "warning", "message": { "text": text } }));
        }
        notifications
    }

    fn notification(&self, gap: &Gap) -> Value {
        let level = match gap.reason.leaves_open() {
            true => "warning",
            false => "note",
        };
        let text = format!(
            "{} {}",
            gap.cause(self.language),
            gap.reason.next_step(self.language)
        );
        json!({
            "level": level,
            "descriptor": { "id": gap.reason.name() },
            "message": { "text": text },
            "locations": [location(&gap.place)],
        })
    }
}

const fn level(loudness: Loudness) -> &'static str {
    match loudness {
        Loudness::Error => "error",
        Loudness::Warning => "warning",
        Loudness::Note => "note",
    }
}

/// The location of a document.
fn artefact(document: &str) -> Value {
    let uri = uri(document);
    let mut artefact = json!({ "uri": uri });
    if !is_address(&uri) {
        artefact["uriBaseId"] = json!(ROOT);
    }
    artefact
}

/// A place as a location: file, region and logical name.
fn location(place: &Place) -> Value {
    let mut physical = json!({ "artifactLocation": artefact(&place.document) });
    if let Some(start) = place.position {
        let mut region = json!({ "startLine": start.line, "startColumn": start.column });
        if let Some(end) = place.end {
            region["endLine"] = json!(end.line);
            region["endColumn"] = json!(end.column);
        }
        if let Some(excerpt) = &place.excerpt {
            region["snippet"] = json!({ "text": excerpt });
        }
        physical["region"] = region;
    }
    let mut location = json!({ "physicalLocation": physical });
    let mut names = Vec::new();
    if let Some(selector) = &place.selector {
        names.push(json!({ "fullyQualifiedName": selector, "kind": "element" }));
    }
    let path = place.path.to_string();
    if !path.is_empty() && place.selector.as_ref() != Some(&path) {
        names.push(json!({ "fullyQualifiedName": path, "kind": "member" }));
    }
    if !names.is_empty() {
        location["logicalLocations"] = json!(names);
    }
    location
}
