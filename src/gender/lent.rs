//! Types and lists that nothing but their name speaks for: whose they are, the fields say that use them.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{GenderField, Signal, Subject};

/// Gives types and lists that were taken for a person's the subject of the fields that use them, where these are about
/// animals, words or voices alone. A search that uses a list says nothing of who is stored elsewhere. `uses`: indices of a
/// field and of what it uses.
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
        let is_nobody = matches!(subject, Subject::Animal | Subject::Grammar | Subject::Voice);
        if declared.subject == Subject::Person && is_nobody && subjects.len() == 1 {
            declared.signals.push(signal);
            declared.subject = subject;
        }
    }
}
