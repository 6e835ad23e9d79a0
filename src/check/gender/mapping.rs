//! Checks on translations of gender entries: no entry is lost, nothing unrecognised becomes männlich or weiblich, no
//! first letter decides.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::facts::terms;
use crate::check::generic::{params, without_params};
use crate::check::{Check, CheckKind, UsageCheck};
use crate::gender::{
    Attribute, ClassifiedValue, Concept, GenderArm, GenderMapping, GenderUsage, Rest, Side, tokens,
};
use crate::model::{Comparison, Confidence, TargetPlace};
use crate::outcome::{Doubt, Expectation, Fact, Grounds};

/// Judges translations one by one, as most checks on programs do.
pub(super) struct EachMapping(
    /// `None` if the rule does not apply to the translation.
    pub fn(&GenderMapping) -> Option<Expectation>,
);

impl UsageCheck for EachMapping {
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)> {
        let judge = |mapping| Some((target(mapping), (self.0)(mapping)?));
        usage.mappings.iter().filter_map(judge).collect()
    }
}

pub(super) fn target(mapping: &GenderMapping) -> TargetPlace {
    TargetPlace {
        anchor: mapping.path.clone(),
        place: mapping.place.clone(),
        cause: None,
    }
}

/// Whether one end is certainly the gender entry.
pub(super) fn is_gender(side: Option<Side>) -> bool {
    side.is_some_and(|side| side.attribute == Attribute::Geschlecht)
}

/// Whether one end is the salutation.
pub(super) fn is_salutation(side: Option<Side>) -> bool {
    side.is_some_and(|side| side.attribute == Attribute::Anrede)
}

/// The common grounds of findings on a translation. If an end is doubtful, the finding becomes a question.
pub(super) fn grounds(mapping: &GenderMapping) -> Grounds {
    let mut shown: Vec<String> = mapping
        .arms
        .iter()
        .map(|arm| {
            let from: Vec<&str> = arm.from.iter().map(written).collect();
            let to = arm.to.as_ref().map_or("…", written);
            format!("{} → {to}", from.join("/"))
        })
        .collect();
    if let Rest::Value(rest) = &mapping.rest {
        shown.push(format!("* → {}", written(rest)));
    }
    let name = [&mapping.target, &mapping.subject]
        .into_iter()
        .find(|name| !name.is_empty());
    let mut grounds = Grounds::none()
        .with("field", name.cloned().unwrap_or_default())
        .with("values", shown);
    let sure = |side: Option<Side>| side.is_some_and(|side| side.sure);
    if !(sure(mapping.from) && sure(mapping.to)) {
        grounds.confidence = Confidence::Medium;
    }
    grounds
}

fn written(value: &ClassifiedValue) -> &str {
    match value.raw.trim() {
        "" => "∅",
        raw => raw,
    }
}

/// `gender-mapping-keeps-entries`: every entry keeps its meaning.
pub const KEEPS: CheckKind = CheckKind {
    name: "gender-mapping-keeps-entries",
    facts: &["field", "values", "entries", "result"],
    variants: &["merged", "turned", "rest", "empty", "bucket", "dropped"],
    build: |table| Ok(Check::Usage(Box::new(params::<Keeps>(table)?))),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keeps {
    /// Words, in lower case, in names of programs about passports and identity cards.
    passports: Vec<String>,
}

impl UsageCheck for Keeps {
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)> {
        let judge = |mapping| Some((target(mapping), keeps(mapping, &self.passports)?));
        usage.mappings.iter().filter_map(judge).collect()
    }
}

fn keeps(mapping: &GenderMapping, passports: &[String]) -> Option<Expectation> {
    if is_gender(mapping.from) && mapping.to.is_none() {
        return left_out(mapping);
    }
    let both = is_gender(mapping.from) && is_gender(mapping.to);
    // Comparing letters or asking yes/no questions loses entries for another reason.
    let about_passports = || is_about(mapping, passports);
    if !both || mapping.by != Comparison::Whole || about_passports() || turns_around(mapping) {
        return None;
    }
    let entries: Vec<(Concept, &ClassifiedValue)> = mapping.entries_of_their_own().collect();
    if let Some(found) = merged(mapping, &entries).or_else(|| turned(mapping)) {
        return Some(found);
    }
    let lost = left_empty(mapping);
    if !lost.is_empty() {
        let grounds = grounds(mapping)
            .with("entries", terms(lost))
            .with("result", "");
        return Some(Expectation::Unknown(
            Doubt::NeedsPerson,
            grounds.variant("empty"),
        ));
    }
    let mut covered: BTreeSet<Concept> = entries.iter().map(|(entry, _)| *entry).collect();
    covered.extend(perhaps_covered(mapping, &entries));
    if decodes_two(mapping) && covered.iter().any(is_beyond_two) {
        covered.extend([Concept::Male, Concept::Female]);
    }
    // Only a named third entry proves that the source has more than two.
    if !covered.iter().any(is_beyond_two) {
        return gathered_by_the_rest(mapping, &covered);
    }
    if let Some(found) = taken_by_the_rest(mapping, &entries, &covered) {
        return Some(found);
    }
    let is_left_open = mapping.rest.is_nothing_stated() && !mapping.letter && !mapping.listed;
    let tells_apart = || tells_two_apart(mapping) || decodes_two(mapping);
    if is_left_open && covered.len() < Concept::REQUIRED.len() && tells_apart() {
        return Some(dropped(mapping, &covered));
    }
    Some(Expectation::Met)
}

/// Entries that are not named certainly but kept apart: `nonbinary → d`, `none → No entry`.
fn perhaps_covered(
    mapping: &GenderMapping,
    entries: &[(Concept, &ClassifiedValue)],
) -> BTreeSet<Concept> {
    let is_shared = |to: &ClassifiedValue| {
        let mut same = entries.iter().filter(|(_, other)| other.raw == to.raw);
        same.any(|(entry, _)| !is_beyond_two(entry))
    };
    let mut found = BTreeSet::new();
    for arm in &mapping.arms {
        let Some(to) = arm.to.as_ref().filter(|to| !is_shared(to)) else {
            continue;
        };
        for from in arm.from.iter().filter(|from| from.entry().is_none()) {
            let readings = from.meaning.concepts.as_slice();
            match to.entry().filter(is_beyond_two) {
                Some(kept) => found.extend([kept]),
                None => found.extend(
                    readings
                        .iter()
                        .copied()
                        .filter(|_| readings.len() == 2)
                        .filter(is_beyond_two),
                ),
            }
        }
    }
    found
}

fn is_beyond_two(entry: &Concept) -> bool {
    matches!(entry, Concept::Diverse | Concept::NoEntry)
}

/// The verdict on two entries with the same result; `None` if all results differ.
fn merged(mapping: &GenderMapping, entries: &[(Concept, &ClassifiedValue)]) -> Option<Expectation> {
    for (index, (entry, to)) in entries.iter().enumerate() {
        let twin = entries[..index]
            .iter()
            .find(|(other, result)| other != entry && result.raw.eq_ignore_ascii_case(&to.raw));
        if let Some((other, _)) = twin {
            let grounds = grounds(mapping)
                .with("entries", terms([*other, *entry]))
                .with("result", to.raw.as_str());
            if to.raw.trim().is_empty() {
                return Some(Expectation::Unknown(
                    Doubt::NeedsPerson,
                    grounds.variant("empty"),
                ));
            }
            // Groups in a report, and the "other" of a standard with an additional field beside it, are intended.
            if matches!(
                to.meaning.concepts.as_slice(),
                [Concept::Other | Concept::Unknown | Concept::NotApplicable]
            ) {
                return Some(Expectation::Unknown(
                    Doubt::NeedsPerson,
                    grounds.variant("bucket"),
                ));
            }
            return Some(Expectation::Unmet(grounds.variant("merged")));
        }
    }
    None
}

/// The verdict on an entry beyond männlich and weiblich that becomes another one; `None` if none does.
fn turned(mapping: &GenderMapping) -> Option<Expectation> {
    for arm in &mapping.arms {
        let Some(result) = arm.to.as_ref().and_then(ClassifiedValue::entry) else {
            continue;
        };
        // "x" may mean two entries, but neither männlich nor weiblich.
        let turned = arm
            .from
            .iter()
            .map(|value| value.meaning.concepts.as_slice())
            .find(|readings| {
                !readings.is_empty()
                    && readings.iter().all(is_beyond_two)
                    && !readings.contains(&result)
            });
        if let (Some(readings), Some(to)) = (turned, &arm.to) {
            let grounds = grounds(mapping)
                .with("entries", terms(readings.iter().copied()))
                .with("result", to.raw.as_str());
            return Some(Expectation::Unmet(grounds.variant("turned")));
        }
    }
    None
}

/// The verdict on required entries that the rest of the mapping takes: as another entry, or with the result of another
/// one. `None` if it takes none in this way.
fn taken_by_the_rest(
    mapping: &GenderMapping,
    entries: &[(Concept, &ClassifiedValue)],
    covered: &BTreeSet<Concept>,
) -> Option<Expectation> {
    let Rest::Value(rest) = &mapping.rest else {
        return None;
    };
    let missing = Concept::REQUIRED.into_iter();
    let missing: Vec<Concept> = missing.filter(|entry| !covered.contains(entry)).collect();
    if missing.is_empty() {
        return None;
    }
    if rest.entry().is_some_and(|result| covered.contains(&result)) {
        let grounds = grounds(mapping)
            .with("entries", terms(missing))
            .with("result", rest.raw.as_str());
        return Some(Expectation::Unmet(grounds.variant("rest")));
    }
    let (shared, _) = entries.iter().find(|(_, to)| to.raw == rest.raw)?;
    (!rest.raw.trim().is_empty()).then(|| {
        let entries = terms([*shared].into_iter().chain(missing));
        bucket(mapping, entries, rest)
    })
}

/// `m → 1, w → 2`, and nothing or one code for everybody else: the results are not entries themselves.
fn left_out(mapping: &GenderMapping) -> Option<Expectation> {
    // Rows of a list that is judged itself lack whatever the list lacks.
    let is_asked = !mapping.listed && !words_the_unknown(mapping);
    let entries: Vec<(Concept, &ClassifiedValue)> = mapping.entries().collect();
    let mut covered: BTreeSet<Concept> = entries.iter().map(|(entry, _)| *entry).collect();
    covered.extend(perhaps_covered(mapping, &entries));
    if !is_asked || covered.len() >= Concept::REQUIRED.len() {
        return None;
    }
    match &mapping.rest {
        Rest::Value(rest) if !mapping.rest.is_opaque() => {
            let left = Concept::REQUIRED.into_iter();
            let left = left.filter(|entry| !covered.contains(entry));
            mapping
                .gathers_under_a_code()
                .then(|| bucket(mapping, terms(left), rest))
        }
        // `m → "father", w → "mother"`, and the word of a variable for everybody else.
        Rest::Unclear if mapping.results().all(is_read) => None,
        _ => Some(dropped(mapping, &covered)),
    }
}

/// Whether the results are wordings, with one of its own for people whose entry is unknown: `unknown → "They were
/// born"`. Whoever is not named gets that one or an exception, not that of a man or a woman.
fn words_the_unknown(mapping: &GenderMapping) -> bool {
    let is_open = |value: &ClassifiedValue| {
        let concepts = value.meaning.concepts.as_slice();
        !concepts.is_empty()
            && concepts.iter().all(|concept| {
                matches!(
                    concept,
                    Concept::Unknown | Concept::Other | Concept::NotApplicable
                )
            })
    };
    let of_two: Vec<&str> = mapping.entries().map(|(_, to)| to.raw.as_str()).collect();
    let has_its_own = |arm: &GenderArm| {
        let to = arm.to.as_ref();
        arm.from.iter().any(is_open) && to.is_some_and(|to| !of_two.contains(&to.raw.as_str()))
    };
    mapping.results().all(is_wording) && mapping.arms.iter().any(has_its_own)
}

/// Whether a result is a wording and no code.
fn is_wording(value: &ClassifiedValue) -> bool {
    /// Minimum length of a wording; shorter results are codes.
    const SHORTEST: usize = 3;
    let letters = value.raw.chars().filter(|ch| ch.is_alphabetic());
    letters.count() >= SHORTEST
}

/// Whether a result is a wording, written as people read it.
fn is_read(value: &ClassifiedValue) -> bool {
    is_wording(value) && value.raw.contains(char::is_lowercase)
}

/// Whether männlich and weiblich have different results of any kind.
fn tells_two_apart(mapping: &GenderMapping) -> bool {
    let result = |entry: Concept| {
        let mut entries = mapping.entries().filter(|(from, _)| *from == entry);
        entries.find_map(|(_, to)| (!to.raw.trim().is_empty()).then_some(&to.raw))
    };
    result(Concept::Male)
        .zip(result(Concept::Female))
        .is_some_and(|(male, female)| male != female)
}

/// `1 → Mann, 2 → Frau`: the results show the meaning of the codes.
fn decodes_two(mapping: &GenderMapping) -> bool {
    let stated = |entry: Concept| {
        let mut results = mapping.arms.iter().filter_map(|arm| arm.to.as_ref());
        results.any(|to| to.entry() == Some(entry))
    };
    mapping.from.is_some()
        && mapping.asks_for_codes()
        && stated(Concept::Male)
        && stated(Concept::Female)
}

/// The question of what becomes of the entries that a translation does not name.
fn dropped(mapping: &GenderMapping, covered: &BTreeSet<Concept>) -> Expectation {
    let others = Concept::REQUIRED.into_iter();
    let grounds = grounds(mapping)
        .with(
            "entries",
            terms(others.filter(|entry| !covered.contains(entry))),
        )
        .with("result", "");
    Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("dropped"))
}

/// `w → F, d → D, x → None`: named entries beyond männlich and weiblich with an empty result, while others have one.
fn left_empty(mapping: &GenderMapping) -> BTreeSet<Concept> {
    let is_empty = |to: &ClassifiedValue| to.raw.trim().is_empty();
    if !mapping.entries().any(|(_, to)| !is_empty(to)) {
        return BTreeSet::new();
    }
    let emptied = mapping
        .arms
        .iter()
        .filter(|arm| arm.to.as_ref().is_some_and(is_empty));
    emptied
        .flat_map(|arm| &arm.from)
        .map(|value| value.meaning.concepts.as_slice())
        .filter(|readings| readings.iter().all(is_beyond_two))
        .flatten()
        .copied()
        .collect()
}

/// `männlich → M, weiblich → W, * → U`: all further entries become one value.
fn gathered_by_the_rest(
    mapping: &GenderMapping,
    covered: &BTreeSet<Concept>,
) -> Option<Expectation> {
    let two = [Concept::Male, Concept::Female];
    let kept = |entry: &Concept| {
        let mut entries = mapping.entries();
        entries.any(|(from, to)| from == *entry && to.entry() == Some(*entry))
    };
    let rest = match &mapping.rest {
        Rest::Value(rest) => rest,
        // Refused or unchanged. A letter that prints nothing here may cover the rest in other lines.
        Rest::Nothing | Rest::Unclear => {
            // Rows of a list that is judged itself lack whatever the list lacks.
            let asked = !mapping.letter && !mapping.listed;
            if decodes_two(mapping) {
                return asked.then(|| dropped(mapping, &two.into()));
            }
            let drops = asked && tells_two_apart(mapping);
            return drops.then(|| dropped(mapping, covered));
        }
    };
    let sure = mapping.from.is_some_and(|from| from.sure) || two.iter().all(kept);
    // männlich → 1, * → 0: everybody else has the same code.
    if let Some(named) = covered.first().filter(|_| covered.len() == 1)
        && sure
        && mapping.by == Comparison::Whole
        && !rest.raw.trim().is_empty()
        && rest.entry().is_none()
        && mapping
            .entries()
            .all(|(_, to)| to.entry().is_none() && to.raw != rest.raw)
    {
        let others = Concept::REQUIRED.into_iter().filter(|entry| entry != named);
        return Some(bucket(mapping, terms(others), rest));
    }
    // Mapping the rest to one of the four entries is a fault that the fallback rule reports.
    let denotes_one = denotes(mapping, rest).is_some();
    let by_codes = decodes_two(mapping);
    let names_both = sure && two.iter().all(|entry| covered.contains(entry)) || by_codes;
    let gathers = names_both && !denotes_one;
    let entries = terms([Concept::Diverse, Concept::NoEntry]);
    if !gathers {
        return None;
    }
    if rest.raw.trim().is_empty() {
        // An empty result is harmless if the result is only a word for the people asked about.
        let grounds = grounds(mapping)
            .with("entries", entries)
            .with("result", rest.raw.as_str());
        let told = mapping.arms.len() > 1 && (by_codes || mapping.to.is_some_and(|to| to.sure));
        return told.then(|| Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("empty")));
    }
    Some(bucket(mapping, entries, rest))
}

fn bucket(mapping: &GenderMapping, entries: Fact, result: &ClassifiedValue) -> Expectation {
    let grounds = grounds(mapping)
        .with("entries", entries)
        .with("result", result.raw.as_str());
    Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("bucket"))
}

/// By law, passports have a single X for both entries beyond männlich and weiblich.
fn is_about(mapping: &GenderMapping, passports: &[String]) -> bool {
    let file = mapping.place.document.rsplit('/').next();
    let names = mapping.path.0.iter().map(String::as_str);
    names
        .chain([mapping.subject.as_str()])
        .chain(file)
        .flat_map(tokens)
        .any(|token| passports.contains(&token))
}

/// `gender-mapping-fallback`: unrecognised input does not become an entry.
pub const FALLBACK: CheckKind = CheckKind {
    name: "gender-mapping-fallback",
    facts: &["field", "values", "entry", "result", "subject"],
    variants: &["question", "entry", "missing", "branch"],
    build: |table| without_params(table, || Check::Usage(Box::new(EachMapping(fallback)))),
};

fn fallback(mapping: &GenderMapping) -> Option<Expectation> {
    if mapping.to.is_none() {
        return branch(mapping);
    }
    // A salutation never implies an entry; that is another rule's subject.
    if !is_gender(mapping.to) || is_salutation(mapping.from) {
        return None;
    }
    let rest = match &mapping.rest {
        Rest::Nothing => return None,
        // An exception or a call does not invent an entry.
        Rest::Unclear => return Some(Expectation::Met),
        Rest::Value(rest) => rest,
    };
    // Parity checks on a digit have a rule of their own, and leave no rest.
    if mapping.subject.contains('%') {
        return None;
    }
    // A single comparison with something other than gender decides about something else.
    if mapping.from.is_none() && mapping.arms.len() < 2 && !tells_code_from_rest(mapping, rest) {
        return None;
    }
    let Some(entry) = denotes(mapping, rest) else {
        return Some(Expectation::Met);
    };
    if mapping.arms.is_empty() {
        return missing(mapping, entry, rest);
    }
    if turns_around(mapping) {
        return None;
    }
    let covered: BTreeSet<Concept> = mapping
        .arms
        .iter()
        .flat_map(|arm| &arm.from)
        .filter_map(ClassifiedValue::entry)
        .collect();
    // The last of four cases may be the unnamed rest.
    let stands_for_itself = Concept::REQUIRED
        .iter()
        .all(|other| covered.contains(other) != (*other == entry));
    if stands_for_itself {
        return Some(Expectation::Met);
    }
    let grounds = grounds(mapping)
        .with("entry", Fact::Term(entry.name().to_owned()))
        .with("result", rest.raw.as_str());
    Some(match entry {
        Concept::Male | Concept::Female if mapping.by == Comparison::Question => {
            // The rule on the field's declaration decides whether a field with only two answers is the fault.
            Expectation::Unknown(Doubt::Elsewhere, grounds.variant("question"))
        }
        Concept::Male | Concept::Female => Expectation::Unmet(grounds),
        _ => Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("entry")),
    })
}

/// `gender = code == 1 ? "male" : "female"`: one digit means one entry, and everything else the other.
fn tells_code_from_rest(mapping: &GenderMapping, rest: &ClassifiedValue) -> bool {
    let of_two = |value: &ClassifiedValue| {
        value
            .entry()
            .filter(|entry| matches!(entry, Concept::Male | Concept::Female))
    };
    let [arm] = mapping.arms.as_slice() else {
        return false;
    };
    let one = arm.to.as_ref().and_then(of_two);
    mapping.by == Comparison::Whole
        && mapping.to.is_some_and(|to| to.sure)
        && mapping.asks_for_codes()
        && one.is_some_and(|one| of_two(rest).is_some_and(|other| other != one))
}

/// `gender == "m" ? "m.png" : "w.png"`: the result is not an entry, and everybody else is treated as the other of two.
fn branch(mapping: &GenderMapping) -> Option<Expectation> {
    let Rest::Value(rest) = &mapping.rest else {
        return None;
    };
    let mut asked = mapping.arms.iter().flat_map(|arm| &arm.from);
    let entry = asked.find_map(ClassifiedValue::entry)?;
    // Where both of two are named, another rule asks about everybody else.
    if mapping.entries().any(|(other, _)| other != entry) {
        return None;
    }
    let grounds = grounds(mapping)
        .with("entry", Fact::Term(entry.name().to_owned()))
        .with("result", rest.raw.as_str())
        .with("subject", mapping.subject.as_str());
    Some(Expectation::Unknown(
        Doubt::NeedsPerson,
        grounds.variant("branch"),
    ))
}

/// `geschlecht ?? "m"`: a missing value becomes an entry. A filter or a control of a form may start like this.
fn missing(mapping: &GenderMapping, entry: Concept, rest: &ClassifiedValue) -> Option<Expectation> {
    let sure = |side: Option<Side>| side.is_some_and(|side| side.sure);
    let concrete = matches!(entry, Concept::Male | Concept::Female);
    if !(concrete && sure(mapping.from) && sure(mapping.to)) {
        return None;
    }
    let grounds = grounds(mapping)
        .with("entry", Fact::Term(entry.name().to_owned()))
        .with("result", rest.raw.as_str());
    Some(Expectation::Unknown(
        Doubt::NeedsPerson,
        grounds.variant("missing"),
    ))
}

/// Whether männlich becomes weiblich or the reverse: it asks for the other of two, as for partners.
fn turns_around(mapping: &GenderMapping) -> bool {
    mapping.entries().any(|(from, to)| {
        matches!(
            (from, to.entry()),
            (Concept::Male, Some(Concept::Female)) | (Concept::Female, Some(Concept::Male))
        )
    })
}

/// The entry that a result means: by itself, or because a case maps it to one entry.
fn denotes(mapping: &GenderMapping, result: &ClassifiedValue) -> Option<Concept> {
    if let Some(entry) = result.entry() {
        return Some(entry);
    }
    if result.raw.trim().is_empty() {
        return None;
    }
    let mut same = mapping
        .entries()
        .filter(|(_, to)| to.raw == result.raw)
        .map(|(entry, _)| entry);
    let first = same.next()?;
    same.all(|other| other == first).then_some(first)
}

/// `gender-mapping-first-letter`: whole codes are compared.
pub const FIRST_LETTER: CheckKind = CheckKind {
    name: "gender-mapping-first-letter",
    facts: &["field", "values", "subject"],
    variants: &["letter"],
    build: |table| without_params(table, || Check::Usage(Box::new(EachMapping(first_letter)))),
};

fn first_letter(mapping: &GenderMapping) -> Option<Expectation> {
    if !is_gender(mapping.from) || mapping.to.is_none() {
        return None;
    }
    let grounds = || grounds(mapping).with("subject", mapping.subject.as_str());
    Some(match mapping.by {
        // A substring may occur anywhere in the value.
        Comparison::Part => return None,
        Comparison::Whole | Comparison::Question => Expectation::Met,
        Comparison::Prefix => Expectation::Unmet(grounds()),
        // A one-character text is often read like this.
        Comparison::FirstLetter => Expectation::Unknown(Doubt::Open, grounds().variant("letter")),
    })
}
