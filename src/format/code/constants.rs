//! Constants that form a value set without a common type: `GENDER_MALE = "m"`, `GENDER_FEMALE = "w"`.

use crate::model::{Element, EntityId, Layer, Located, ModelPath, SchemaModel, Span, Value};
use crate::topic::Topic;

/// A named constant with a literal.
pub struct Constant {
    /// The enclosing class.
    pub of: Option<EntityId>,
    /// Name as written.
    pub name: Located<String>,
    /// The literal.
    pub literal: Located<String>,
    /// Whether the literal is text.
    pub is_text: bool,
}

/// Constants that belong together.
pub struct Group {
    /// The enclosing class.
    pub of: Option<EntityId>,
    /// The common part of their names; `None` if only the class names them.
    pub name: Option<Located<String>>,
    /// The values of the constants.
    pub values: Vec<Value>,
    /// From the first constant to the last.
    pub extent: Span,
}

/// Adds the value sets formed by constants to the document's other declarations.
pub fn add_groups(model: &mut SchemaModel, constants: &[Constant], layer: Layer, topic: &Topic) {
    for group in groups(constants, topic) {
        let owner = group.of.and_then(|id| model.entities.get(id.0 as usize));
        let (name, path) = match (group.name, owner) {
            (Some(name), Some(owner)) => {
                let path = owner.path.child(name.value.as_str());
                (name, path)
            }
            (Some(name), None) => {
                let path = ModelPath::new([name.value.as_str()]);
                (name, path)
            }
            (None, Some(owner)) => (owner.name.clone(), owner.path.clone()),
            (None, None) => continue,
        };
        let element = Element::value_type(name, path, layer, group.extent)
            .with_values(group.values, group.extent);
        model.add_element(element);
    }
}

/// The groups of constants, in source order.
///
/// Files contain many constants, mostly for columns, keys or limits: a group requires two names that resemble entries.
pub fn groups(constants: &[Constant], topic: &Topic) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut rest = constants;
    while let [first, ..] = rest {
        let of_class = rest
            .iter()
            .take_while(|constant| constant.of == first.of)
            .count();
        let (class, behind) = rest.split_at(of_class.max(1));
        rest = behind;
        in_class(class, topic, &mut groups);
    }
    groups
}

fn in_class(class: &[Constant], topic: &Topic, groups: &mut Vec<Group>) {
    let mut rest = class;
    while let [first, ..] = rest {
        let (prefix, count) = run_of(rest, first, topic);
        let (run, behind) = rest.split_at(count.max(1));
        rest = behind;
        let short = |constant: &Constant| behind_prefix(constant, prefix).to_owned();
        if entries(run, prefix, topic) < 2 {
            continue;
        }
        let values = run
            .iter()
            .map(|constant| Value {
                raw: constant.literal.clone(),
                label: Some(Located::new(short(constant), constant.name.span)),
                ..Value::default()
            })
            .collect();
        let name = prefix.map(|prefix| {
            Located::new(
                prefix.to_owned(),
                first.name.span.map(|span| {
                    let start = span.start as usize;
                    Span::new(start, (start + prefix.len()).min(span.end as usize))
                }),
            )
        });
        let place = |constant: &Constant| constant.name.span.unwrap_or_default();
        groups.push(Group {
            of: first.of,
            name,
            values,
            extent: place(first).to(run.last().map_or(place(first), place)),
        });
    }
}

/// The common prefix of the leading constants, and how many share it. Entries of several words (`GENDER_NOT_STATED`)
/// belong to the same run as single words.
fn run_of<'n>(
    rest: &'n [Constant],
    first: &'n Constant,
    topic: &Topic,
) -> (Option<&'n str>, usize) {
    let begins_like = |constant: &Constant, prefix: &str| {
        let behind = constant.name.value.strip_prefix(prefix);
        behind.is_some_and(|behind| behind.starts_with(|ch: char| ch == '_' || ch.is_uppercase()))
    };
    let count = |prefix: Option<&str>| {
        let belongs = |constant: &&Constant| {
            constant.is_text == first.is_text
                && match prefix {
                    Some(prefix) => begins_like(constant, prefix),
                    // Single-word names share only their class.
                    None => {
                        first.of.is_some() && shared_prefix(&constant.name.value, topic).is_none()
                    }
                }
        };
        rest.iter().take_while(belongs).count()
    };
    let longest = shared_prefix(&first.name.value, topic);
    let mut prefix = longest;
    while let Some(shared) = prefix {
        let count = count(prefix);
        let run = rest.get(..count).unwrap_or_default();
        if entries(run, prefix, topic) > 1 {
            return (prefix, count);
        }
        prefix = shared
            .rfind('_')
            .map(|at| &shared[..at])
            .filter(|shorter| shorter.len() >= 3);
    }
    (longest, count(longest))
}

fn entries(run: &[Constant], prefix: Option<&str>, topic: &Topic) -> usize {
    let is_entry = |constant: &&Constant| topic.is_entry(behind_prefix(constant, prefix));
    run.iter().filter(is_entry).count()
}

/// The part of a constant's name after the common prefix.
fn behind_prefix<'n>(constant: &'n Constant, prefix: Option<&str>) -> &'n str {
    let name = constant.name.value.as_str();
    let behind = prefix.and_then(|prefix| name.strip_prefix(prefix));
    behind.unwrap_or(name).trim_matches('_')
}

/// `GENDER` of `GENDER_MALE`, `Gender` of `GenderMale`, `SYS_GENDER` of `SYS_GENDER_MALE`.
fn shared_prefix<'n>(name: &'n str, topic: &Topic) -> Option<&'n str> {
    // KEINE_ANGABE and NON_BINARY are entries.
    if topic.is_entry(name) {
        return None;
    }
    let end = match name.rfind('_') {
        Some(at) if at > 0 => at,
        _ => {
            let camel = name
                .char_indices()
                .skip(1)
                .filter(|(_, ch)| ch.is_uppercase());
            let shouted = !name.chars().any(char::is_lowercase);
            camel.last().filter(|_| !shouted)?.0
        }
    };
    let prefix = &name[..end];
    // Other names with this beginning are entries, too.
    let opens = matches!(
        prefix.to_lowercase().as_str(),
        "keine" | "ohne" | "non" | "not" | "no" | "nicht" | "prefer_not_to"
    );
    (end >= 3 && !opens).then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::TopicWords;

    fn constants(names: &[&str]) -> Vec<Constant> {
        names
            .iter()
            .map(|name| Constant {
                of: Some(EntityId(0)),
                name: Located::implied((*name).to_owned()),
                literal: Located::implied("x".to_owned()),
                is_text: true,
            })
            .collect()
    }

    fn grouped(names: &[&str]) -> Vec<(String, usize)> {
        let topic = Topic::new(TopicWords {
            entries: ["male", "female", "maennlich", "weiblich"]
                .map(str::to_owned)
                .into_iter()
                .collect(),
            ..TopicWords::default()
        });
        groups(&constants(names), &topic)
            .into_iter()
            .map(|group| {
                let name = group.name.map(|name| name.value).unwrap_or_default();
                (name, group.values.len())
            })
            .collect()
    }

    #[test]
    fn names_with_one_beginning_belong_together() {
        let some = |name: &str, count: usize| vec![(name.to_owned(), count)];
        assert_eq!(
            grouped(&["GENDER_MALE", "GENDER_FEMALE", "GENDER_X"]),
            some("GENDER", 3)
        );
        assert_eq!(grouped(&["SexMale", "SexFemale", "Table"]), some("Sex", 2));
        assert_eq!(
            grouped(&["MAENNLICH", "WEIBLICH", "KEINE_ANGABE"]),
            some("", 3)
        );
        for names in [
            ["GENDER_MALE", "GENDER_FEMALE", "GENDER_NOT_STATED"],
            ["GENDER_NOT_STATED", "GENDER_MALE", "GENDER_FEMALE"],
        ] {
            assert_eq!(grouped(&names), some("GENDER", 3));
        }
    }

    #[test]
    fn other_constants_are_no_value_set() {
        assert!(grouped(&["GENDER_COLUMN", "GENDER_TABLE"]).is_empty());
        assert!(grouped(&["COLUMN_GENDER", "COLUMN_NAME", "MAX"]).is_empty());
        assert!(grouped(&["GENDER_MALE"]).is_empty());
    }
}
