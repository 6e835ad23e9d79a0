//! Evidence about a type from the fields that use it.

use foldhash::HashMap;

use super::field::{GenderField, Signal, Subject};
use crate::model::{Confidence, ModelPath};

/// Makes a type an animal's if all its users are. Users in other documents are judged there.
pub(super) fn types_follow_their_uses(fields: &mut [GenderField]) {
    let mut uses: HashMap<ModelPath, Option<(Subject, Signal)>> = HashMap::default();
    for field in fields.iter() {
        let Some(declaration) = &field.declaration else {
            continue;
        };
        let told_apart = field.subject != Subject::Person && field.subject != Subject::Selector;
        let signal = Signal::new("context", field.entity.as_deref().unwrap_or(&field.name));
        let seen = told_apart.then_some((field.subject, signal));
        let known = uses
            .entry(declaration.path.clone())
            .or_insert_with(|| seen.clone());
        if known.as_ref().map(|(subject, _)| *subject) != seen.as_ref().map(|(subject, _)| *subject)
        {
            *known = None;
        }
    }
    for field in fields.iter_mut().filter(|field| field.is_type) {
        if field.subject == Subject::Person
            && let Some(Some((subject, signal))) = uses.get(&field.path)
        {
            field.subject = *subject;
            field.signals.push(signal.clone());
        }
    }
}

/// Makes a list doubtful if everything that uses it is. Users in other documents are judged there.
pub(super) fn types_share_doubts(fields: &mut [GenderField]) {
    let mut doubts: HashMap<ModelPath, Option<Signal>> = HashMap::default();
    for field in fields.iter() {
        let Some(declaration) = &field.declaration else {
            continue;
        };
        let in_doubt = field.confidence < Confidence::High && !field.of_human;
        let signal = in_doubt.then(|| Signal::new("uses", &field.name));
        let known = doubts
            .entry(declaration.path.clone())
            .or_insert_with(|| signal.clone());
        if signal.is_none() {
            *known = None;
        }
    }
    for field in fields.iter_mut().filter(|field| field.is_type) {
        if field.confidence == Confidence::High
            && let Some(Some(signal)) = doubts.get(&field.path)
        {
            field.confidence = Confidence::Medium;
            field.signals.push(signal.clone());
        }
    }
}
