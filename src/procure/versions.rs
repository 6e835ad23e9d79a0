//! Differences between two versions of a checklist.

use crate::rule::{Checklist, Criterion};
use crate::texts::{Language, filled, lookup};

/// One difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListChange {
    /// Id of the demand.
    pub id: String,
    /// The kind of difference.
    pub kind: ListChangeKind,
    /// The old text; empty for a new demand.
    pub before: String,
    /// The new text; empty for a removed demand.
    pub after: String,
}

/// The possible differences of a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListChangeKind {
    /// The demand is new.
    Added,
    /// The demand was removed.
    Removed,
    /// The wording of the demand.
    Demand,
    /// The question.
    Question,
    /// The expected content of an answer.
    Expected,
    /// Whether it is a knock-out.
    Knockout,
    /// Whether evidence is required.
    Evidence,
    /// The deciding findings.
    Rules,
}

impl ListChangeKind {
    const fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Demand => "demand",
            Self::Question => "question",
            Self::Expected => "expected",
            Self::Knockout => "knockout",
            Self::Evidence => "evidence",
            Self::Rules => "rules",
        }
    }
}

impl ListChange {
    /// The difference as lines: what changed, and both sides if there are two.
    pub fn lines(&self, language: Language) -> Vec<String> {
        let key = format!("tender.change-{}", self.kind.key());
        let mut lines = vec![filled(&key, language, &[("id", &self.id)])];
        let side = |sign: &str, text: &str| (!text.is_empty()).then(|| format!("  {sign} {text}"));
        lines.extend(side("-", &self.before));
        lines.extend(side("+", &self.after));
        lines
    }
}

/// The differences between two versions of a checklist, in the order of the older one; new demands last.
pub fn list_changes(old: &Checklist, new: &Checklist, language: Language) -> Vec<ListChange> {
    let mut changes = Vec::new();
    for before in &old.criteria {
        match new.criteria.iter().find(|after| after.id == before.id) {
            Some(after) => compare(before, after, language, &mut changes),
            None => changes.push(ListChange {
                id: before.id.clone(),
                kind: ListChangeKind::Removed,
                before: before.title.get(language).clone(),
                after: String::new(),
            }),
        }
    }
    for after in &new.criteria {
        if old.criteria.iter().all(|before| before.id != after.id) {
            changes.push(ListChange {
                id: after.id.clone(),
                kind: ListChangeKind::Added,
                before: String::new(),
                after: after.title.get(language).clone(),
            });
        }
    }
    changes
}

fn compare(old: &Criterion, new: &Criterion, language: Language, changes: &mut Vec<ListChange>) {
    let mut add = |kind, before: String, after: String| {
        if before != after {
            changes.push(ListChange {
                id: old.id.clone(),
                kind,
                before,
                after,
            });
        }
    };
    let words = |text: Option<&crate::texts::Bilingual>| {
        text.map_or_else(String::new, |text| text.get(language).clone())
    };
    let flag = |flag: bool| {
        let key = if flag { "tender.yes" } else { "tender.no" };
        lookup(key, language).unwrap_or_default().to_owned()
    };
    add(
        ListChangeKind::Demand,
        words(Some(&old.title)),
        words(Some(&new.title)),
    );
    add(
        ListChangeKind::Question,
        words(old.question.as_ref()),
        words(new.question.as_ref()),
    );
    add(
        ListChangeKind::Expected,
        words(old.answer.as_ref()),
        words(new.answer.as_ref()),
    );
    add(
        ListChangeKind::Knockout,
        flag(old.knockout),
        flag(new.knockout),
    );
    add(
        ListChangeKind::Evidence,
        flag(old.evidence),
        flag(new.evidence),
    );
    if (&old.decided_by, &old.layers, old.coverage) != (&new.decided_by, &new.layers, new.coverage)
    {
        changes.push(ListChange {
            id: old.id.clone(),
            kind: ListChangeKind::Rules,
            before: String::new(),
            after: String::new(),
        });
    }
}
