//! Suggestions as records of a report.

use std::collections::{BTreeMap, BTreeSet};

use super::diff::unified_diff;
use super::{MOST_HELD, RemedyEdit, RemedySource, Suggestion};
use crate::model::{SourceText, Span};
use crate::record::{FileChange, SuggestionRecord, TextEdit};

/// Maximum bytes of diffs per application: a file that is one long line occurs in each of its diffs.
const MOST_DIFFS: usize = 16 * 1024 * 1024;

/// The records of suggestions, in order. Omits those whose files can no longer be read, and those beyond the first 16
/// MB of diffs; `fix` still makes the latter.
pub fn records(suggestions: &[Suggestion], source: &dyn RemedySource) -> Vec<SuggestionRecord> {
    let mut texts = HeldTexts {
        source,
        held: BTreeMap::new(),
    };
    let mut bytes = 0;
    suggestions
        .iter()
        .map_while(|suggestion| {
            (bytes < MOST_DIFFS).then(|| {
                let record = record(suggestion, &mut texts)?;
                bytes += record
                    .changes
                    .iter()
                    .map(|change| change.diff.len())
                    .sum::<usize>();
                Some(record)
            })
        })
        .flatten()
        .collect()
}

/// Texts of files that several suggestions change.
struct HeldTexts<'a> {
    source: &'a dyn RemedySource,
    held: BTreeMap<String, Option<SourceText>>,
}

impl HeldTexts<'_> {
    fn of(&mut self, document: &str) -> Option<SourceText> {
        if let Some(held) = self.held.get(document) {
            return held.clone();
        }
        if self.held.len() >= MOST_HELD {
            self.held.clear();
        }
        let capture = self.source.capture(document);
        let text = capture.and_then(|capture| capture.text().ok().cloned());
        self.held.insert(document.to_owned(), text.clone());
        text
    }
}

fn record(suggestion: &Suggestion, texts: &mut HeldTexts<'_>) -> Option<SuggestionRecord> {
    let edits: BTreeSet<&RemedyEdit> = suggestion.edits.iter().collect();
    let mut by_document: BTreeMap<&str, Vec<&RemedyEdit>> = BTreeMap::new();
    for edit in edits {
        by_document.entry(&edit.document).or_default().push(edit);
    }
    let changes = by_document.into_iter().map(|(document, edits)| {
        let text = texts.of(document)?;
        Some(FileChange {
            diff: unified_diff(&texts.source.path(document), text.as_str(), &edits)?,
            edits: edits
                .into_iter()
                .map(|edit| text_edit(&text, edit))
                .collect(),
            document: document.to_owned(),
        })
    });
    let changes: Vec<FileChange> = changes.collect::<Option<_>>()?;
    (!changes.is_empty()).then(|| SuggestionRecord {
        rule: suggestion.rule.clone(),
        finding: suggestion.finding.clone(),
        kind: suggestion.kind.to_owned(),
        applicability: suggestion.applicability,
        title: suggestion.title(),
        changes,
        decisions: suggestion.decisions.clone(),
    })
}

fn text_edit(text: &SourceText, edit: &RemedyEdit) -> TextEdit {
    let Span { start, end } = edit.span;
    TextEdit {
        start: text.position(start),
        end: text.position(end),
        text: edit.text.clone(),
    }
}
