//! Translations between value sets: which of them speak about gender or salutation of a person, and what
//! their values stand for.

use super::classify::classify;
use super::field::{Attribute, ClassifiedValue, Concept, Meaning, Subject};
use super::name::NameMatch;
use super::recognise::context;
use super::token::{spelling, tokens};
use super::vocabulary::Vocabulary;
use crate::model::{
    Comparison, Known, Located, Mapping, ModelPath, Place, RelationKind, SchemaModel, Value,
};

/// A translation from or into gender entries or salutations of a person.
#[derive(Clone, Debug)]
pub struct GenderMapping {
    /// Names of what it stands in and of what it fills.
    pub path: ModelPath,
    /// Where it is written.
    pub place: Place,
    /// The expression that is looked at, as written.
    pub subject: String,
    /// What receives the result.
    pub target: String,
    /// What of the expression is compared.
    pub by: Comparison,
    /// What is looked at; `None`: not shown to be gender or salutation.
    pub from: Option<Side>,
    /// What comes out; `None`: not shown to be gender or salutation.
    pub to: Option<Side>,
    /// The cases in order.
    pub arms: Vec<GenderArm>,
    /// What happens with everything else.
    pub rest: Rest,
}

/// One end of a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// Gender or salutation.
    pub attribute: Attribute,
    /// By name or type, or by words that leave no doubt.
    pub sure: bool,
}

/// One case of a [`GenderMapping`].
#[derive(Clone, Debug)]
pub struct GenderArm {
    /// The values it is for.
    pub from: Vec<ClassifiedValue>,
    /// What they become; `None`: no literal.
    pub to: Option<ClassifiedValue>,
}

/// What happens with everything that no case names.
#[derive(Clone, Debug)]
pub enum Rest {
    /// Nothing is written.
    Nothing,
    /// Something that cannot be read off: a call, an exception.
    Unclear,
    /// A literal.
    Value(Box<ClassifiedValue>),
}

impl GenderMapping {
    /// Entries with what they become, where both are certain.
    pub fn entries(&self) -> impl Iterator<Item = (Concept, &ClassifiedValue)> {
        self.arms.iter().flat_map(|arm| {
            let entries = arm.from.iter().filter_map(ClassifiedValue::entry);
            entries.filter_map(|entry| Some((entry, arm.to.as_ref()?)))
        })
    }

    /// All results: those of the cases and the one for the rest.
    pub fn results(&self) -> impl Iterator<Item = &ClassifiedValue> {
        let rest = match &self.rest {
            Rest::Value(value) => Some(&**value),
            _ => None,
        };
        self.arms
            .iter()
            .filter_map(|arm| arm.to.as_ref())
            .chain(rest)
    }
}

impl ClassifiedValue {
    /// The one of the four entries that it certainly stands for.
    pub fn entry(&self) -> Option<Concept> {
        match self.meaning.concepts.as_slice() {
            [entry] if Concept::REQUIRED.contains(entry) => Some(*entry),
            _ => None,
        }
    }
}

/// The translations of a document that concern gender or salutation of a person. Tests state what they like.
pub fn mappings(model: &SchemaModel, vocabulary: &Vocabulary) -> Vec<GenderMapping> {
    if is_test(&model.document) {
        return Vec::new();
    }
    model
        .relations
        .iter()
        .filter_map(|relation| match &relation.kind {
            RelationKind::Mapping(mapping) => {
                let place = |path: &ModelPath| model.place(path, Some(relation.span));
                judge(model, vocabulary, mapping, place)
            }
            _ => None,
        })
        .collect()
}

fn judge(
    model: &SchemaModel,
    words: &Vocabulary,
    mapping: &Mapping,
    place: impl Fn(&ModelPath) -> Place,
) -> Option<GenderMapping> {
    let last = if mapping.target.is_empty() {
        &mapping.subject
    } else {
        &mapping.target
    };
    let path = match mapping.path.0.last() {
        Some(name) if name == last => mapping.path.clone(),
        _ => mapping.path.child(last.as_str()),
    };
    let classified = |values: &[&Located<String>]| {
        let values: Vec<Value> = values
            .iter()
            .map(|value| Value {
                raw: (*value).clone(),
                ..Value::default()
            })
            .collect();
        let mut classified = classify(words, None, model, &path, &values);
        for value in &mut classified {
            // Männer and Frauen are groups of a table, a race or a building; nobody's entry.
            if GROUPS.contains(&spelling(&value.raw).as_str()) {
                value.meaning.concepts.clear();
            }
        }
        // "Sehr geehrter Herr …" is no spelling of an entry and still says one.
        for value in &mut classified {
            if let Some(concept) = words.address(&value.raw) {
                value.meaning = Meaning {
                    concepts: vec![concept],
                    merged: false,
                    because: "address".into(),
                };
            }
        }
        classified
    };
    let from: Vec<&Located<String>> = mapping.arms.iter().flat_map(|arm| &arm.from).collect();
    let mut from = classified(&from).into_iter();
    // The rest is classified beside the others: single letters mean something only together.
    let rest = match mapping
        .fallback
        .as_ref()
        .map(|rest| (&rest.value, rest.span))
    {
        Some((Known::Yes(text), span)) => Some(Located {
            value: text.clone(),
            span,
        }),
        _ => None,
    };
    let to: Vec<&Located<String>> = mapping
        .arms
        .iter()
        .filter_map(|arm| arm.to.as_ref())
        .chain(&rest)
        .collect();
    let mut to = classified(&to);
    let rest = match (&mapping.fallback, rest) {
        (None, _) => Rest::Nothing,
        (Some(_), Some(_)) => to
            .pop()
            .map_or(Rest::Unclear, |value| Rest::Value(Box::new(value))),
        (Some(_), None) => Rest::Unclear,
    };
    let mut to = to.into_iter();
    let arms: Vec<GenderArm> = mapping
        .arms
        .iter()
        .map(|arm| GenderArm {
            from: from.by_ref().take(arm.from.len()).collect(),
            to: arm.to.as_ref().and_then(|_| to.next()),
        })
        .collect();
    let mut judged = GenderMapping {
        place: place(&path),
        path,
        subject: mapping.subject.clone(),
        target: mapping.target.clone(),
        by: mapping.by,
        from: None,
        to: None,
        arms,
        rest,
    };
    judged.from = source(words, mapping, &judged);
    if judged
        .from
        .is_some_and(|from| from.attribute == Attribute::Geschlecht && from.sure)
    {
        // The name says what a letter alone does not: "d" of a gender is divers.
        let values = judged.arms.iter_mut().flat_map(|arm| &mut arm.from);
        for value in values.filter(|value| value.meaning.because == "alone") {
            value.meaning.concepts.truncate(1);
        }
    }
    judged.to = result(words, mapping, &judged);
    let entry_comes_out = judged
        .to
        .is_some_and(|to| to.attribute == Attribute::Geschlecht);
    if judged.from.is_none() && entry_comes_out {
        judged.from = doubtful_source(words, mapping, &judged);
    }
    let concerned = judged.to.is_some() && subject(model, words, mapping) == Subject::Person;
    concerned.then_some(judged)
}

/// What is looked at.
fn source(words: &Vocabulary, mapping: &Mapping, judged: &GenderMapping) -> Option<Side> {
    let values: Vec<&ClassifiedValue> = judged.arms.iter().flat_map(|arm| &arm.from).collect();
    if mapping.by == Comparison::Question {
        // isMale(), maennlich: only words; a variable "m" says nothing.
        let asks = values
            .iter()
            .any(|value| value.entry().is_some() && is_word(&value.raw));
        return asks.then_some(Side {
            attribute: Attribute::Geschlecht,
            sure: true,
        });
    }
    let shape = Words::of(words, values.iter().copied());
    if shape.herr && shape.frau {
        return Some(Side {
            attribute: Attribute::Anrede,
            sure: true,
        });
    }
    let of_type = mapping.subject_type.as_deref().unwrap_or_default();
    let last = last_name(&mapping.subject);
    let gender = words
        .names_gender(&mapping.subject)
        .max(words.names_gender(of_type));
    let salutation = words
        .names_salutation(&mapping.subject)
        .max(words.names_salutation(of_type));
    let sure = |attribute| {
        Some(Side {
            attribute,
            sure: true,
        })
    };
    match (gender, salutation) {
        (NameMatch::Strong, NameMatch::Strong)
            if words.names_salutation(last) == NameMatch::Strong =>
        {
            sure(Attribute::Anrede)
        }
        (NameMatch::Strong, _) => sure(Attribute::Geschlecht),
        (_, NameMatch::Strong) => sure(Attribute::Anrede),
        (_, NameMatch::Weak) if shape.herr || shape.frau => sure(Attribute::Anrede),
        _ if shape.herr || shape.frau => Some(Side {
            attribute: Attribute::Anrede,
            sure: false,
        }),
        (NameMatch::Weak, _) if shape.male || shape.female => sure(Attribute::Geschlecht),
        _ if shape.male_word && shape.female_word => sure(Attribute::Geschlecht),
        _ if shape.male && shape.female => Some(Side {
            attribute: Attribute::Geschlecht,
            sure: false,
        }),
        _ => None,
    }
}

/// What is looked at, where only the result says so: "sex" that becomes an entry, or "m" that becomes männlich.
fn doubtful_source(words: &Vocabulary, mapping: &Mapping, judged: &GenderMapping) -> Option<Side> {
    let kept = judged.entries().any(|(from, to)| to.entry() == Some(from));
    let named = words.names_gender(&mapping.subject) == NameMatch::Weak;
    (kept || named).then_some(Side {
        attribute: Attribute::Geschlecht,
        sure: false,
    })
}

/// What comes out.
fn result(words: &Vocabulary, mapping: &Mapping, judged: &GenderMapping) -> Option<Side> {
    let shape = Words::of(words, judged.results());
    if shape.herr || shape.frau {
        // One of both alone decides nothing about the other.
        return (shape.herr && shape.frau).then_some(Side {
            attribute: Attribute::Anrede,
            sure: true,
        });
    }
    let names = || {
        [
            Some(mapping.target.as_str()),
            mapping.target_type.as_deref(),
        ]
        .into_iter()
        .flatten()
        .chain(mapping.path.0.iter().map(String::as_str))
    };
    let is_blocked = |name: &str| {
        tokens(name).iter().any(|token| {
            words.gender.companions.contains(token) && !matches!(token.as_str(), "label" | "labels")
        })
    };
    let decorates = tokens(&mapping.target)
        .iter()
        .any(|token| DECORATION.contains(&token.as_str()));
    if decorates
        || names().any(is_blocked)
        || words.names_salutation(&mapping.target) == NameMatch::Strong
    {
        return None;
    }
    let named = |name: &str| words.names_gender(name) == NameMatch::Strong;
    // männlich → m, weiblich → w: whoever keeps these two apart codes gender, whatever it is called.
    let kept = |entry| {
        let mut entries = judged.entries();
        entries.any(|(from, to)| from == entry && to.entry() == Some(entry))
    };
    let coded = kept(Concept::Male) && kept(Concept::Female);
    let both = shape.male && shape.female;
    let by_target = named(&mapping.target) || mapping.target_type.as_deref().is_some_and(named);
    let by_place = both && mapping.path.0.iter().any(|name| named(name));
    let in_words = shape.male_word && shape.female_word;
    let gender = |sure| {
        Some(Side {
            attribute: Attribute::Geschlecht,
            sure,
        })
    };
    let from_gender = judged
        .from
        .is_some_and(|from| from.attribute == Attribute::Geschlecht && from.sure);
    if !(shape.male || shape.female || shape.other_entry) {
        // Digits that a gender code is made of. They may as well be a factor.
        let digits = judged
            .results()
            .all(|result| matches!(result.raw.as_bytes(), [digit] if digit.is_ascii_digit()));
        return if by_target && from_gender && digits {
            gender(false)
        } else {
            None
        };
    }
    if by_target || by_place || (coded && from_gender) {
        gender(true)
    } else if in_words || (both && judged.from.is_some()) {
        gender(false)
    } else {
        None
    }
}

/// Words for groups of people.
const GROUPS: &[&str] = &[
    "maenner", "frauen", "herren", "damen", "jungen", "maedchen", "men", "women", "boys", "girls",
];

/// Names of what only decorates: its values may be called male and female all the same.
const DECORATION: &[&str] = &[
    "icon", "class", "css", "style", "styles", "image", "img", "src", "avatar", "picture", "photo",
    "bild", "foto", "symbol", "emoji", "color", "colour", "farbe", "template", "sprite", "voice",
    "stimme", "pronoun", "pronomen",
];

fn decorates(name: &str) -> bool {
    tokens(name)
        .iter()
        .any(|token| DECORATION.contains(&token.as_str()))
}

/// Whose gender it is.
fn subject(model: &SchemaModel, words: &Vocabulary, mapping: &Mapping) -> Subject {
    let file = model.document.rsplit('/').next().unwrap_or_default();
    if decorates(&mapping.subject) {
        return Subject::Other;
    }
    let names = [mapping.subject.as_str(), &mapping.target, file]
        .into_iter()
        .chain(mapping.subject_type.as_deref())
        .chain(mapping.target_type.as_deref())
        .chain(mapping.path.0.iter().map(String::as_str));
    for name in names {
        if words.names_biology(name) {
            return Subject::Biology;
        }
        if let Some(other) = context(words, name).filter(|_| !words.names_person(name)) {
            return other;
        }
    }
    let rest = mapping.fallback.as_ref().and_then(|rest| rest.value.yes());
    let values = mapping
        .arms
        .iter()
        .flat_map(|arm| arm.from.iter().chain(&arm.to));
    values
        .map(|value| &value.value)
        .chain(rest)
        .find_map(|value| words.context_values.get(&spelling(value)).copied())
        .unwrap_or(Subject::Person)
}

/// What the words of one side say together.
#[derive(Default)]
struct Words {
    herr: bool,
    frau: bool,
    male: bool,
    female: bool,
    male_word: bool,
    female_word: bool,
    other_entry: bool,
}

impl Words {
    fn of<'a>(words: &Vocabulary, values: impl Iterator<Item = &'a ClassifiedValue>) -> Self {
        let mut seen = Self::default();
        for value in values {
            match words.address(&value.raw) {
                Some(Concept::Male) => seen.herr = true,
                Some(_) => seen.frau = true,
                None => match value.entry() {
                    Some(Concept::Male) => {
                        seen.male = true;
                        seen.male_word |= is_word(&value.raw);
                    }
                    Some(Concept::Female) => {
                        seen.female = true;
                        seen.female_word |= is_word(&value.raw);
                    }
                    Some(_) => seen.other_entry = true,
                    None => {}
                },
            }
        }
        seen
    }
}

impl Vocabulary {
    /// Whether a text addresses somebody as Herr (male) or as Frau (female); both at once is neither.
    pub fn address(&self, text: &str) -> Option<Concept> {
        let mut found = tokens(text)
            .into_iter()
            .filter(|token| self.salutations.contains(token))
            .filter_map(|token| self.spellings.get(&token).copied())
            .filter(|concept| matches!(concept, Concept::Male | Concept::Female));
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }
}

fn is_word(raw: &str) -> bool {
    raw.chars().filter(|ch| ch.is_alphabetic()).count() > 2
}

/// The last name of an expression: `person.getAnrede()` → `getAnrede()`.
fn last_name(expression: &str) -> &str {
    expression
        .rsplit(['.', '>', ':', '['])
        .next()
        .unwrap_or(expression)
}

/// Whether a document belongs to the tests of a program.
fn is_test(document: &str) -> bool {
    const FOLDERS: &[&str] = &[
        "test",
        "tests",
        "testing",
        "spec",
        "specs",
        "__tests__",
        "__mocks__",
        "mocks",
        "fixtures",
        "testdata",
        "e2e",
        "cypress",
        "androidtest",
        "integrationtest",
        "seeds",
        "seeders",
        "factories",
        "storybook",
    ];
    let mut parts = document.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let marked = |suffix: &str| stem.len() > suffix.len() && stem.ends_with(suffix);
    parts.any(|folder| FOLDERS.contains(&folder.to_ascii_lowercase().as_str()))
        || [
            "Test", "Tests", "Spec", "TestCase", "_test", "_spec", "Mock", "Seeder",
        ]
        .into_iter()
        .any(marked)
        || stem.starts_with("test_")
        || [".test.", ".spec.", ".stories.", ".e2e.", ".cy."]
            .iter()
            .any(|mark| file.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::is_test;

    #[test]
    fn tests_are_told_by_folder_and_name() {
        for test in [
            "src/test/java/A.java",
            "a/PersonTest.java",
            "a/person.spec.ts",
            "tests/a.py",
            "test_person.py",
            "person_spec.rb",
            "__tests__/a.js",
        ] {
            assert!(is_test(test), "{test}");
        }
        for other in [
            "src/main/java/Contest.java",
            "latest/a.py",
            "Test.java",
            "specification.py",
            "Attest.java",
        ] {
            assert!(!is_test(other), "{other}");
        }
    }
}
