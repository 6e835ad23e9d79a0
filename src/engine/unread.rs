//! Reports mentions of gender that no reader understood, as gaps.

use std::collections::{BTreeMap, BTreeSet};

use crate::format;
use crate::gap::{Gap, GapReason, Stage, counted};
use crate::gender::{GenderField, KnownNames, MentionRole, Subject, UnreadMention};
use crate::model::{Origin, without_build};

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
