//! Which declarations say the same thing again: copies of one list are one cause, however often it is written.

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

/// What values are allowed.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Content {
    /// This list, by its values.
    List(u64),
    Boolean,
    /// Any text, or nothing that could be read: the question is the same.
    Open,
    /// Values of something that was not read.
    Elsewhere(String),
    Published(String),
}

/// Under which name.
#[derive(PartialEq, Eq, Hash)]
enum Name {
    /// Types of the same name (`Gender`, `GenderDto`).
    Type(String),
    /// The same attribute of the same entity, joined across the layers by name.
    Attribute(String),
    /// The same name in the same table or type, wherever that is declared.
    Member(String, String),
    /// The same list under the same word once more in one document (`gender` of several types).
    Document(String, Layer, String),
    /// The same codes with the same texts for people under the same word (`GENDERS` and `gender`).
    Texts(u64, String),
    /// The same word with the same type of somebody else: what that type holds is one question.
    Foreign(String),
    /// The list of the same standard, wherever it is taken over.
    Standard(String),
    /// The same name in the same class of a file that was built several times (`cjs`, `esm`).
    Build(String, String, String),
    /// The same name in what each of several requests gives back (`GetTeamMember`, `GetClubMember`).
    Answer(String, String),
    /// The same name, where one of the two is no own work of the application.
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

/// Groups copies together: the application's own lists that stand by themselves first, then its fields, then the
/// rest. A key points to the first field that had it.
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
        // Each form of a page asks for itself.
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
            // Own fields that only share a name are not copies of each other; others follow the first of them.
            let key = Key::new(field, &content, Name::Aside(without_suffix(&field.name)));
            first.entry(key).or_insert(index);
        } else {
            names.push(Name::Aside(without_suffix(&field.name)));
        }
        for name in names {
            // Two tables or classes that write the same list are two repairs, unless one list stands for both.
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
}

/// Whether a list belongs to no table or class, or to a shape of data that others share: descriptions of
/// interfaces and messages repeat one list for each of their shapes.
fn stands_by_itself(field: &GenderField) -> bool {
    field.entity.is_none() || matches!(field.layer, Layer::Api | Layer::Message)
}

/// What a class that is called like a request holds, where its name says what was asked and what of it is meant: clients
/// have a class of their own for each request.
fn answer_of(entity: &str) -> Option<String> {
    const REQUESTS: [&str; 9] = [
        "get", "list", "find", "fetch", "query", "search", "create", "update", "delete",
    ];
    match tokens(entity).as_slice() {
        [request, _, .., kind] if REQUESTS.contains(&request.as_str()) => Some(kind.clone()),
        _ => None,
    }
}

/// What a name says beside that it names a list: `GENDER_CHOICES`, `genders` and `gender` say the same.
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

/// What people read for the values, where each has a text of its own.
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
            // A list that thousands of fields share is read once.
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
