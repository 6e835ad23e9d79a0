//! The documents of an application → the application: their fields refer to each other's types, lists and texts,
//! and together form the graph of value domains.

use std::collections::BTreeMap;

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
    let mut texts = Vec::new();
    let mut scopes = Scopes::new();
    for JudgedDocument { reading, judgement } in documents {
        if reading.is_nothing() {
            continue;
        }
        if reading.origin.is_judged(include) {
            texts.extend(reading.texts);
        }
        if !reading.scope.is_empty() {
            scopes.insert(reading.document.document.clone(), reading.scope);
        }
        examined.documents.push(reading.document);
        examined.fields.extend(reading.fields);
        examined.gaps.extend(reading.gaps);
        examined.assertions.extend(judgement.assertions);
        examined.gaps.extend(judgement.gaps);
    }
    let fields = &mut examined.fields;
    gender::caption(fields, &texts, vocabulary);
    domain::supersede(fields);
    // Those that are not judged come last: rules see only the others.
    fields.sort_by_key(|field| !field.origin.is_judged(include));
    examined.judged_fields = fields.partition_point(|field| field.origin.is_judged(include));
    let links = domain::resolve(fields, &scopes, format::language_family);
    gender::join(fields, vocabulary);
    examined.domains = DomainGraph::new(fields, &links);
    examined
}

/// Artefacts of several files of which not one is written in a format we know. Single files that no format
/// claims are no schemas; a whole folder of them is a mistake, or a format that is missing.
fn unrecognised(application: &Application, documents: &[JudgedDocument]) -> Vec<Gap> {
    let mut files: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for JudgedDocument { reading, .. } in documents {
        let (count, known) = files.entry(&reading.document.artefact).or_default();
        *count += 1;
        *known |= !reading.is_nothing();
    }
    files
        .into_iter()
        .filter(|(_, (_, known))| !known)
        .map(|(artefact, (count, _))| {
            let place = if artefact.is_empty() {
                &application.id
            } else {
                artefact
            };
            let detail = format!("{count} files, none in a known format");
            Gap::of_document(place, Stage::Parse, GapReason::UnknownFormat, detail)
        })
        .collect()
}
