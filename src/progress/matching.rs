//! Recognises findings: by fingerprint, then by common places, then by names, then by excerpt.
//!
//! Each step is symmetrical: swapping the sides only swaps the members of each pair.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::change::MatchedBy;
use super::members::FoundAt;
use super::sight::file_name;
use super::snapshot::FindingState;
use crate::texts::on_one_line;

/// A finding to be matched with the other side.
pub(super) struct Candidate<'a> {
    /// Id of its application in the later run.
    pub application: &'a str,
    /// Current id of its rule.
    pub rule: &'a str,
    pub finding: &'a FindingState,
    /// Whether its document is missing on the other side; only then can it have moved between pages.
    pub document_gone: bool,
    /// Whether only its fingerprint may match: it was fixed, and something else may be there now.
    pub settled: bool,
}

/// A finding on both sides.
pub(super) struct Pair {
    /// Index into the earlier findings.
    pub old: usize,
    /// Index into the later findings.
    pub new: usize,
    pub by: MatchedBy,
}

/// Pairs of the same finding. Each finding is in at most one pair.
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
    matching.by_places();
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
        key.push(on_one_line(excerpt));
        Some(key)
    };
    for (by, key) in [
        (MatchedBy::Names, &names as &Key),
        (MatchedBy::Excerpt, &written as &Key),
    ] {
        // An excerpt may occur many times in a document; names rarely do.
        let group = match by {
            MatchedBy::Excerpt => Group::One,
            MatchedBy::Names | MatchedBy::Places | MatchedBy::Fingerprint => Group::Any,
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
    // Between documents that exist on both sides, only findings with names of their own can have moved.
    matching.step(MatchedBy::Names, Group::One, &|candidate| {
        names(candidate).filter(|_| !candidate.finding.on_page)
    });
    matching.pairs
}

type Key<'k> = dyn Fn(&Candidate<'_>) -> Option<Vec<String>> + 'k;

/// Which groups of equal keys to pair.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    /// All groups, in order of place.
    Any,
    /// Groups with exactly one finding on each side.
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

    /// Pairs findings about several places with those that share places with them, first those that share most: another
    /// place stands for the rest once the first is mended.
    fn by_places(&mut self) {
        let old = by_place(self.old, &self.free_old);
        let new = by_place(self.new, &self.free_new);
        let mut shared: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        for (place, old) in old {
            // A place of several findings of one rule tells none of them.
            if let ([old], Some([new])) = (old.as_slice(), new.get(&place).map(Vec::as_slice)) {
                *shared.entry((*old, *new)).or_default() += 1;
            }
        }
        let mut pairs: Vec<(usize, usize, u64)> = shared
            .into_iter()
            .map(|((old, new), shared)| (old, new, shared))
            .filter(|(old, new, _)| {
                let sides = [self.old.get(*old), self.new.get(*new)];
                let mut sides = sides.into_iter().flatten();
                sides.any(|side| side.finding.is_group())
            })
            .collect();
        pairs.sort_by_key(|(old, new, shared)| {
            let mut names = [
                self.old.get(*old).map(|one| &one.finding.fingerprint),
                self.new.get(*new).map(|one| &one.finding.fingerprint),
            ];
            names.sort_unstable();
            (Reverse(*shared), names)
        });
        for (old, new, _) in pairs {
            if self.free_old.contains(&old) && self.free_new.contains(&new) {
                self.free_old.remove(&old);
                self.free_new.remove(&new);
                let by = MatchedBy::Places;
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

/// The free candidates about fields, by each of their places.
fn by_place<'a>(
    candidates: &'a [Candidate<'a>],
    free: &BTreeSet<usize>,
) -> BTreeMap<(&'a str, &'a str, FoundAt), Vec<usize>> {
    let mut by_place: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for index in free {
        let Some(candidate) = candidates.get(*index) else {
            continue;
        };
        let Candidate {
            application,
            rule,
            finding,
            ..
        } = *candidate;
        let places = finding.others.iter().flat_map(|_| finding.known_places());
        for place in places.filter(|place| !place.path.is_empty()) {
            let findings = by_place.entry((application, rule, place)).or_default();
            findings.push(*index);
        }
    }
    by_place
}

/// The free candidates by key; those with the same key in order of place.
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
