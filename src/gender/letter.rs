//! Letters: forms of words that address a man or a woman, and lines that print entries.

use serde::{Deserialize, Serialize};

use super::field::{ClassifiedValue, Concept, Meaning, Subject};
use super::name::NameMatch;
use super::subject::context;
use super::vocabulary::{Agreement, Vocabulary};
use crate::model::{Filled, ModelPath, Place, RelationKind, SchemaModel};
use crate::topic::{fold, tokens};

/// A line of a template that prints a gender entry or addresses a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Name of the value, or of the first one inserted.
    pub path: ModelPath,
    /// Where it is written.
    pub place: Place,
    /// Words before the value, folded.
    pub before: Vec<String>,
    /// Whether there is punctuation among them.
    pub broken: bool,
    /// The addressees of the words directly before the value, in order: a man ("Herr"), a woman ("Frau"), or both
    /// ("Herr/Frau"). A title may be in between.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addressed: Vec<Concept>,
    /// Whether the first words end in an inserted value without a blank: `Sehr geehrte{{ ending }}`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub computed: bool,
    /// The value, if it is a gender entry.
    pub entry: Option<String>,
    /// Name of the value that follows directly.
    pub next: Option<String>,
}

/// The lines of a document.
pub fn lines(model: &SchemaModel, words: &Vocabulary) -> Vec<Line> {
    let file = model.document.rsplit('/').next().unwrap_or_default();
    if context(words, file).is_some_and(|found| found != Subject::Person) {
        return Vec::new();
    }
    model
        .relations
        .iter()
        .filter_map(|relation| match &relation.kind {
            RelationKind::Line(parts) => {
                let place = |path: &ModelPath| model.place(path, Some(relation.span));
                line(words, parts, place)
            }
            _ => None,
        })
        .collect()
}

fn line(words: &Vocabulary, parts: &[Filled], place: impl Fn(&ModelPath) -> Place) -> Option<Line> {
    let is_entry = |part: &Filled| match part {
        Filled::Value(name) => names_entry(words, &name.value),
        _ => false,
    };
    let value = |part: &Filled| matches!(part, Filled::Value(_));
    let entry = parts.iter().position(is_entry);
    let at = entry.or_else(|| parts.iter().position(value))?;
    let Some(Filled::Value(name)) = parts.get(at) else {
        return None;
    };
    let mut before = String::new();
    for part in parts.get(..at)? {
        match part {
            Filled::Text(text) => before.push_str(text),
            _ => before.push_str(" … "),
        }
    }
    let next = match parts.get(at + 1..)? {
        [Filled::Value(next), ..] => Some(next.value.clone()),
        [Filled::Text(gap), Filled::Value(next), ..] if gap.trim().is_empty() => {
            Some(next.value.clone())
        }
        _ => None,
    };
    let computed = matches!(parts, [Filled::Text(first), Filled::Value(_) | Filled::Unknown, ..]
        if first.ends_with(char::is_alphabetic));
    let path = ModelPath::new([name.value.as_str()]);
    Some(Line {
        computed,
        place: place(&path),
        path,
        addressed: words.addressed(ending(&before)).collect(),
        broken: before.contains([',', ':', '.', ';', '…', '=', '(', '-', '|']),
        before: before.split_whitespace().map(fold).collect(),
        entry: entry.map(|_| name.value.clone()),
        next,
    })
}

/// The last two words of a text.
fn ending(text: &str) -> &str {
    let mut borders = text.trim_end().rmatch_indices(char::is_whitespace);
    let border = borders.nth(1).map_or(0, |(at, _)| at);
    text.get(border..).unwrap_or(text)
}

/// Whether an expression is a person's gender entry, not a salutation derived from it.
fn names_entry(words: &Vocabulary, expression: &str) -> bool {
    let last = expression
        .trim_end_matches("()")
        .rsplit(['.', '/', '>', ':'])
        .next()
        .unwrap_or(expression);
    words.names_gender(last) == NameMatch::Strong
        && words.names_salutation(expression) != NameMatch::Strong
        && !words.names_biology(expression)
        && context(words, expression).is_none_or(|found| found == Subject::Person)
}

impl Vocabulary {
    /// Whether a word is a form of address that is not a unit or abbreviation as well, unlike "ms".
    pub(super) fn is_address_in_full(&self, word: &str) -> bool {
        const SHORTEST: usize = 4;
        word.len() >= SHORTEST
            && self.salutations.contains(word)
            && matches!(
                self.spellings.get(word),
                Some(Concept::Male | Concept::Female)
            )
    }

    /// The addressee of a text: Herr (male) or Frau (female); `None` for both or neither.
    pub fn address(&self, text: &str) -> Option<Concept> {
        let mut found = self.addressed(text);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// The addressees of the forms of address in a text: men (male) and women (female), in order.
    fn addressed(&self, text: &str) -> impl Iterator<Item = Concept> {
        tokens(text)
            .into_iter()
            .filter(|token| self.salutations.contains(token))
            .filter_map(|token| self.spellings.get(&token).copied())
            .filter(|concept| matches!(concept, Concept::Male | Concept::Female))
    }
}

/// Classifies "Sehr geehrter" beside "Sehr geehrte"; one of the two alone has no meaning ("Sehr geehrte Damen und
/// Herren").
pub(super) fn forms(words: &Vocabulary, results: &mut [ClassifiedValue]) {
    let last = |value: &ClassifiedValue| tokens(&value.raw).pop().unwrap_or_default();
    let said: Vec<String> = results.iter().map(last).collect();
    for Agreement { male, female } in &words.agreeing {
        if !(said.contains(male) && said.contains(female)) {
            continue;
        }
        for (value, word) in results.iter_mut().zip(&said) {
            let concept = match word {
                word if word == male => Concept::Male,
                word if word == female => Concept::Female,
                _ => continue,
            };
            value.meaning = Meaning {
                concepts: vec![concept],
                merged: false,
                because: ADDRESS.into(),
            };
        }
    }
}

/// Reason why a value means an entry: it addresses that entry.
pub(super) const ADDRESS: &str = "address";
