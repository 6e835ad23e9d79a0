//! Types and lists that nothing but their name speaks for: whose they are, the fields say that use them.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{GenderField, Signal, Subject};
use crate::model::Confidence;

/// Gives types and lists that were taken for a person's the subject of the fields that use them, where none of these is a
/// person's. Fields that are about different things leave it open. `uses`: indices of a field and of what it uses.
pub fn lend_subjects(fields: &mut [GenderField], uses: impl Iterator<Item = (usize, usize)>) {
    let mut users: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (user, used) in uses {
        users.entry(used).or_default().push(user);
    }
    for (used, users) in users {
        let users: Vec<&GenderField> = users.iter().filter_map(|at| fields.get(*at)).collect();
        let subjects: BTreeSet<Subject> = users.iter().map(|user| user.subject).collect();
        let (Some(subject), Some(user)) = (subjects.first().copied(), users.first()) else {
            continue;
        };
        let signal = Signal::new("uses", &user.name);
        let Some(declared) = fields.get_mut(used).filter(|declared| declared.is_type) else {
            continue;
        };
        if declared.subject != Subject::Person || subjects.contains(&Subject::Person) {
            continue;
        }
        declared.signals.push(signal);
        match subjects.len() {
            1 => declared.subject = subject,
            _ => declared.confidence = declared.confidence.min(Confidence::Medium),
        }
    }
}
