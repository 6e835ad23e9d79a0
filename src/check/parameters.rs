//! The `[params]` of an algorithm, derived from its error messages for invalid tables, so that they are documented nowhere
//! else.

use super::CheckKind;
use crate::texts::{Language, filled, lookup};

/// A parameter of an algorithm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// What rule files write.
    pub name: String,
    /// What may stand behind it.
    pub kind: ParameterKind,
    /// Whether it must be there.
    pub required: bool,
}

/// What may stand behind a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// A text.
    Text,
    /// One of some words.
    Word(Vec<String>),
    /// A list.
    List,
    /// `true` or `false`.
    Switch,
    /// A whole number.
    Number,
    /// A table of further parameters.
    Table,
}

impl ParameterKind {
    /// In words.
    pub fn words(&self, language: Language) -> String {
        let key = match self {
            Self::Word(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                return filled("rule.type-word", language, &[("words", &words.join(", "))]);
            }
            Self::Text => "type-text",
            Self::List => "type-list",
            Self::Switch => "type-switch",
            Self::Number => "type-number",
            Self::Table => "type-table",
        };
        lookup(&format!("rule.{key}"), language)
            .unwrap_or_default()
            .to_owned()
    }
}

impl Parameter {
    /// Why a value cannot stand behind it, in the words of the TOML reader.
    pub fn refuses(&self, kind: &CheckKind, value: &toml::Value) -> Option<String> {
        let alone = toml::Table::from_iter([(self.name.clone(), value.clone())]);
        complaints(kind, alone).into_iter().find(|complaint| {
            [
                "invalid type",
                "invalid value",
                "invalid length",
                "unknown variant",
                "unknown field",
            ]
            .iter()
            .any(|beginning| complaint.starts_with(beginning))
        })
    }
}

/// The parameters of an algorithm, in its order.
pub fn parameters(kind: &CheckKind) -> Vec<Parameter> {
    /// No parameter has this name.
    const NONE: &str = "?";
    let probe = toml::Table::from_iter([(NONE.to_owned(), toml::Value::Boolean(true))]);
    let complaints = complaints(kind, probe);
    let names = complaints
        .iter()
        .find_map(|complaint| complaint.split_once("unknown field `?`, expected "));
    let names = names.map(|(_, names)| quoted(names)).unwrap_or_default();
    let mut parameters: Vec<Parameter> = names
        .into_iter()
        .map(|name| Parameter {
            kind: kind_of(kind, &name),
            required: false,
            name,
        })
        .collect();
    // It names what is missing one at a time.
    let mut given = toml::Table::new();
    while let Some(missing) = missing(kind, &given) {
        let Some(parameter) = parameters.iter_mut().find(|it| it.name == missing) else {
            break;
        };
        if std::mem::replace(&mut parameter.required, true) {
            break;
        }
        given.insert(missing, parameter.kind.dummy());
    }
    parameters
}

fn missing(kind: &CheckKind, given: &toml::Table) -> Option<String> {
    let complaints = complaints(kind, given.clone());
    let missing = complaints
        .iter()
        .find_map(|complaint| complaint.strip_prefix("missing field "));
    quoted(missing?).into_iter().next()
}

fn kind_of(kind: &CheckKind, name: &str) -> ParameterKind {
    let ask = |value: toml::Value| {
        let complaints = complaints(kind, toml::Table::from_iter([(name.to_owned(), value)]));
        let about = |complaint: &&String| {
            complaint.starts_with("invalid type") || complaint.starts_with("unknown variant")
        };
        complaints.iter().find(about).cloned()
    };
    let Some(said) = ask(toml::Value::Boolean(true)) else {
        return ParameterKind::Switch;
    };
    // A word is refused both for a list and for a table; the expected type follows the comma.
    let wanted = said
        .rsplit_once("expected ")
        .map_or("", |(_, wanted)| wanted);
    let begins = |words: &[&str]| words.iter().any(|word| wanted.starts_with(word));
    let as_word = || ask(toml::Value::String("?".to_owned()));
    match as_word() {
        Some(said) if said.starts_with("unknown variant") => {
            let words = said.split_once("expected ").map(|(_, words)| quoted(words));
            ParameterKind::Word(words.unwrap_or_default())
        }
        _ if begins(&["a sequence", "a tuple", "tuple"]) => ParameterKind::List,
        _ if begins(&["a map", "struct"]) => ParameterKind::Table,
        _ if begins(&["u", "i", "f"]) => ParameterKind::Number,
        _ => ParameterKind::Text,
    }
}

impl ParameterKind {
    /// Something of its type.
    fn dummy(&self) -> toml::Value {
        match self {
            Self::Text => toml::Value::String("a".to_owned()),
            Self::Word(words) => toml::Value::String(words.first().cloned().unwrap_or_default()),
            Self::List => toml::Value::Array(Vec::new()),
            Self::Switch => toml::Value::Boolean(true),
            Self::Number => toml::Value::Integer(1),
            Self::Table => toml::Value::Table(toml::Table::new()),
        }
    }
}

fn complaints(kind: &CheckKind, table: toml::Table) -> Vec<String> {
    (kind.build)(table).err().unwrap_or_default()
}

/// The texts between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CHECKS;

    fn of(name: &str) -> Vec<Parameter> {
        let kind = CHECKS.iter().find(|kind| kind.name == name).expect(name);
        parameters(kind)
    }

    #[test]
    fn algorithms_tell_their_parameters() {
        let told: Vec<(String, ParameterKind, bool)> = of("selector")
            .into_iter()
            .map(|it| (it.name, it.kind, it.required))
            .collect();
        let words = ["absent", "attribute", "text", "selector"].map(str::to_owned);
        assert_eq!(
            told,
            [
                ("applies-to".into(), ParameterKind::Text, true),
                ("expect".into(), ParameterKind::Word(words.to_vec()), true),
                ("attribute".into(), ParameterKind::Text, false),
                ("matches".into(), ParameterKind::Text, false),
                ("fits".into(), ParameterKind::Text, false),
                ("rendered".into(), ParameterKind::Switch, false),
                ("whole".into(), ParameterKind::Switch, false),
            ]
        );
        let lists = of("field-domain");
        assert_eq!(lists[1].kind, ParameterKind::List);
        assert!(of("gender-four-entries").is_empty());
    }

    #[test]
    fn values_are_judged_one_by_one() {
        let kind = CHECKS
            .iter()
            .find(|kind| kind.name == "selector")
            .expect("it is there");
        let expect = &of("selector")[1];
        let refused = expect.refuses(kind, &toml::Value::String("gone".into()));
        assert!(refused.is_some_and(|said| said.contains("absent")));
        assert_eq!(
            expect.refuses(kind, &toml::Value::String("absent".into())),
            None
        );
    }
}
