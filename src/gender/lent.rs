//! Types and lists, and the fields that use them, share their subject if only names indicate it.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{GenderField, Signal, Subject};

/// Spreads the subject between types or lists and the fields that use them, if it is animals, words or voices, or if one of
/// the values states it: then the list is not a person's, nor is a field with its values, unless the field certainly
/// belongs to a human being. `uses`: indexes of a field and of the type it uses.
pub fn lend_subjects(fields: &mut [GenderField], uses: impl Iterator<Item = (usize, usize)>) {
    let mut users: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (user, used) in uses {
        users.entry(used).or_default().push(user);
    }
    for (used, users) in users {
        give_to_type(fields, used, &users);
        give_to_users(fields, used, &users);
    }
}

/// Gives a type the subject of its users. Searches do not count, as they store nothing, nor do fields taken for a
/// person's only by default.
fn give_to_type(fields: &mut [GenderField], used: usize, users: &[usize]) {
    let telling = || {
        let users = users.iter().filter_map(|at| fields.get(*at));
        users.filter(|user| user.subject != Subject::Person || user.of_human)
    };
    let subjects: BTreeSet<Subject> = telling().map(|user| user.subject).collect();
    let (Some(subject), Some(user)) = (subjects.first().copied(), telling().next()) else {
        return;
    };
    let signal = Signal::new("uses", &user.name);
    let Some(declared) = fields.get_mut(used).filter(|declared| declared.is_type) else {
        return;
    };
    if declared.subject == Subject::Person && is_nobody(subject) && subjects.len() == 1 {
        declared.signals.push(signal);
        declared.subject = subject;
    }
}

fn give_to_users(fields: &mut [GenderField], used: usize, users: &[usize]) {
    let declared = fields.get(used).filter(|declared| declared.is_type);
    // What one of its values says of a list (`mixed`) holds wherever the list is used.
    let lends =
        |declared: &&GenderField| is_nobody(declared.subject) || is_told_by_a_value(declared);
    let lent = declared.filter(lends);
    let Some((subject, name)) = lent.map(|lent| (lent.subject, lent.name.clone())) else {
        return;
    };
    for user in users {
        if let Some(user) = fields.get_mut(*user)
            && user.subject == Subject::Person
            && !user.of_human
        {
            user.signals.push(Signal::new("type", &name));
            user.subject = subject;
        }
    }
}

/// Whether a value of a list shows that the list is about something else than a human being.
fn is_told_by_a_value(declared: &GenderField) -> bool {
    declared.subject != Subject::Person
        && declared
            .signals
            .iter()
            .any(|signal| signal.kind == "context_value")
}

fn is_nobody(subject: Subject) -> bool {
    matches!(subject, Subject::Animal | Subject::Grammar | Subject::Voice)
}
