//! The two ends of a translation and their subject, by names, types and values together.

use super::field::{Attribute, ClassifiedValue, Concept, Subject};
use super::letter::ADDRESS;
use super::mapping::{GenderMapping, Rest, Side};
use super::name::NameMatch;
use super::subject::context;
use super::vocabulary::Vocabulary;
use crate::model::{Comparison, Mapping, SchemaModel};
use crate::topic::{spelling, tokens};

/// Maximum number of values if a single form of address decides: titles and the empty one are beside it.
const MOST_BESIDE_ONE: usize = 8;

/// The input end.
pub(super) fn source(
    words: &Vocabulary,
    mapping: &Mapping,
    judged: &GenderMapping,
) -> Option<Side> {
    let values: Vec<&ClassifiedValue> = judged.arms.iter().flat_map(|arm| &arm.from).collect();
    if mapping.by == Comparison::Question {
        // isMale(), maennlich: only words; a variable "m" means nothing.
        let asks = values
            .iter()
            .any(|value| value.entry().is_some() && is_word(&value.raw));
        return asks.then_some(Side {
            attribute: Attribute::Geschlecht,
            sure: true,
        });
    }
    let shape = Words::from_values(words, values.iter().copied());
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
        // Among many other words it is just one of them: `ms` in a table of elements.
        _ if (shape.herr || shape.frau) && values.len() <= MOST_BESIDE_ONE => Some(Side {
            attribute: Attribute::Anrede,
            sure: false,
        }),
        (NameMatch::Weak, _) if shape.male || shape.female => sure(Attribute::Geschlecht),
        _ if shape.male_word && shape.female_word => sure(Attribute::Geschlecht),
        // The selector of a message may have any name: `{wert, select, male {Herr …} other {Frau …}}`.
        _ if shape.male && shape.female || shape.male_word || shape.female_word => Some(Side {
            attribute: Attribute::Geschlecht,
            sure: false,
        }),
        _ => None,
    }
}

/// The input end, if only the result identifies it: "sex" that becomes an entry, or "m" that becomes männlich.
pub(super) fn doubtful_source(
    words: &Vocabulary,
    mapping: &Mapping,
    judged: &GenderMapping,
) -> Option<Side> {
    let kept = judged.entries().any(|(from, to)| to.entry() == Some(from));
    let named = words.names_gender(&mapping.subject) == NameMatch::Weak;
    // gender = sex == 1 ? "male" : "female": nothing else could become a person's entry there.
    let last = tokens(last_name(&mapping.subject));
    let is_whole_name = matches!(last.as_slice(), [only] if words.gender.alone.contains(only));
    let is_told = judged
        .to
        .is_some_and(|to| to.sure && to.attribute == Attribute::Geschlecht);
    (kept || named).then_some(Side {
        attribute: Attribute::Geschlecht,
        sure: is_told && is_whole_name,
    })
}

/// The output end.
pub(super) fn result(
    words: &Vocabulary,
    mapping: &Mapping,
    judged: &GenderMapping,
) -> Option<Side> {
    let shape = Words::from_values(words, judged.results());
    if shape.herr || shape.frau {
        // One of the two alone does not decide about the other.
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
        tokens(name)
            .iter()
            .any(|token| words.gender.companions.contains(token))
    };
    if decorates(words, &mapping.target)
        || names().any(is_blocked)
        || words.names_salutation(&mapping.target) == NameMatch::Strong
    {
        return None;
    }
    let named = |name: &str| words.names_gender(name) == NameMatch::Strong;
    // männlich → m, weiblich → w: keeping these two apart encodes gender, whatever its name.
    let kept = |entry| {
        let mut entries = judged.entries();
        entries.any(|(from, to)| from == entry && to.entry() == Some(entry))
    };
    let coded = kept(Concept::Male) && kept(Concept::Female);
    let both = shape.male && shape.female;
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
    // if ($sex != "f") $sex = "m": the input itself is set.
    let is_same =
        mapping.target == last_name(&mapping.subject) || mapping.target == mapping.subject;
    let by_target = named(&mapping.target)
        || mapping.target_type.as_deref().is_some_and(named)
        || is_same && from_gender && !mapping.target.is_empty();
    if !(shape.male || shape.female || shape.other_entry) {
        // Digits as in gender codes. They may also be a factor.
        let digits = judged
            .results()
            .all(|result| matches!(result.raw.as_bytes(), [digit] if digit.is_ascii_digit()));
        // getKennziffer(geschlecht): männlich and weiblich get separate digits under the name of a code.
        let digit = |entry| {
            judged
                .entries()
                .find(|(from, _)| *from == entry)
                .map(|(_, to)| &to.raw)
        };
        let told_apart = digit(Concept::Male)
            .zip(digit(Concept::Female))
            .is_some_and(|(m, w)| m != w);
        let is_code = told_apart
            && tokens(&mapping.target)
                .iter()
                .any(|token| words.declaration.contains(token));
        // männlich and weiblich get separate digits under the name of the entry itself. Everybody else gets the digit
        // of one of them.
        let is_swallowed = matches!(&judged.rest, Rest::Value(rest)
            if [Concept::Male, Concept::Female]
                .into_iter()
                .any(|entry| digit(entry).is_some_and(|digit| *digit == rest.raw)));
        let sure = by_target && told_apart && is_swallowed && is_plain_name(words, mapping);
        return if (by_target || is_code) && from_gender && digits {
            gender(sure)
        } else {
            None
        };
    }
    // fun sexOf(geschlecht): Sex = if (geschlecht == "m") Sex.MALE else Sex.FEMALE
    let weakly = |name: &str| words.names_gender(name) == NameMatch::Weak;
    let by_weak_name = in_words
        && from_gender
        && judged.results().all(|result| result.entry().is_some())
        && (weakly(&mapping.target) || mapping.target_type.as_deref().is_some_and(weakly));
    if by_target || by_place || by_weak_name || (coded && from_gender) {
        gender(true)
    } else if in_words || (both && judged.from.is_some()) {
        gender(false)
    } else {
        None
    }
}

/// Whether the name of the receiver is only about the entry and perhaps its code: not a factor or figure that depends
/// on it.
fn is_plain_name(words: &Vocabulary, mapping: &Mapping) -> bool {
    let mut rest = tokens(last_name(&mapping.target));
    rest.retain(|token| {
        let is_entry = words.names_gender(token) != NameMatch::No;
        !is_entry
            && !words.declaration.contains(token)
            && !matches!(token.as_str(), "get" | "set" | "to")
    });
    rest.is_empty()
}

/// Whether a name is that of a decoration.
pub(super) fn decorates(words: &Vocabulary, name: &str) -> bool {
    tokens(name)
        .iter()
        .any(|token| words.decoration.contains(token))
}

/// The subject of the translation.
pub(super) fn subject(model: &SchemaModel, words: &Vocabulary, mapping: &Mapping) -> Subject {
    let file = model.document.rsplit('/').next().unwrap_or_default();
    if decorates(words, &mapping.subject) {
        return Subject::Other;
    }
    let types = mapping.subject_type.iter().chain(&mapping.target_type);
    // tuple[str, WordGender]
    let types = types.flat_map(|of| of.split(|ch: char| !(ch.is_alphanumeric() || ch == '_')));
    let names = [mapping.subject.as_str(), &mapping.target, file]
        .into_iter()
        .chain(types.filter(|name| !name.is_empty()))
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

/// The common meaning of the words on one side.
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
    fn from_values<'a>(
        words: &Vocabulary,
        values: impl Iterator<Item = &'a ClassifiedValue>,
    ) -> Self {
        let mut seen = Self::default();
        for value in values {
            let form = || value.entry().filter(|_| value.meaning.because == ADDRESS);
            match words.address(&value.raw).or_else(form) {
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
        // Beside "Mann", "Frau" is no form of address.
        if seen.frau && !seen.herr && seen.male_word {
            seen.frau = false;
            seen.female = true;
            seen.female_word = true;
        }
        seen
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
