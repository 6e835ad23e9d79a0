//! Findings → changes an editor can apply: suggestions, and the comment that accepts a finding.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::address::{address_of, real};
use super::comment::comment;
use super::judgement::{JudgedPart, JudgedTexts, Mark, MarkedFinding, PlacedText};
use super::marks::diagnostic;
use super::position::EditorRange;
use super::protocol::QUICK_FIX;
use crate::gap::contain;
use crate::record::{Applicability, ApplicationReport};
use crate::remedy::{RemedyEdit, RemedySource, Suggestion, suggest};
use crate::texts::{cut, filled, harmless, text};

/// The command that lists the decisions people must make about an applied change.
pub const TELL_DECISIONS: &str = "fachcheck.tellDecisions";

/// Longer titles do not fit into menus.
const LONGEST_TITLE: usize = 161;

/// Maximum number of findings considered at once, because each suggestion is tried on a copy of the file. A cursor or a
/// few lines have fewer.
const MOST_FINDINGS: usize = 24;

/// Maximum time to look for more changes before answering.
const PATIENCE: Duration = Duration::from_secs(3);

/// A request for the possible changes at a place in a file.
#[derive(Debug, Serialize, Deserialize)]
pub struct AdviceAsked {
    /// The judgement it refers to.
    pub revision: u64,
    /// Real path of the file.
    pub path: PathBuf,
    /// The part of it.
    pub range: EditorRange,
    /// URIs and versions of open texts by the real paths of their files.
    pub open: BTreeMap<PathBuf, (String, i64)>,
    /// Whether edits name the versions they apply to.
    pub versioned: bool,
}

/// Offers changes, and caches what is slow to find until the texts change.
#[derive(Default)]
pub struct Adviser {
    revision: u64,
    suggestions: BTreeMap<(usize, usize, String), Vec<Suggestion>>,
    comments: BTreeMap<(usize, String), Option<RemedyEdit>>,
}

impl Adviser {
    /// The changes as LSP code actions.
    pub fn actions(&mut self, judged: &JudgedTexts, asked: &AdviceAsked) -> Vec<Value> {
        // Nothing is known about texts judged by another process or changed since.
        if judged.revision != asked.revision {
            return Vec::new();
        }
        if self.revision != asked.revision {
            *self = Self {
                revision: asked.revision,
                ..Self::default()
            };
        }
        let marks = judged.marks_at(&asked.path, asked.range);
        let marks: Vec<(&Mark, &MarkedFinding)> = marks
            .filter_map(|mark| Some((mark, mark.finding.as_ref()?)))
            .take(MOST_FINDINGS)
            .collect();
        let begun = Instant::now();
        let mut suggested = Vec::new();
        let mut accepting = Vec::new();
        for (mark, about) in marks {
            let suggestion = self.suggestion(judged, about);
            suggested.extend(suggestion.and_then(|suggestion| {
                action_of_suggestion(judged, asked, mark, about, &suggestion)
            }));
            let edit = self.comment(judged, about);
            accepting
                .extend(edit.and_then(|edit| action_of_comment(judged, asked, mark, about, &edit)));
            if begun.elapsed() > PATIENCE {
                break;
            }
        }
        // Changes that settle a finding come before those that accept it.
        suggested.extend(accepting);
        suggested
    }

    fn suggestion(&mut self, judged: &JudgedTexts, about: &MarkedFinding) -> Option<Suggestion> {
        let part = judged.parts.get(about.part)?;
        let application = part.report.applications.get(about.application)?;
        let key = (about.part, about.application, about.document.clone());
        let suggestions = self.suggestions.entry(key).or_insert_with(|| {
            let of_document = only_findings_in(application, &about.document);
            let found = || suggest(&of_document, &part.files, &part.book, &part.vocabulary);
            contain(found).unwrap_or_default().suggestions
        });
        let mut suggestions = suggestions.iter();
        suggestions
            .find(|suggestion| suggestion.finding == about.fingerprint)
            .cloned()
    }

    fn comment(&mut self, judged: &JudgedTexts, about: &MarkedFinding) -> Option<RemedyEdit> {
        let (part, rule, finding) = judged.finding(about)?;
        let application = &part.report.applications.get(about.application)?.id;
        let key = (about.part, about.fingerprint.to_string());
        let known = self.comments.entry(key);
        let tried = || {
            contain(|| comment(part, application, rule, finding))
                .ok()
                .flatten()
        };
        known.or_insert_with(tried).clone()
    }
}

/// The application with only the findings in one document.
fn only_findings_in(application: &ApplicationReport, document: &str) -> ApplicationReport {
    let mut narrowed = application.clone();
    for assertion in &mut narrowed.assertions {
        let findings = &mut assertion.findings;
        findings.retain(|finding| finding.place.document == document);
    }
    narrowed
}

fn action_of_suggestion(
    judged: &JudgedTexts,
    asked: &AdviceAsked,
    mark: &Mark,
    about: &MarkedFinding,
    suggestion: &Suggestion,
) -> Option<Value> {
    let part = judged.parts.get(about.part)?;
    let language = part.language;
    let title = harmless(suggestion.title().get(language));
    let title = title.trim_end_matches('.');
    let decisions = suggestion.decisions.iter();
    let decisions: Vec<String> = decisions
        .map(|decision| harmless(decision.get(language)))
        .collect();
    let mut action = json!({
        "title": title,
        "kind": QUICK_FIX,
        "diagnostics": [diagnostic(mark)],
        "isPreferred": suggestion.applicability == Applicability::Mechanical,
        "edit": workspace_edit(asked, part, &suggestion.edits)?,
    });
    if !decisions.is_empty() {
        let joined = decisions.join(" ");
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("title", &title), ("decisions", &joined)];
        let whole = filled("editor.action-with-decisions", language, &values);
        action["title"] = json!(cut(&whole, LONGEST_TITLE));
        // Menus cut long titles, so the full text is shown after the change was applied.
        let heading = text("editor.to-decide", language);
        let told = format!("{title}. {heading}\n- {}", decisions.join("\n- "));
        action["command"] = json!({
            "title": heading,
            "command": TELL_DECISIONS,
            "arguments": [told],
        });
    }
    Some(action)
}

fn action_of_comment(
    judged: &JudgedTexts,
    asked: &AdviceAsked,
    mark: &Mark,
    about: &MarkedFinding,
    edit: &RemedyEdit,
) -> Option<Value> {
    let part = judged.parts.get(about.part)?;
    let edits = std::slice::from_ref(edit);
    Some(json!({
        "title": filled("editor.accept", part.language, &[("rule", &mark.code)]),
        "kind": QUICK_FIX,
        "diagnostics": [diagnostic(mark)],
        "edit": workspace_edit(asked, part, edits)?,
    }))
}

/// The edits as an LSP workspace edit: all of them, or `None` if one of the files is not available.
fn workspace_edit(asked: &AdviceAsked, part: &JudgedPart, edits: &[RemedyEdit]) -> Option<Value> {
    let mut by_document: BTreeMap<&str, Vec<&RemedyEdit>> = BTreeMap::new();
    for edit in edits {
        by_document.entry(&edit.document).or_default().push(edit);
    }
    let mut versioned = Vec::new();
    let mut plain = serde_json::Map::new();
    for (document, mut edits) in by_document {
        let path = real(&part.files.file(document))?;
        let capture = part.files.capture(document)?;
        let text = PlacedText::new(capture.text().ok()?);
        edits.sort();
        edits.dedup();
        let edits = edits.into_iter().map(|edit| {
            let range = text.shown.range(edit.span.range());
            json!({ "range": range, "newText": edit.text })
        });
        let edits: Vec<Value> = edits.collect();
        let (address, version) = match asked.open.get(&path) {
            Some((address, version)) => (address.clone(), json!(version)),
            None => (address_of(&path)?, Value::Null),
        };
        versioned.push(json!({
            "textDocument": { "uri": address, "version": version },
            "edits": edits,
        }));
        plain.insert(address, json!(edits));
    }
    Some(match asked.versioned {
        true => json!({ "documentChanges": versioned }),
        false => json!({ "changes": plain }),
    })
}
