//! What an application holds and nobody read, as gaps.

use std::collections::{BTreeMap, BTreeSet};

use super::JudgedDocument;
use super::judge::LookedAt;
use crate::format;
use crate::gap::{Gap, GapReason, Stage, counted};
use crate::gender::{GenderField, KnownNames, MentionRole, Subject, UnreadMention};
use crate::inventory::Application;
use crate::model::{Origin, without_build};

/// What speaks of gender and was read nowhere, as gaps: one for each document that declares something, one for the
/// documents that use the same names, one for all that only hand something on. The use of a name that a field has is
/// explained by the field, where that is judged, and counted: what only generated code or a test declares is said of
/// nowhere else.
pub(super) fn unread_mentions(mentions: Vec<UnreadMention>, judged: &[GenderField]) -> Vec<Gap> {
    let mut known = KnownNames::default();
    for field in judged {
        let declared = field.declared_type.as_deref();
        let names = [Some(field.name.as_str()), field.entity.as_deref(), declared];
        names
            .into_iter()
            .flatten()
            .for_each(|name| known.insert(name));
    }
    let mut declaring: BTreeMap<String, Vec<UnreadMention>> = BTreeMap::new();
    let mut using: BTreeMap<String, Vec<UnreadMention>> = BTreeMap::new();
    let mut passing: BTreeMap<String, Vec<UnreadMention>> = BTreeMap::new();
    let mut explained: Vec<UnreadMention> = Vec::new();
    for mention in mentions {
        let documents = match mention.role {
            MentionRole::Names | MentionRole::HandsOn if known.explain(&mention.word) => {
                explained.push(mention);
                continue;
            }
            MentionRole::HandsOn => &mut passing,
            MentionRole::Names | MentionRole::Handles => &mut using,
            MentionRole::Declares | MentionRole::Lists | MentionRole::Decides => &mut declaring,
        };
        let document = mention.place.document.clone();
        documents.entry(document).or_default().push(mention);
    }
    for (document, mentions) in &mut declaring {
        mentions.extend(using.remove(document).unwrap_or_default());
        mentions.extend(passing.remove(document).unwrap_or_default());
    }
    for (document, mentions) in &mut using {
        mentions.extend(passing.remove(document).unwrap_or_default());
    }
    let mut alike: BTreeMap<BTreeSet<String>, Vec<UnreadMention>> = BTreeMap::new();
    for mentions in using.into_values() {
        alike
            .entry(words_of(&mentions))
            .or_default()
            .extend(mentions);
    }
    let declaring = one_for_all_builds(one_for_all_languages(declaring));
    let (tables, others) = tables_and_others(declaring);
    let others = others
        .into_iter()
        .chain(alike.into_values())
        .chain([passing.into_values().flatten().collect()])
        .flat_map(named_together);
    tables
        .into_iter()
        .chain(others)
        .filter_map(unread_gap)
        .chain(handed_on(&explained))
        .collect()
}

/// What other documents do with a field that is judged, as one gap: who changes the field must go through these places.
fn handed_on(explained: &[UnreadMention]) -> Option<Gap> {
    let mut documents: BTreeMap<&str, usize> = BTreeMap::new();
    for mention in explained {
        *documents.entry(&mention.place.document).or_default() += 1;
    }
    let first = explained.iter().min_by_key(|mention| &mention.place)?;
    let named: Vec<&str> = documents.keys().take(MOST_NAMED).copied().collect();
    let mut detail = format!(
        "places: {}, documents: {} ({}",
        explained.len(),
        documents.len(),
        named.join(", ")
    );
    if documents.len() > MOST_NAMED {
        detail.push_str(", …");
    }
    detail.push(')');
    Some(Gap::at_place(
        first.place.clone(),
        Stage::Parse,
        GapReason::HandedOn,
        detail,
    ))
}

/// What an application declares nowhere but in generated code, as one gap at the first of it: nobody mends it there, and
/// where it is mended, the program was not shown.
pub(super) fn generated_only(fields: &[GenderField]) -> Option<Gap> {
    let generated = fields
        .iter()
        .filter(|field| field.origin == Origin::Generated && field.subject == Subject::Person);
    let first = generated.clone().min_by_key(|field| &field.place)?;
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for field in generated {
        *names.entry(&field.name).or_default() += 1;
    }
    let detail = counted(names.into_iter());
    Some(Gap::at_place(
        first.place.clone(),
        Stage::Evaluate,
        GapReason::GeneratedOnly,
        detail,
    ))
}

/// Documents that are the same in several languages are one thing to look at; all others stand for themselves.
fn one_for_all_languages(
    declaring: BTreeMap<String, Vec<UnreadMention>>,
) -> impl IntoIterator<Item = Vec<UnreadMention>> {
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    for shape in declaring.keys().filter_map(|name| without_language(name)) {
        *shapes.entry(shape).or_default() += 1;
    }
    let mut alike: BTreeMap<String, Vec<UnreadMention>> = BTreeMap::new();
    for (document, mentions) in declaring {
        // What looks like a language is one where the same file exists in another, too.
        let shape = without_language(&document).filter(|shape| shapes.get(shape) > Some(&1));
        let key = shape.unwrap_or(document);
        alike.entry(key).or_default().extend(mentions);
    }
    alike.into_values()
}

/// A program and what is built of it, once for each kind of module, is one thing to look at.
fn one_for_all_builds(
    groups: impl IntoIterator<Item = Vec<UnreadMention>>,
) -> impl IntoIterator<Item = Vec<UnreadMention>> {
    let mut alike: BTreeMap<String, Vec<UnreadMention>> = BTreeMap::new();
    for mentions in groups {
        let document = mentions.first().map(|first| first.place.document.as_str());
        let shape = without_build(document.unwrap_or_default());
        alike.entry(shape).or_default().extend(mentions);
    }
    alike.into_values()
}

/// Tables of data that hold nothing but the same entries, in one folder, are one thing to look at, however many they are;
/// all others stand for themselves.
fn tables_and_others(
    groups: impl IntoIterator<Item = Vec<UnreadMention>>,
) -> (Vec<Vec<UnreadMention>>, Vec<Vec<UnreadMention>>) {
    const SEVERAL: usize = 3;
    let mut tables: BTreeMap<(String, BTreeSet<String>), Vec<Vec<UnreadMention>>> = BTreeMap::new();
    let mut others = Vec::new();
    for mentions in groups {
        let is_data = |mention: &UnreadMention| {
            matches!(
                mention.role,
                MentionRole::Lists | MentionRole::Names | MentionRole::HandsOn
            )
        };
        match mentions.first() {
            Some(first) if mentions.iter().all(is_data) => {
                let document = first.place.document.as_str();
                let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
                let ending = document.rsplit_once('.').map_or("", |(_, ending)| ending);
                let kind = (format!("{folder}/*.{ending}"), words_of(&mentions));
                tables.entry(kind).or_default().push(mentions);
            }
            _ => others.push(mentions),
        }
    }
    let mut alike = Vec::new();
    for group in tables.into_values() {
        match group.len() {
            SEVERAL.. => alike.push(group.into_iter().flatten().collect()),
            _ => others.extend(group),
        }
    }
    (alike, others)
}

/// Documents that one gap names. Each is named somewhere, for nobody looks at a file that is only counted; of tables of one
/// folder the first ones show what all hold.
const MOST_NAMED: usize = 20;

/// Mentions that belong together by as many documents as a gap can name.
fn named_together(mentions: Vec<UnreadMention>) -> Vec<Vec<UnreadMention>> {
    let mut by_document: BTreeMap<String, Vec<UnreadMention>> = BTreeMap::new();
    for mention in mentions {
        let document = mention.place.document.clone();
        by_document.entry(document).or_default().push(mention);
    }
    let mut groups: Vec<Vec<UnreadMention>> = Vec::new();
    for (index, mentions) in by_document.into_values().enumerate() {
        match groups.last_mut().filter(|_| index % MOST_NAMED != 0) {
            Some(group) => group.extend(mentions),
            None => groups.push(mentions),
        }
    }
    groups
}

fn words_of(mentions: &[UnreadMention]) -> BTreeSet<String> {
    mentions
        .iter()
        .map(|mention| mention.word.clone())
        .collect()
}

/// The path of a document without the language that a folder or the name of the file states (`de/`, `rel_fr.py`,
/// `messages.en-GB.json`); `None`: neither states one.
fn without_language(document: &str) -> Option<String> {
    let mut stated = false;
    // A country stands right behind its language.
    let mut before_country = false;
    let mut shape = String::with_capacity(document.len());
    let mut parts = document.split_inclusive(['/', '.', '_', '-']).peekable();
    while let Some(part) = parts.next() {
        let word = part.trim_end_matches(['/', '.', '_', '-']);
        let is_country =
            before_country && word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_ending = parts.peek().is_none();
        if !is_ending && (is_country || format::is_language(word)) {
            stated = true;
            before_country = part.ends_with(['_', '-']);
            continue;
        }
        before_country = false;
        shape.push_str(part);
    }
    stated.then_some(shape)
}

/// One gap for each artefact with user interfaces that only a running program shows: rules about pages cannot look at
/// them.
pub(super) fn unseen_markup(documents: &[JudgedDocument], include: &[Origin]) -> Vec<Gap> {
    let mut unseen: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for JudgedDocument { reading, .. } in documents {
        if reading.unseen_markup && reading.origin.is_judged(include) {
            let names = unseen.entry(&reading.document.artefact).or_default();
            names.push(reading.name());
        }
    }
    unseen
        .into_values()
        .map(|names| {
            let detail = match names.len() {
                1 => String::new(),
                count => format!("and {} more", count - 1),
            };
            Gap::of_document(names[0], Stage::Evaluate, GapReason::UnseenMarkup, detail)
        })
        .collect()
}

/// One gap for each artefact with templates: what a program fills in was not judged, and rules about whole pages did not
/// look.
pub(super) fn partly_seen_markup(documents: &[JudgedDocument], include: &[Origin]) -> Vec<Gap> {
    let mut seen: BTreeMap<&str, (Vec<&str>, LookedAt)> = BTreeMap::new();
    for document in documents {
        let reading = &document.reading;
        if let Some(looked_at) = document.judgement.template
            && reading.origin.is_judged(include)
        {
            let (names, sum) = seen.entry(&reading.document.artefact).or_default();
            names.push(reading.name());
            sum.judged += looked_at.judged;
            sum.open += looked_at.open;
        }
    }
    seen.into_values()
        .map(|(names, sum)| {
            let detail = format!(
                "templates: {}; what a program fills in decides {} of {} verdicts",
                names.len(),
                sum.open,
                sum.judged + sum.open
            );
            Gap::of_document(
                names[0],
                Stage::Evaluate,
                GapReason::PartlySeenMarkup,
                detail,
            )
        })
        .collect()
}

/// One gap for each artefact with pages of somebody's libraries, and one for each with templates of tests and examples: how
/// many, and the first of them.
pub(super) fn pages_aside(documents: &[JudgedDocument]) -> Vec<Gap> {
    const MOST_NAMES: usize = 3;
    let mut aside: BTreeMap<(&str, bool), Vec<&str>> = BTreeMap::new();
    for document in documents {
        let reading = &document.reading;
        if document.judgement.page_aside {
            let artefact = reading.document.artefact.as_str();
            let group = (artefact, reading.origin.is_rehearsal());
            aside.entry(group).or_default().push(reading.name());
        }
    }
    let gap = |((_, rehearsed), names): ((&str, bool), Vec<&str>)| {
        let mut shown: Vec<&str> = names.iter().take(MOST_NAMES).copied().collect();
        if names.len() > MOST_NAMES {
            shown.push("…");
        }
        let (whose, reason) = match rehearsed {
            true => ("templates of tests", GapReason::RehearsalAside),
            false => ("pages of others", GapReason::PageAside),
        };
        let detail = format!("{whose}: {} ({})", names.len(), shown.join(", "));
        Gap::of_document(names[0], Stage::Evaluate, reason, detail)
    };
    aside.into_iter().map(gap).collect()
}

/// A gap for mentions that are named together, at the first of them: the words with how often they stand there, and the
/// further documents.
fn unread_gap(mentions: Vec<UnreadMention>) -> Option<Gap> {
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    let mut documents: BTreeSet<&str> = BTreeSet::new();
    for mention in &mentions {
        *words.entry(&mention.word).or_default() += 1;
        documents.insert(&mention.place.document);
    }
    let first = mentions.iter().min_by_key(|mention| &mention.place)?;
    let mut detail = counted(words.into_iter());
    let others = documents
        .iter()
        .filter(|document| **document != first.place.document);
    let (named, more) = (MOST_NAMED - 1, documents.len().saturating_sub(MOST_NAMED));
    for document in others.take(named) {
        detail.push_str("; ");
        detail.push_str(document);
    }
    if more > 0 {
        detail.push_str(&format!("; + {more}"));
    }
    Some(Gap::at_place(
        first.place.clone(),
        Stage::Parse,
        GapReason::UnreadMention,
        detail,
    ))
}

/// Artefacts of several files of which not one is written in a format we know. Single files that no format
/// claims are no schemas; a whole folder of them is a mistake, or a format that is missing.
pub(super) fn unrecognised(application: &Application, documents: &[JudgedDocument]) -> Vec<Gap> {
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
