//! Conformance reports as declarations of the bidder: OpenACR (YAML), and the tables of an ACR or VPAT in Word or HTML.
//!
//! What a report says about a success criterion is the bidder's word, like an answer: it proves nothing, and where it
//! says less than the answer, both sides are shown.

mod level;
mod unread;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use self::level::ConformanceLevel;
pub(super) use self::unread::unread_reports;

use super::exhibit::ExhibitIndex;
use crate::format::{html_tables, parse_tree, word_tables};
use crate::model::SourceText;
use crate::rule::Formula;
use crate::texts::{beginning, on_one_line};

/// Maximum size of a conformance report.
const MAX_BYTES: u64 = 16 << 20;

/// Maximum number of files examined.
const MAX_FILES: usize = 200;

/// Minimum number of criteria for a table to count as a report.
const MIN_CLAIMS: usize = 3;

/// Maximum length of a stored remark, in characters.
const REMARK: usize = 600;

/// A conformance report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConformanceReport {
    /// File inside the dossier.
    pub file: String,
    /// The product as stated in the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The version as stated in the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The date as stated in the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Its claims about success criteria.
    pub claims: Vec<ConformanceClaim>,
}

/// The claim of a report about one success criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConformanceClaim {
    /// Number of the success criterion of WCAG (`1.1.1`).
    pub criterion: String,
    /// The claimed level.
    pub level: ConformanceLevel,
    /// The part of the product, if the report distinguishes parts (`Web`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// The remark of the report.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

impl ConformanceClaim {
    /// Whether the claim reports a gap in what people operate. Documentation and accompanying tools have demands of
    /// their own.
    pub fn is_lacking(&self) -> bool {
        let part = self.part.to_lowercase();
        let beside = [
            "doc", "dok", "author", "autor", "support", "hardware", "hilfe",
        ];
        self.level.is_lacking() && !beside.iter().any(|word| part.contains(word))
    }
}

/// The conformance reports of a dossier, by file.
pub(super) fn read_reports(folder: &Path, index: &ExhibitIndex) -> Vec<ConformanceReport> {
    let kinds = ["yaml", "yml", "docx", "html", "htm"];
    let files = index.files().filter(|(path, bytes)| {
        let kind = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        *bytes <= MAX_BYTES && kinds.contains(&kind.as_str())
    });
    let mut files: Vec<(&str, u64)> = files.collect();
    // There may be many saved pages; reports are usually elsewhere.
    files.sort_by_key(|(path, _)| !path.starts_with("evidence/"));
    files
        .into_iter()
        .take(MAX_FILES)
        .filter_map(|(path, _)| {
            let bytes = fs::read(folder.join(path)).ok()?;
            let mut report = read_report(path, &bytes)?;
            path.clone_into(&mut report.file);
            Some(report)
        })
        .collect()
}

/// Reads a file as a conformance report; `None` if it is not one.
pub(super) fn read_report(path: &str, bytes: &[u8]) -> Option<ConformanceReport> {
    let kind = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    let report = match kind.as_str() {
        "docx" => from_tables(&word_tables(bytes).ok()?),
        "html" | "htm" => {
            let text = String::from_utf8_lossy(bytes);
            // Parsing every saved page for tables would cost more than it yields.
            let lower = text.to_lowercase();
            let told = ["conformance", "konformit"]
                .iter()
                .any(|word| lower.contains(word));
            match told {
                true => from_tables(&html_tables(&text).ok()?),
                false => return None,
            }
        }
        _ => open_acr(std::str::from_utf8(bytes).ok()?)?,
    };
    (report.claims.len() >= MIN_CLAIMS).then_some(report)
}

/// OpenACR: chapters of criteria with their components.
fn open_acr(text: &str) -> Option<ConformanceReport> {
    if !text.contains("chapters") || !text.contains("adherence") {
        return None;
    }
    let tree = parse_tree(&SourceText::new(text)).ok()?;
    let root = tree.root()?;
    let product = root.get("product");
    let said = |name: &str| {
        let field = product.and_then(|product| product.get(name));
        field.and_then(|field| field.scalar()).map(plain)
    };
    let mut claims = Vec::new();
    for (_, chapter) in root.get("chapters")?.entries() {
        for criterion in chapter.items_of("criteria") {
            let number = criterion.get("num").and_then(|number| number.scalar());
            let Some(number) = number.and_then(success_criterion) else {
                continue;
            };
            for component in criterion.items_of("components") {
                let adherence = component.get("adherence");
                let said = |name: &str| {
                    let field = adherence.and_then(|adherence| adherence.get(name));
                    field.and_then(|field| field.scalar()).unwrap_or_default()
                };
                if let Some(level) = ConformanceLevel::of_text(said("level")) {
                    claims.push(ConformanceClaim {
                        criterion: number.clone(),
                        level,
                        part: component.text_of("name").map(plain).unwrap_or_default(),
                        remark: plain(said("notes")),
                    });
                }
            }
        }
    }
    Some(ConformanceReport {
        product: said("name"),
        version: said("version"),
        date: root
            .get("report_date")
            .and_then(|date| date.scalar())
            .map(plain),
        claims,
        ..ConformanceReport::default()
    })
}

/// Tables whose rows start with a criterion followed by a level.
fn from_tables(tables: &[Vec<Vec<String>>]) -> ConformanceReport {
    let mut report = ConformanceReport::default();
    for row in tables.iter().flatten() {
        let [criterion, level, rest @ ..] = row.as_slice() else {
            continue;
        };
        let Some(number) = success_criterion(criterion) else {
            continue;
        };
        let remark = plain(rest.first().map_or("", String::as_str));
        for (part, level) in levels(level) {
            let claim = ConformanceClaim {
                criterion: number.clone(),
                level,
                part,
                remark: remark.clone(),
            };
            // The EU edition repeats a criterion in each of its chapters.
            if !report.claims.contains(&claim) {
                report.claims.push(claim);
            }
        }
    }
    report
}

/// The levels in a cell: one for the whole product, or one for each part ("Web: Supports").
fn levels(cell: &str) -> Vec<(String, ConformanceLevel)> {
    let pieces = cell.split(['\n', ';']).map(str::trim);
    pieces
        .filter_map(|piece| {
            if let Some(level) = ConformanceLevel::of_text(piece) {
                return Some((String::new(), level));
            }
            let (part, level) = piece.split_once(':')?;
            Some((plain(part), ConformanceLevel::of_text(level)?))
        })
        .collect()
}

/// The number of a success criterion at the start of a text. Clauses 9 to 11 of EN 301 549 append it to their own
/// numbers.
fn success_criterion(text: &str) -> Option<String> {
    let first = text.split_whitespace().next()?;
    let numbers: Option<Vec<u32>> = first
        .trim_end_matches([':', ',', '.'])
        .split('.')
        .map(|part| part.parse().ok())
        .collect();
    let numbers = numbers?;
    let [principle, guideline, criterion] = match numbers.as_slice() {
        [9..=11, a, b, c] | [11, a, b, c, _] => [*a, *b, *c],
        [a, b, c] => [*a, *b, *c],
        _ => return None,
    };
    let known = (1..=4).contains(&principle)
        && (1..=5).contains(&guideline)
        && (1..=13).contains(&criterion);
    known.then(|| format!("{principle}.{guideline}.{criterion}"))
}

/// Text of a report on one line, truncated.
fn plain(text: &str) -> String {
    let line = on_one_line(text);
    beginning(&line, REMARK).to_owned()
}

/// The claims of reports about the success criteria of a demand, by file.
pub(super) fn claims_about(
    reports: &[ConformanceReport],
    formula: Option<&Formula>,
) -> BTreeMap<String, Vec<ConformanceClaim>> {
    let mut wanted = Vec::new();
    if let Some(formula) = formula {
        criteria_of(formula, &mut wanted);
    }
    let mut claims = BTreeMap::new();
    for report in reports {
        let about = report.claims.iter();
        let about: Vec<ConformanceClaim> = about
            .filter(|claim| wanted.contains(&claim.criterion.as_str()))
            .cloned()
            .collect();
        if !about.is_empty() {
            claims.insert(report.file.clone(), about);
        }
    }
    claims
}

/// Collects the success criteria of a formula.
fn criteria_of<'f>(formula: &'f Formula, found: &mut Vec<&'f str>) {
    match formula {
        Formula::All { all: parts } | Formula::Any { any: parts } => {
            for part in parts {
                criteria_of(part, found);
            }
        }
        Formula::Wcag { wcag } => found.push(wcag),
        Formula::Rule(_) | Formula::Defects { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACR: &str = "title: Bericht\nproduct:\n  name: Muster\n  version: \"4.2\"\nreport_date: 2026-09-01\nchapters:\n  success_criteria_level_a:\n    criteria:\n      - num: 1.1.1\n        components:\n          - name: web\n            adherence:\n              level: supports\n              notes: \"\"\n          - name: electronic-docs\n            adherence:\n              level: does-not-support\n              notes: Briefe ohne Tags\n      - num: 2.1.1\n        components:\n          - name: web\n            adherence:\n              level: partially-supports\n  hardware:\n    criteria:\n      - num: 8.2.1\n        components:\n          - name: none\n            adherence:\n              level: not-applicable\n";

    #[test]
    fn an_open_acr_is_read() {
        let report = read_report("evidence/acr.yaml", ACR.as_bytes()).expect("a report");
        assert_eq!(report.product.as_deref(), Some("Muster"));
        assert_eq!(report.version.as_deref(), Some("4.2"));
        let claims: Vec<(&str, &str, ConformanceLevel)> = report
            .claims
            .iter()
            .map(|claim| (claim.criterion.as_str(), claim.part.as_str(), claim.level))
            .collect();
        use ConformanceLevel as L;
        assert_eq!(
            claims,
            [
                ("1.1.1", "web", L::Supports),
                ("1.1.1", "electronic-docs", L::DoesNotSupport),
                ("2.1.1", "web", L::PartiallySupports),
            ]
        );
    }

    #[test]
    fn tables_of_a_report_are_read() {
        let page = "<h1>Accessibility Conformance Report</h1><table><tr><th>Criteria</th><th>Conformance Level</th><th>Remarks and Explanations</th></tr><tr><td>1.1.1 Non-text Content (Level A)<br>Also applies to: EN 301 549</td><td>Web: Supports<br>Electronic Docs: Partially Supports</td><td>Some   charts</td></tr><tr><td>9.2.1.1 Tastatur</td><td>Teilweise unterstützt</td><td></td></tr><tr><td>11.4.1.1.1 Parsing</td><td>Not Applicable</td></tr><tr><td>302.1 Without Vision</td><td>Supports</td></tr></table>";
        let report = read_report("acr.html", page.as_bytes()).expect("a report");
        let claims: Vec<String> = report
            .claims
            .iter()
            .map(|claim| {
                format!(
                    "{} {} {:?} {}",
                    claim.criterion, claim.part, claim.level, claim.remark
                )
            })
            .collect();
        assert_eq!(
            claims,
            [
                "1.1.1 Web Supports Some charts",
                "1.1.1 Electronic Docs PartiallySupports Some charts",
                "2.1.1  PartiallySupports ",
                "4.1.1  NotApplicable ",
            ]
        );
    }

    #[test]
    fn what_is_no_report_is_none() {
        for (name, text) in [
            ("a.yaml", "openapi: 3.0.0\npaths: {}\n"),
            (
                "b.html",
                "<table><tr><td>1.1.1</td><td>Supports</td></tr></table>",
            ),
            ("c.docx", "no archive"),
            ("d.yml", "chapters: [adherence"),
            (
                "e.html",
                "<p>Conformance</p><table><tr><td>1.2.3 Fassung</td><td>erledigt</td></tr></table>",
            ),
        ] {
            assert_eq!(read_report(name, text.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn numbers_of_criteria_stand_at_the_beginning() {
        let read = |text| success_criterion(text);
        assert_eq!(read("1.4.10 Reflow").as_deref(), Some("1.4.10"));
        assert_eq!(read("9.1.4.10 Reflow").as_deref(), Some("1.4.10"));
        assert_eq!(read("10.1.1.1 Non-text").as_deref(), Some("1.1.1"));
        for text in [
            "",
            "Criteria",
            "5.2 Activation",
            "7.1.1 Captioning",
            "9.6",
            "2026.11.1 x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
