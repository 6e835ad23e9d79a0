//! Knows findings again: by fingerprint, then by names, then by what is written there.
//!
//! Each step is symmetrical: exchanging the sides exchanges the members of each pair and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::change::MatchedBy;
use super::sight::file_name;
use super::snapshot::FindingState;

/// A finding that is looked for on the other side.
pub(super) struct Candidate<'a> {
    /// Id of its application, as the later run calls it.
    pub application: &'a str,
    /// Id of its rule, as it is called now.
    pub rule: &'a str,
    pub finding: &'a FindingState,
    /// Whether its document is missing on the other side: only then it can have moved from page to page.
    pub document_gone: bool,
    /// Whether it counts only by its fingerprint: it was fixed, and something else may stand there now.
    pub settled: bool,
}

/// A finding of both sides.
pub(super) struct Pair {
    /// Index among the earlier ones.
    pub old: usize,
    /// Index among the later ones.
    pub new: usize,
    pub by: MatchedBy,
}

/// Pairs of the same finding. Each finding is in one pair at most.
pub(super) fn pair(old: &[Candidate<'_>], new: &[Candidate<'_>]) -> Vec<Pair> {
    let mut matching = Matching {
        old,
        new,
        free_old: (0..old.len()).collect(),
        free_new: (0..new.len()).collect(),
        pairs: Vec::new(),
    };
    let fingerprint =
        |candidate: &Candidate<'_>| Some(vec![candidate.finding.fingerprint.to_string()]);
    matching.step(MatchedBy::Fingerprint, Group::Any, &fingerprint);
    matching.forget_settled();
    let names = |candidate: &Candidate<'_>| {
        let path = candidate.finding.path.iter().cloned();
        (!candidate.finding.path.is_empty()).then(|| {
            let mut key = about(candidate);
            key.extend(path);
            key
        })
    };
    let written = |candidate: &Candidate<'_>| {
        let excerpt = candidate.finding.excerpt.as_ref()?;
        let mut key = about(candidate);
        key.push(excerpt.split_whitespace().collect::<Vec<_>>().join(" "));
        Some(key)
    };
    for (by, key) in [
        (MatchedBy::Names, &names as &Key),
        (MatchedBy::Excerpt, &written as &Key),
    ] {
        // What is written may stand in many places of one document, names seldom.
        let group = match by {
            MatchedBy::Excerpt => Group::One,
            MatchedBy::Names | MatchedBy::Fingerprint => Group::Any,
        };
        matching.step(by, group, &|candidate| {
            with(key(candidate)?, &candidate.finding.document)
        });
        matching.step(by, group, &|candidate| {
            let key = key(candidate).filter(|_| candidate.document_gone)?;
            with(key, file_name(&candidate.finding.document))
        });
        matching.step(by, group, &|candidate| {
            key(candidate).filter(|_| candidate.document_gone)
        });
    }
    // Between documents that are there on both sides only what has names of its own can have moved.
    matching.step(MatchedBy::Names, Group::One, &|candidate| {
        names(candidate).filter(|_| !candidate.finding.on_page)
    });
    matching.pairs
}

type Key<'k> = dyn Fn(&Candidate<'_>) -> Option<Vec<String>> + 'k;

/// Which groups of equal keys are paired.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    /// All of them, in the order of places.
    Any,
    /// Those with one finding on each side.
    One,
}

struct Matching<'a> {
    old: &'a [Candidate<'a>],
    new: &'a [Candidate<'a>],
    free_old: BTreeSet<usize>,
    free_new: BTreeSet<usize>,
    pairs: Vec<Pair>,
}

impl Matching<'_> {
    fn step(&mut self, by: MatchedBy, group: Group, key: &Key<'_>) {
        let old = grouped(self.old, &self.free_old, key);
        let mut new = grouped(self.new, &self.free_new, key);
        for (key, old) in old {
            let Some(new) = new.remove(&key) else {
                continue;
            };
            if group == Group::One && (old.len(), new.len()) != (1, 1) {
                continue;
            }
            for (old, new) in old.into_iter().zip(new) {
                self.free_old.remove(&old);
                self.free_new.remove(&new);
                self.pairs.push(Pair { old, new, by });
            }
        }
    }

    fn forget_settled(&mut self) {
        let (old, new) = (self.old, self.new);
        self.free_old.retain(|index| !old[*index].settled);
        self.free_new.retain(|index| !new[*index].settled);
    }
}

/// The free candidates by key; those of one key in the order of their places.
fn grouped(
    candidates: &[Candidate<'_>],
    free: &BTreeSet<usize>,
    key: &Key<'_>,
) -> BTreeMap<Vec<String>, Vec<usize>> {
    let mut groups: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for index in free {
        if let Some(key) = candidates.get(*index).and_then(key) {
            groups.entry(key).or_default().push(*index);
        }
    }
    for group in groups.values_mut() {
        group.sort_by_key(|index| {
            let candidate = &candidates[*index];
            let finding = candidate.finding;
            let place = (&finding.document, finding.line);
            (candidate.settled, place, &finding.fingerprint)
        });
    }
    groups
}

fn about(candidate: &Candidate<'_>) -> Vec<String> {
    vec![candidate.application.to_owned(), candidate.rule.to_owned()]
}

#[expect(clippy::unnecessary_wraps, reason = "the end of a chain of options")]
fn with(mut key: Vec<String>, part: &str) -> Option<Vec<String>> {
    key.push(part.to_owned());
    Some(key)
}
