//! A suggested change beside its finding, for the terminal.

use super::words::label;
use crate::record::SuggestionRecord;
use crate::texts::{Language, harmless};

/// Longer changes are viewed with `fix`.
const MOST_LINES: usize = 24;

/// What it does and the changed lines, and the decisions it leaves to people; each with its heading.
pub(super) fn notes(
    suggestion: &SuggestionRecord,
    language: Language,
) -> Vec<(&'static str, String)> {
    let mut text = harmless(suggestion.title.get(language));
    // The surrounding lines are shown above; the file is only named if there are several.
    let several = suggestion.changes.len() > 1;
    let lines = suggestion.changes.iter().flat_map(|change| {
        let name = several.then_some(change.document.as_str());
        let changed = change.diff.lines().skip(2);
        name.into_iter()
            .chain(changed.filter(|line| line.starts_with(['-', '+'])))
    });
    for (index, line) in lines.enumerate() {
        text.push('\n');
        if index == MOST_LINES {
            text.push('…');
            break;
        }
        let line = line.trim_end_matches('\r').replace('\t', "    ");
        text.push_str(&harmless(&line));
    }
    let mut notes = vec![(label("suggestion", language), text)];
    let decisions = suggestion.decisions.iter();
    notes.extend(decisions.map(|decision| {
        let decision = harmless(decision.get(language));
        (label("to-decide", language), decision)
    }));
    notes
}
