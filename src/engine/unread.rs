//! Reports what an application contains but no reader understood, as gaps.

use std::collections::{BTreeMap, BTreeSet};

use super::JudgedDocument;
use super::judge::LookedAt;
use crate::format;
use crate::gap::{Gap, GapReason, Stage, counted};
use crate::gender::{GenderField, KnownNames, MentionRole, Subject, UnreadMention};
use crate::inventory::Application;
use crate::model::{Origin, is_readme, without_build};

/// Gaps for unread mentions of gender: one per document that declares something, one for the documents that use the
/// same names, one for all that only pass something on. Uses of a judged field's name are explained by the field, and
/// counted. What only generated code or a test declares is reported nowhere else.
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

/// One gap for what other documents do with judged fields: these places must be checked when a field changes.
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

/// One gap for what an application declares only in generated code, at the first such place: it cannot be repaired
/// there, and the program to repair was not provided.
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

/// Treats translations of the same document as one; all others stay separate.
fn one_for_all_languages(
    declaring: BTreeMap<String, Vec<UnreadMention>>,
) -> impl IntoIterator<Item = Vec<UnreadMention>> {
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    for shape in declaring.keys().filter_map(|name| without_language(name)) {
        *shapes.entry(shape).or_default() += 1;
    }
    let mut alike: BTreeMap<String, Vec<UnreadMention>> = BTreeMap::new();
    for (document, mentions) in declaring {
        // A language tag only counts if the same file exists in another language.
        let shape = without_language(&document).filter(|shape| shapes.get(shape) > Some(&1));
        let key = shape.unwrap_or(document);
        alike.entry(key).or_default().extend(mentions);
    }
    alike.into_values()
}

/// Treats a program and its builds, one per kind of module, as one.
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

/// Treats data tables in one folder that only contain the same entries as one, however many there are; all others stay
/// separate.
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

/// Maximum number of documents named in one gap. Each is named in some gap, because people do not examine a file that
/// is only counted; of the tables in one folder, the first ones show what all contain.
const MOST_NAMED: usize = 20;

/// Splits mentions into groups with as many documents as one gap can name.
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

/// The path of a document without the language tag in its folder or file name (`de/`, `rel_fr.py`,
/// `messages.en-GB.json`); `None` if there is none.
fn without_language(document: &str) -> Option<String> {
    let mut stated = false;
    // A country follows directly after its language.
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

/// One gap per artefact with user interfaces that only a running program shows, so that rules about pages cannot
/// examine them.
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

/// One gap per artefact with templates: what a program fills in was not judged, and rules about whole pages did not
/// apply.
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

/// One gap per artefact with pages of third-party libraries, and one per artefact with templates of tests and examples:
/// their number, and the first of them.
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

/// One gap for a group of mentions, at the first one: the words with their number of occurrences, and the other
/// documents.
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

/// Endings of files that may hold fields, forms or letters, and that no format reads.
const UNREAD_ENDINGS: &[&str] = &[
    "accdb", "adp", "apk", "bak", "dbf", "dmp", "doc", "dot", "ear", "exe", "fdb", "fmb", "frx",
    "gdb", "ipa", "jar", "mdb", "mdf", "mmb", "mpp", "msg", "msi", "nsf", "olb", "pbd", "pbl",
    "pll", "ppt", "pptx", "pst", "rar", "rdf", "rpt", "rtf", "scx", "vcx", "vsd", "vsdx", "war",
    "wps", "xlsb", "xsn", "7z",
];

/// Files among known ones that the inventory hands in and no format reads: one gap per artefact, with their number by
/// ending. What lies in a repository beside its sources says nothing.
pub(super) fn unread_files(application: &Application, documents: &[JudgedDocument]) -> Vec<Gap> {
    if application.origin.file.is_empty() {
        return Vec::new();
    }
    let known = documents.iter().filter(|one| !one.reading.is_nothing());
    let known: BTreeSet<&str> = known
        .map(|one| one.reading.document.artefact.as_str())
        .collect();
    let mut files: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for JudgedDocument { reading, .. } in documents {
        let document = &reading.document;
        let ending = document
            .document
            .rsplit_once('.')
            .map_or("", |(_, end)| end);
        let ending = ending.to_ascii_lowercase();
        let is_unread = reading.is_nothing() && UNREAD_ENDINGS.contains(&ending.as_str());
        if is_unread && document.document != document.artefact {
            let of_artefact = files.entry(&document.artefact).or_default();
            *of_artefact.entry(ending).or_default() += 1;
        }
    }
    files
        .into_iter()
        .filter(|(artefact, _)| known.contains(artefact))
        .map(|(artefact, endings)| {
            let count: usize = endings.values().sum();
            let list = endings
                .iter()
                .map(|(ending, count)| format!("{count} × {ending}"));
            let list = list.collect::<Vec<_>>().join(", ");
            let detail = format!("{count} files in formats that are not read: {list}");
            Gap::of_document(artefact, Stage::Parse, GapReason::UnknownFormat, detail)
        })
        .collect()
}

/// Artefacts of several files, none in a known format. A single unclaimed file is just not a schema; a whole folder of
/// them is a mistake, or a missing format.
pub(super) fn unrecognised(application: &Application, documents: &[JudgedDocument]) -> Vec<Gap> {
    let mut files: BTreeMap<&str, (usize, usize, bool)> = BTreeMap::new();
    for JudgedDocument { reading, .. } in documents {
        let (count, explaining, known) = files.entry(&reading.document.artefact).or_default();
        *count += 1;
        *explaining += usize::from(is_readme(&reading.document.document));
        *known |= !reading.is_nothing();
    }
    files
        .into_iter()
        .filter(|(_, (_, _, known))| !known)
        .map(|(artefact, (count, explaining, _))| {
            let place = if artefact.is_empty() {
                &application.id
            } else {
                artefact
            };
            // What explains a folder is not what was handed in, unless there is nothing else.
            let count = match count - explaining {
                0 => count,
                others => others,
            };
            let detail = format!("{count} files, none in a known format");
            Gap::of_document(place, Stage::Parse, GapReason::UnknownFormat, detail)
        })
        .collect()
}
