//! The documents of an application → the application: their fields refer to each other's types, lists and texts,
//! and together form the graph of value domains.

use super::unclaimed::{unread_files, unrecognised};
use super::unread::{generated_only, unread_mentions};
use super::unseen::{open_beside_findings, pages_aside, partly_seen_markup, unseen_markup};
use super::{ExaminedApplication, JudgedDocument};
use crate::domain::{LinkContext, LinkedFields, Scopes, Steps};
use crate::format;
use crate::gap::{Gap, GapReason};
use crate::gender::Vocabulary;
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
    examined.gaps.extend(unread_files(application, &documents));
    examined.gaps.extend(unseen_markup(&documents, include));
    examined
        .gaps
        .extend(partly_seen_markup(&documents, include));
    examined
        .gaps
        .extend(open_beside_findings(&documents, include));
    examined.gaps.extend(pages_aside(&documents));
    let mut texts = Vec::new();
    let mut mentions = Vec::new();
    let mut fields = Vec::new();
    let mut lists = Vec::new();
    let mut restrictions = Vec::new();
    let mut scopes = Scopes::new();
    let mut steps = Steps::new();
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
            let usages = reading.usages.into_iter();
            restrictions.extend(usages.flat_map(|usage| usage.restrictions));
        }
        if !reading.scope.is_empty() {
            scopes.insert(reading.document.document.clone(), reading.scope);
        }
        if !reading.step.is_empty() {
            steps.insert(reading.document.document.clone(), reading.step);
        }
        examined.documents.push(reading.document);
        examined.suppressions.extend(reading.suppressions);
        fields.extend(reading.fields);
        lists.extend(reading.lists);
        examined.gaps.extend(reading.gaps);
        examined.assertions.extend(judgement.assertions);
        examined.notes.extend(judgement.notes);
        examined.gaps.extend(judgement.gaps);
        examined.pages.extend(pages);
    }
    say_scripts_once(&mut examined.gaps);
    name_together(&mut examined.gaps, GapReason::Minified);
    name_together(&mut examined.gaps, GapReason::DeadLink);
    let context = LinkContext {
        texts: &texts,
        restrictions: &restrictions,
        scopes: &scopes,
        steps: &steps,
        include,
        words: vocabulary,
        family_of: format::language_family,
    };
    let linked = LinkedFields::settle(fields, lists, &context);
    let judged = linked.judged();
    examined.gaps.extend(unread_mentions(mentions, judged));
    if judged.is_empty() {
        examined.gaps.extend(generated_only(linked.all()));
    }
    examined.judged_fields = judged.len();
    (examined.fields, examined.domains) = linked.into_domains(vocabulary);
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
/// installed: those of one reason are one gap that names the first of them.
fn name_together(gaps: &mut Vec<Gap>, reason: GapReason) {
    if gaps.iter().filter(|gap| gap.reason == reason).count() < 2 {
        return;
    }
    let alike: Vec<Gap> = gaps.extract_if(.., |gap| gap.reason == reason).collect();
    let Some(stage) = alike.first().map(|gap| gap.stage) else {
        return;
    };
    let documents: Vec<(String, usize)> = alike
        .into_iter()
        .map(|gap| (gap.place.document, 1))
        .collect();
    gaps.extend(Gap::of_several(stage, reason, &documents));
}
