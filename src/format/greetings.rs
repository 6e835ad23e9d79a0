//! Greetings among the texts of a program: of those under keys that differ in one word only (`greeting.m`,
//! `greeting.f`), a program chooses one by what it knows of a person.

use std::collections::{BTreeMap, HashSet};

use crate::format::limits::TEXTS;
use crate::model::{Located, ModelPath, Relation, RelationKind, SchemaModel, Translation};
use crate::topic::Topic;

/// Maximum number of cases of one text.
const MOST_CASES: usize = 12;
/// Stands for the case in a key.
const GAP: &str = "*";

/// Texts under keys that differ in one word only.
#[derive(Default)]
struct Choice<'t> {
    /// The case and the text of each greeting.
    cases: Vec<(&'t str, &'t Located<String>)>,
    /// Whether there is a text that addresses neither men nor women.
    has_other: bool,
}

/// Adds the choices of greetings in which every text addresses a man or a woman.
pub(super) fn relate(model: &mut SchemaModel, texts: &[Translation], topic: &Topic) {
    let addresses = |text: &Translation| topic.may_address(&text.text.value);
    let addressing: HashSet<usize> = texts
        .iter()
        .take(TEXTS)
        .enumerate()
        .filter(|(_, text)| addresses(text))
        .map(|(at, _)| at)
        .collect();
    if addressing.len() < 2 {
        return;
    }
    let mut choices: BTreeMap<(Option<&str>, Vec<&str>), Choice<'_>> = BTreeMap::new();
    for (at, text) in texts.iter().enumerate() {
        let key = words(&text.key);
        if !addressing.contains(&at) || key.len() < 2 {
            continue;
        }
        if let Some((case, group)) = case_of(&key, topic) {
            let choice = choices
                .entry((text.language.as_deref(), group))
                .or_default();
            if choice.cases.len() < MOST_CASES {
                choice.cases.push((case, &text.text));
            }
        }
    }
    choices.retain(|_, choice| choice.cases.len() > 1);
    for (at, text) in texts.iter().enumerate() {
        if addressing.contains(&at) {
            continue;
        }
        let key = words(&text.key);
        let language = text.language.as_deref();
        let mut others = vec![[key.as_slice(), &[GAP]].concat()];
        others.extend(
            (0..key.len())
                .rev()
                .take(MOST_CASES)
                .map(|at| without(&key, at)),
        );
        for group in others {
            if let Some(choice) = choices.get_mut(&(language, group)) {
                choice.has_other |= choice.is_alike(&text.text.value);
            }
        }
    }
    let found = choices.into_iter().filter(|(_, choice)| !choice.has_other);
    let found = found.map(|((_, group), choice)| Relation {
        span: choice
            .cases
            .iter()
            .find_map(|(_, text)| text.span)
            .unwrap_or_default(),
        elements: Vec::new(),
        kind: RelationKind::Wordings {
            key: ModelPath::new(group.into_iter().filter(|word| *word != GAP)),
            cases: choice
                .cases
                .iter()
                .map(|(case, text)| ((*case).to_owned(), (*text).clone()))
                .collect(),
        },
    });
    let found: Vec<Relation> = found.collect();
    model.relations.extend(found);
}

impl Choice<'_> {
    /// Whether a text may take the place of one of the cases: it is filled in with as many values.
    fn is_alike(&self, text: &str) -> bool {
        let values = |text: &str| text.matches(['{', '%']).count();
        self.cases
            .iter()
            .any(|(_, case)| values(&case.value) == values(text))
    }
}

/// The words of a key.
fn words(key: &ModelPath) -> Vec<&str> {
    let parts = key
        .0
        .iter()
        .flat_map(|part| part.split(['.', '_', '-', ':']));
    parts.filter(|word| !word.is_empty()).collect()
}

/// The last word of a key that may be an entry, and the key without it.
fn case_of<'t>(key: &[&'t str], topic: &Topic) -> Option<(&'t str, Vec<&'t str>)> {
    let is_letter = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let at = key
        .iter()
        .rposition(|word| is_letter(word) || topic.is_entry(word))?;
    Some((*key.get(at)?, without(key, at)))
}

/// A key with a gap in place of one of its words.
fn without<'t>(key: &[&'t str], at: usize) -> Vec<&'t str> {
    let mut group = key.to_vec();
    group[at] = GAP;
    group
}
