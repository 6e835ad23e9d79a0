//! Tries suggestions for the same documents on a copy, together and one by one: a wrong suggestion is worse than none.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::Desk;
use super::edit::RemedyEdit;
use super::obstacle::{Obstacle, Unsettled};
use super::trial::{Verdicts, succeeds, verdicts};
use super::{MOST_DOCUMENTS, Suggestion};

/// How many changes are tried one by one if they conflict.
const MOST_ALONE: usize = 24;
/// Larger documents are not read again.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Groups suggestions so that no two groups share a document.
pub(super) fn connected(suggestions: Vec<Suggestion>) -> Vec<Vec<Suggestion>> {
    let mut groups: Vec<(BTreeSet<String>, Vec<Suggestion>)> = Vec::new();
    let mut group_of: BTreeMap<String, usize> = BTreeMap::new();
    for suggestion in suggestions {
        let mut touched: BTreeSet<usize> = suggestion
            .documents
            .iter()
            .filter_map(|document| group_of.get(document).copied())
            .collect();
        let home = touched.pop_first().unwrap_or_else(|| {
            groups.push(Default::default());
            groups.len() - 1
        });
        for other in touched {
            let (documents, suggestions) = std::mem::take(&mut groups[other]);
            for document in &documents {
                group_of.insert(document.clone(), home);
            }
            groups[home].0.extend(documents);
            groups[home].1.extend(suggestions);
        }
        for document in &suggestion.documents {
            group_of.insert(document.clone(), home);
        }
        groups[home].0.extend(suggestion.documents.iter().cloned());
        groups[home].1.push(suggestion);
    }
    let filled = groups.into_iter().map(|(_, suggestions)| suggestions);
    filled
        .filter(|suggestions| !suggestions.is_empty())
        .collect()
}

/// The result of trying a group.
#[derive(Default)]
pub(super) struct Trial {
    /// Suggestions that work.
    pub kept: Vec<Suggestion>,
    /// The findings of the others.
    pub dropped: Vec<Unsettled>,
}

impl Trial {
    /// Tries the suggestions of a group, together if they don't conflict.
    pub fn of(group: Vec<Suggestion>, application: &str, desk: &Desk<'_>) -> Self {
        let mut trial = Self::default();
        trial.run(desk, application, group);
        trial
    }

    fn drop(&mut self, suggestions: impl IntoIterator<Item = Suggestion>, obstacle: Obstacle) {
        let dropped = suggestions.into_iter().map(|suggestion| Unsettled {
            rule: suggestion.rule,
            finding: suggestion.finding,
            obstacle,
            at: None,
        });
        self.dropped.extend(dropped);
    }

    fn run(&mut self, desk: &Desk<'_>, application: &str, group: Vec<Suggestion>) {
        let documents: BTreeSet<String> = group
            .iter()
            .flat_map(|suggestion| suggestion.documents.iter().cloned())
            .collect();
        let large = |name: &String| {
            desk.document(name)
                .is_some_and(|document| document.capture.bytes().len() > MOST_BYTES)
        };
        if documents.len() > MOST_DOCUMENTS || documents.iter().any(large) {
            return self.drop(group, Obstacle::Large);
        }
        let is_read = documents.iter().all(|name| desk.document(name).is_some());
        let before = verdicts(desk, application, &documents, &[]);
        let Some(before) = before.filter(|_| is_read) else {
            return self.drop(group, Obstacle::Unread);
        };
        // If the finding does not occur with these documents alone, it depends on others, and so would the change.
        let is_here = |suggestion: &Suggestion| before.holds(&suggestion.finding);
        let (mut group, remote): (Vec<_>, Vec<_>) = group.into_iter().partition(is_here);
        self.drop(remote, Obstacle::Remote);
        let together = Tried {
            desk,
            application,
            documents: &documents,
            before: &before,
        };
        if together.succeeds(&group.iter().collect::<Vec<_>>()) {
            for suggestion in &mut group {
                suggestion.together = true;
            }
            self.kept = group;
            return;
        }
        let untried = group.split_off(group.len().min(MOST_ALONE));
        self.drop(untried, Obstacle::Untried);
        let holds = |suggestion: &Suggestion| together.succeeds(&[suggestion]);
        let (mut group, failed): (Vec<_>, Vec<_>) = group.into_iter().partition(holds);
        self.drop(failed, Obstacle::Failed);
        let mut chosen: Vec<usize> = Vec::new();
        for index in 0..group.len() {
            let with: Vec<&Suggestion> = chosen
                .iter()
                .chain([&index])
                .map(|index| &group[*index])
                .collect();
            if with.len() == 1 || together.succeeds(&with) {
                chosen.push(index);
            }
        }
        for index in chosen {
            group[index].together = true;
        }
        self.kept = group;
    }
}

struct Tried<'a> {
    desk: &'a Desk<'a>,
    application: &'a str,
    documents: &'a BTreeSet<String>,
    before: &'a Verdicts,
}

impl Tried<'_> {
    fn succeeds(&self, suggestions: &[&Suggestion]) -> bool {
        let mut edits: Vec<RemedyEdit> = Vec::new();
        let mut settled: BTreeMap<&str, usize> = BTreeMap::new();
        for suggestion in suggestions {
            edits.extend(suggestion.edits.iter().cloned());
            *settled.entry(&suggestion.rule).or_default() += 1;
        }
        let Self {
            desk,
            application,
            documents,
            before,
        } = self;
        !edits.is_empty() && succeeds(desk, application, documents, before, &edits, &settled)
    }
}
