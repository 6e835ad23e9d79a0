//! Finds copies: declarations that state the same list again. All copies of a list are one cause.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::declarations::{folded, without_suffix};
use super::groups::Groups;
use crate::gender::{Attribute, ClassifiedValue, FieldDomain, GenderField, Subject, tokens};
use crate::model::{Layer, Origin, without_build};

/// What two declarations must share to be copies of each other.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    attribute: Attribute,
    subject: Subject,
    content: Content,
    name: Name,
}

/// The allowed values.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Content {
    /// A closed list, as a hash of its values.
    List(u64),
    Boolean,
    /// Any text, or an unknown list: both lead to the same question.
    Open,
    /// The values of a type that was not read.
    Elsewhere(String),
    Published(String),
}

/// The name that copies share.
#[derive(PartialEq, Eq, Hash)]
enum Name {
    /// Types of the same name, without usual endings (`Gender`, `GenderDto`).
    Type(String),
    /// The same attribute of the same entity, joined across layers by name.
    Attribute(String),
    /// The same name in the same table or type, in any document.
    Member(String, String),
    /// The same list under the same word in one document (`gender` of several types).
    Document(String, Layer, String),
    /// The same codes with the same labels under the same word (`GENDERS` and `gender`).
    Texts(u64, String),
    /// The same word with the same external type: the values of that type are one question.
    Foreign(String),
    /// The list of the same standard, wherever it is adopted.
    Standard(String),
    /// The same name in the same class of a file with several builds (`cjs`, `esm`).
    Build(String, String, String),
    /// The same name in the responses of several requests (`GetTeamMember`, `GetClubMember`).
    Answer(String, String),
    /// The same name, if at least one of the two is not the application's own work.
    Aside(String),
}

impl Key {
    fn new(field: &GenderField, content: &Content, name: Name) -> Self {
        Self {
            attribute: field.attribute,
            subject: field.subject,
            content: content.clone(),
            name,
        }
    }
}

/// Groups copies: first the application's own independent lists, then its fields, then the rest. The first field with a
/// key becomes its reference.
pub(super) fn group(fields: &[GenderField], links_to: &[Option<usize>], groups: &mut Groups) {
    let mut first: HashMap<Key, usize> = HashMap::new();
    let mut known_lists: HashMap<*const (), u64> = HashMap::new();
    let mut known_texts: HashMap<*const (), Option<u64>> = HashMap::new();
    let mut order: Vec<usize> = (0..fields.len()).collect();
    order.sort_by_key(|index| {
        let field = &fields[*index];
        (field.origin != Origin::Own, !stands_by_itself(field))
    });
    for index in order {
        let field = &fields[index];
        let content = content(field, &mut known_lists);
        let mut names = Vec::with_capacity(3);
        let declares = links_to[index].is_none();
        let is_list = matches!(content, Content::List(_));
        if is_list && declares && field.is_type {
            names.push(Name::Type(without_suffix(&field.name)));
        }
        // Each form of a page is a copy of its own.
        if is_list && declares && field.layer != Layer::Ui {
            let document = field.place.document.clone();
            names.push(Name::Document(document, field.layer, word(&field.name)));
        }
        if let Some(standard) = field.published.as_ref().filter(|_| is_list && declares) {
            names.push(Name::Standard(standard.clone()));
        }
        if declares && matches!(content, Content::Elsewhere(_)) && field.candidates.is_empty() {
            names.push(Name::Foreign(word(&field.name)));
        }
        if declares {
            let texts = texts(field, &mut known_texts);
            names.extend(texts.map(|texts| Name::Texts(texts, word(&field.name))));
        }
        if field.joined.as_ref().is_some_and(|joined| joined.named) {
            names.push(Name::Attribute(field.logical_name()));
        }
        if !field.is_type
            && let Some(entity) = field.entity.as_deref().map(folded)
        {
            names.push(Name::Member(entity, folded(&field.name)));
        }
        if declares && field.layer != Layer::Ui {
            let built = without_build(&field.place.document);
            let entity = field.entity.as_deref().map(folded).unwrap_or_default();
            names.push(Name::Build(built, entity, folded(&field.name)));
        }
        if let Some(answer) = field.entity.as_deref().and_then(answer_of) {
            names.push(Name::Answer(answer, folded(&field.name)));
        }
        if field.origin == Origin::Own {
            // A shared name does not make own fields copies of each other; fields of other origins follow the first own
            // one.
            let key = Key::new(field, &content, Name::Aside(without_suffix(&field.name)));
            first.entry(key).or_insert(index);
        } else {
            names.push(Name::Aside(without_suffix(&field.name)));
        }
        for name in names {
            // The same list in two tables or classes needs two repairs, unless an independent list covers both.
            let follows = matches!(name, Name::Document(..) | Name::Texts(..));
            let key = Key::new(field, &content, name);
            match first.get(&key) {
                Some(other) => groups.unite(*other, index),
                None if follows && !stands_by_itself(field) => {}
                None => {
                    first.insert(key, index);
                }
            }
        }
    }
    join_twins(fields, &mut known_lists, groups);
}

/// Joins the lists of models that a library makes for former versions with those of the models of their document.
fn join_twins(fields: &[GenderField], known: &mut HashMap<*const (), u64>, groups: &mut Groups) {
    let mut first: HashMap<Key, usize> = HashMap::new();
    let lists = fields.iter().enumerate().filter(|(_, field)| {
        field.entity.is_some() && matches!(field.domain, FieldDomain::Closed(_))
    });
    let (twins, models): (Vec<_>, Vec<_>) = lists.partition(|(_, field)| keeps_versions(field));
    if twins.is_empty() {
        return;
    }
    for (index, field) in models.into_iter().chain(twins) {
        let document = field.place.document.clone();
        let name = Name::Document(document, field.layer, word(&field.name));
        let key = Key::new(field, &content(field, known), name);
        match first.get(&key) {
            Some(other) if keeps_versions(field) => groups.unite(*other, index),
            Some(_) => {}
            None => {
                first.insert(key, index);
            }
        }
    }
}

/// Whether a list belongs to no table or class, or to a shared data shape: descriptions of interfaces and messages
/// repeat a list for each shape.
fn stands_by_itself(field: &GenderField) -> bool {
    field.entity.is_none() || matches!(field.layer, Layer::Api | Layer::Message)
}

/// Whether a library makes the field for former versions of a model: `HistoricalPerson`. It follows its model.
fn keeps_versions(field: &GenderField) -> bool {
    let entity = field.entity.as_deref().map(tokens).unwrap_or_default();
    entity.len() > 1 && entity.first().is_some_and(|first| first == "historical")
}

/// The kind of object that a class named like a request returns (`GetTeamMember` → `member`): clients have a class for
/// each request. `None` for other classes.
fn answer_of(entity: &str) -> Option<String> {
    const REQUESTS: [&str; 9] = [
        "get", "list", "find", "fetch", "query", "search", "create", "update", "delete",
    ];
    match tokens(entity).as_slice() {
        [request, _, .., kind] if REQUESTS.contains(&request.as_str()) => Some(kind.clone()),
        _ => None,
    }
}

/// The name without words for lists: `GENDER_CHOICES`, `genders` and `gender` are equal.
fn word(name: &str) -> String {
    const OF_LISTS: [&str; 16] = [
        "choices", "choice", "list", "options", "option", "values", "value", "items", "type",
        "types", "typ", "enum", "dto", "codes", "code", "id",
    ];
    let mut words = tokens(name);
    words.retain(|word| !OF_LISTS.contains(&word.as_str()));
    let joined = words.concat();
    joined
        .strip_suffix('s')
        .map(str::to_owned)
        .unwrap_or(joined)
}

/// Hash of the values with their labels; `None` unless each value has a label of its own.
fn texts(field: &GenderField, known: &mut HashMap<*const (), Option<u64>>) -> Option<u64> {
    let FieldDomain::Closed(values) = &field.domain else {
        return None;
    };
    let key = Arc::as_ptr(values).cast::<()>();
    *known.entry(key).or_insert_with(|| texts_of(values))
}

fn texts_of(values: &[ClassifiedValue]) -> Option<u64> {
    let mut pairs = Vec::with_capacity(values.len());
    for value in values.iter().filter(|value| !value.placeholder) {
        let label = value.label.as_deref()?.trim().to_lowercase();
        if label.is_empty() || label == value.raw.trim().to_lowercase() {
            return None;
        }
        pairs.push((value.raw.trim().to_lowercase(), label));
    }
    pairs.sort_unstable();
    let mut hasher = DefaultHasher::new();
    pairs.hash(&mut hasher);
    (pairs.len() > 1).then(|| hasher.finish())
}

fn content(field: &GenderField, known: &mut HashMap<*const (), u64>) -> Content {
    match &field.domain {
        FieldDomain::Closed(values) => {
            // A list shared by thousands of fields is hashed once.
            let key = Arc::as_ptr(values).cast::<()>();
            let hash = *known.entry(key).or_insert_with(|| {
                let mut raws: Vec<String> = values
                    .iter()
                    .filter(|value| !value.placeholder)
                    .map(|value| value.raw.trim().to_lowercase())
                    .collect();
                raws.sort_unstable();
                raws.dedup();
                let mut hasher = DefaultHasher::new();
                raws.hash(&mut hasher);
                hasher.finish()
            });
            Content::List(hash)
        }
        FieldDomain::Boolean => Content::Boolean,
        FieldDomain::Open | FieldDomain::Unknown => Content::Open,
        FieldDomain::Reference(name) => Content::Elsewhere(name.clone()),
        FieldDomain::CodeList(uri) => Content::Published(uri.to_lowercase()),
    }
}
