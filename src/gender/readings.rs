//! The classified values of a declaration, and their common appearance.

use std::sync::Arc;

use super::classify::reads_as;
use super::field::{ClassifiedValue, Concept, Subject};
use super::vocabulary::Vocabulary;
use crate::topic::{spelling, tokens};

/// The classified values of a declaration, with their common appearance.
#[derive(Default)]
pub(super) struct Readings {
    pub values: Arc<Vec<ClassifiedValue>>,
    pub shape: Shape,
    /// The non-personal subject of a value (`ruede`, `neutrum`), and the value.
    pub context: Option<(Subject, String)>,
}

impl Readings {
    /// Examines classified values.
    pub fn new(words: &Vocabulary, values: Vec<ClassifiedValue>) -> Self {
        Self {
            shape: Shape::from_values(words, &values),
            context: context_of_values(words, &values),
            values: Arc::new(values),
        }
    }
}

/// The non-personal subject of the first such value.
fn context_of_values(words: &Vocabulary, values: &[ClassifiedValue]) -> Option<(Subject, String)> {
    values
        .iter()
        .flat_map(|value| [Some(&value.raw), value.label.as_ref()])
        .flatten()
        .find_map(|text| {
            let subject = words.context_values.get(&spelling(text))?;
            Some((*subject, text.clone()))
        })
}

/// Common appearance of the values.
#[derive(Default)]
pub(super) struct Shape {
    /// männlich and weiblich, in any spelling.
    pub male_and_female: bool,
    /// In words, not in single letters.
    pub male_and_female_words: bool,
    /// Words for groups of people (Männer, Frauen), or for things of two kinds (`well_woman`): ambiguous unless the
    /// name is about gender.
    pub of_kinds: bool,
    /// A word that is not an entry and does not state its absence.
    pub names_another: bool,
    /// Herr and Frau.
    pub salutation: bool,
    /// Sentences and patterns for each value: texts that depend on the entry, not a list of entries.
    pub sentences: bool,
    /// One or more words for each entry that depend on it without naming it (forms of address).
    pub depends: bool,
    /// A word for each that depends on the entry without naming it: pronouns, drawings.
    pub outputs: bool,
    /// The first of them, for display.
    pub seen: String,
}

impl Shape {
    fn from_values(words: &Vocabulary, values: &[ClassifiedValue]) -> Self {
        // A letter proves little if its label says something else (m: married).
        let in_words = |value: &ClassifiedValue| match value.meaning.because.as_str() {
            "letter" | "sibling_set" | "alone" => false,
            _ => long(&value.raw) || value.label.as_deref().is_some_and(long),
        };
        let stated = |concept: Concept, words: bool| {
            values.iter().any(|value| {
                value.meaning.concepts.as_slice() == [concept] && (!words || in_words(value))
            })
        };
        let address = |value: &ClassifiedValue| {
            [Some(value.raw.as_str()), value.label.as_deref()]
                .into_iter()
                .flatten()
                .any(|text| {
                    let folded = spelling(text);
                    words.salutations.contains(&folded)
                        || folded.split(' ').any(|word| words.is_address_in_full(word))
                })
        };
        let addressed = values.iter().filter(|value| address(value)).count();
        // Long lists contain such words by chance: MR and MS are countries, too.
        let among_few = |found: usize, most: usize| values.len() <= found * most;
        Self {
            male_and_female: stated(Concept::Male, false) && stated(Concept::Female, false),
            male_and_female_words: stated(Concept::Male, true)
                && stated(Concept::Female, true)
                && among_few(2, 8),
            of_kinds: !values
                .iter()
                .any(|value| states_an_entry(words, value, values)),
            names_another: values
                .iter()
                .any(|value| value.meaning.concepts.is_empty() && long(&value.raw))
                || values.iter().any(|value| is_pattern(&value.raw)),
            salutation: addressed >= 2 && among_few(addressed, 5),
            sentences: values.iter().filter(|value| is_sentence(value)).count() * 2 > values.len(),
            depends: depend_on_entries(values, |text| reads_as(words, text)),
            outputs: are_outputs(words, values),
            seen: values
                .iter()
                .take(6)
                .map(|value| value.label.as_deref().unwrap_or(&value.raw))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }
}

/// Whether a value is only the word for männlich or weiblich. A prefix may be the topic of a constant: the attribute, a
/// person, or an abbreviation common to all values (`SYS_MALE`).
fn states_an_entry(words: &Vocabulary, value: &ClassifiedValue, all: &[ClassifiedValue]) -> bool {
    const LONGEST_ABBREVIATION: usize = 3;
    if !matches!(
        value.meaning.concepts.as_slice(),
        [Concept::Male | Concept::Female]
    ) {
        return false;
    }
    let is_entry = |text: &str| {
        let folded = spelling(text);
        words.spellings.contains_key(&folded) && !words.groups.contains(&folded)
    };
    let texts = [Some(value.raw.as_str()), value.label.as_deref()];
    texts.into_iter().flatten().any(|text| {
        if is_entry(text) {
            return true;
        }
        let parts = tokens(text);
        let Some((last, before)) = parts.split_last() else {
            return false;
        };
        let names_attribute =
            |part: &String| words.gender.strong.contains(part) || words.is_readable_name(part);
        let begins_all = |first: &String| {
            let short = first.len() <= LONGEST_ABBREVIATION;
            let person = words.names_person(first) && !words.is_persons_name(first);
            let begins = |other: &ClassifiedValue| tokens(&other.raw).first() == Some(first);
            (short || person) && all.iter().all(begins)
        };
        let is_topic = before.iter().any(names_attribute) || before.first().is_some_and(begins_all);
        is_topic && is_entry(last) && !is_pattern(text)
    })
}

/// Whether a text is a pattern that a program fills in before display.
fn is_pattern(text: &str) -> bool {
    ["{", "%s", "%("].iter().any(|mark| text.contains(mark))
}

/// Whether words for entries have texts with another meaning: `male: "De heer"`, `other: ""`. Some must be empty or of
/// several words, because a single word may name the entry in an unknown language.
fn depend_on_entries(values: &[ClassifiedValue], is_entry: impl Fn(&str) -> bool) -> bool {
    let mut telling = 0;
    for value in values.iter().filter(|value| !value.placeholder) {
        let Some(label) = value.label.as_deref() else {
            return false;
        };
        let names_entry = !label.trim().is_empty()
            && (is_entry(label) || label.split_whitespace().any(&is_entry));
        if !is_entry(&value.raw) || names_entry {
            return false;
        }
        telling += usize::from(label.trim().is_empty() || label.trim().contains(' '));
    }
    telling > 0
}

/// Whether a text is an image or a colour that a page shows for an entry.
fn is_drawn(text: &str) -> bool {
    const PICTURES: [&str; 7] = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico"];
    const COLOURS: [&str; 4] = ["rgb(", "rgba(", "hsl(", "hsla("];
    let text = text.trim().to_ascii_lowercase();
    let is_code = |code: &str| {
        matches!(code.len(), 3 | 4 | 6 | 8) && code.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    text.strip_prefix('#').is_some_and(is_code)
        || PICTURES.iter().any(|ending| text.ends_with(ending))
        || COLOURS.iter().any(|beginning| text.starts_with(beginning))
}

/// Whether every value has a text, and each is a word that depends on an entry (`male: "his"`), a share or a factor.
fn are_outputs(words: &Vocabulary, values: &[ClassifiedValue]) -> bool {
    let depends = |value: &ClassifiedValue| {
        let label = value.label.as_deref()?;
        let is_figure = || {
            let figure = label.trim().parse::<f64>().ok();
            // -1, -9 and -99 are codes for missing data.
            let is_offset = |figure: f64| {
                figure < -9.0 && !label.trim_start_matches('-').chars().all(|ch| ch == '9')
            };
            figure.is_some_and(|figure| label.contains('.') || is_offset(figure))
        };
        (label != value.raw)
            .then(|| words.dependent.contains(&spelling(label)) || is_figure() || is_drawn(label))
    };
    // Beside an offset, a whole number is an offset as well.
    let count = |one: &dyn Fn(&ClassifiedValue) -> bool| values.iter().filter(|v| one(v)).count();
    let whole = |value: &ClassifiedValue| {
        let label = value.label.as_deref().filter(|label| *label != value.raw);
        label.is_some_and(|label| label.trim().parse::<f64>().is_ok())
    };
    let depending = count(&|value| depends(value) == Some(true));
    let fitting = count(&|value| depends(value) == Some(true) || whole(value));
    values.len() > 1 && depending > 0 && fitting == values.len()
}

/// Whether the label of a value is a sentence, or a pattern that a program fills in.
fn is_sentence(value: &ClassifiedValue) -> bool {
    const MOST_WORDS: usize = 5;
    value.label.as_deref().is_some_and(|label| {
        let pattern = ["%(", "%s", "%1", "{0}", "{}", "${"];
        pattern.iter().any(|mark| label.contains(mark))
            || label.split_whitespace().count() > MOST_WORDS
    })
}

fn long(text: &str) -> bool {
    text.trim().chars().count() > 2
}
