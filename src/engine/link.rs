//! The documents of an application → the application: their fields refer to each other's types, lists and texts,
//! and together form the graph of value domains.

use super::unread::{
    generated_only, pages_aside, partly_seen_markup, unread_mentions, unrecognised, unseen_markup,
};
use super::{ExaminedApplication, JudgedDocument};
use crate::domain::{self, DomainGraph, Scopes};
use crate::format;
use crate::gap::{Gap, GapReason, Stage};
use crate::gender::{self, Vocabulary};
use crate::inventory::Application;
use crate::model::Origin;

/// Puts the documents of an application together, which come in any order, and resolves what they say about each
/// other. `gaps`: what could not be acquired; `include`: what is judged beside the application's own work.
pub fn link<'a>(
    application: &'a Application,
    mut documents: Vec<JudgedDocument>,
    gaps: Vec<Gap>,
    vocabulary: &Vocabulary,
    include: &[Origin],
) -> ExaminedApplication<'a> {
    documents.sort_by(|a, b| a.reading.name().cmp(b.reading.name()));
    let mut examined = ExaminedApplication {
        gaps,
        ..ExaminedApplication::unseen(application)
    };
    examined.gaps.extend(unrecognised(application, &documents));
    examined.gaps.extend(unseen_markup(&documents, include));
    examined
        .gaps
        .extend(partly_seen_markup(&documents, include));
    examined.gaps.extend(pages_aside(&documents));
    let mut texts = Vec::new();
    let mut mentions = Vec::new();
    let mut lists = Vec::new();
    let mut scopes = Scopes::new();
    let mut steps = domain::Steps::new();
    for JudgedDocument {
        mut reading,
        judgement,
        pages,
    } in documents
    {
        // What nobody claims among tests and other people's work is no loss to the application.
        if reading.document.format.is_none() && !reading.origin.is_judged(include) {
            reading.gaps.clear();
        }
        if reading.is_nothing() {
            continue;
        }
        if reading.origin.is_judged(include) {
            texts.extend(reading.texts);
            mentions.extend(reading.mentions);
        }
        if !reading.scope.is_empty() {
            scopes.insert(reading.document.document.clone(), reading.scope);
        }
        if !reading.step.is_empty() {
            steps.insert(reading.document.document.clone(), reading.step);
        }
        examined.documents.push(reading.document);
        examined.suppressions.extend(reading.suppressions);
        examined.fields.extend(reading.fields);
        lists.extend(reading.lists);
        examined.gaps.extend(reading.gaps);
        examined.assertions.extend(judgement.assertions);
        examined.notes.extend(judgement.notes);
        examined.gaps.extend(judgement.gaps);
        examined.pages.extend(pages);
    }
    say_scripts_once(&mut examined.gaps);
    name_together(&mut examined.gaps, Stage::Parse, |gap| {
        gap.reason == GapReason::LeftOut && gap.detail == format::MINIFIED
    });
    name_together(&mut examined.gaps, Stage::Acquire, |gap| {
        gap.reason == GapReason::DeadLink
    });
    let fields = &mut examined.fields;
    gender::caption(fields, &texts, vocabulary);
    gender::leave_to_lists(fields);
    domain::lengthen(fields, vocabulary, include);
    domain::extend(fields, vocabulary);
    domain::supersede(fields, &steps);
    domain::replace(fields);
    domain::give_up(fields);
    domain::offer(fields, lists);
    // Those that are not judged come last: rules see only the others.
    fields.sort_by_key(|field| !field.origin.is_judged(include));
    let mut links = domain::resolve(fields, &scopes, format::language_family);
    domain::withdraw(fields, &mut links);
    domain::go_on(fields, &links, vocabulary);
    domain::take_parts(fields, &mut links);
    domain::complete(fields, &links, vocabulary);
    examined.judged_fields = fields.partition_point(|field| field.origin.is_judged(include));
    let judged = fields.get(..examined.judged_fields).unwrap_or(fields);
    examined.gaps.extend(unread_mentions(mentions, judged));
    if judged.is_empty() {
        examined.gaps.extend(generated_only(fields));
    }
    let used = links.iter().enumerate();
    let used = used.filter_map(|(at, link)| Some((at, link.as_ref()?.declaration)));
    gender::lend_subjects(fields, used);
    gender::join(fields, vocabulary);
    examined.domains = DomainGraph::new(fields, &links);
    examined
}

/// Most pages load scripts from elsewhere: that some rules could not look into them is said of one for all.
fn say_scripts_once(gaps: &mut Vec<Gap>) {
    let mut said = false;
    gaps.retain(|gap| {
        let again = said && gap.reason == GapReason::ScriptsElsewhere;
        said |= gap.reason == GapReason::ScriptsElsewhere;
        !again
    });
}

/// Some gaps come by the dozen, as programs that are handed out minified do, and the links of a package that is not
/// installed: those of a kind are one gap that names the first of them.
fn name_together(gaps: &mut Vec<Gap>, stage: Stage, is_of_kind: impl Fn(&Gap) -> bool) {
    if gaps.iter().filter(|gap| is_of_kind(gap)).count() < 2 {
        return;
    }
    let alike: Vec<Gap> = gaps.extract_if(.., |gap| is_of_kind(gap)).collect();
    let Some(reason) = alike.first().map(|gap| gap.reason) else {
        return;
    };
    let documents: Vec<(String, usize)> = alike
        .into_iter()
        .map(|gap| (gap.place.document, 1))
        .collect();
    gaps.extend(Gap::of_several(stage, reason, &documents));
}
