//! Maps values to concepts, by the order of evidence: code list, label, spelling, siblings. Unclear values stay open.

use super::field::{ClassifiedValue, Concept, Meaning};
use super::shared_code;
use super::translated;
use super::vocabulary::{CodeSystem, Vocabulary};
use crate::model::{ModelPath, SchemaModel, Value};
use crate::topic::{is_encoded, spelling, tokens};

/// Classifies the values of one field. `system`: the published list they come from, if known.
pub(super) fn classify(
    vocabulary: &Vocabulary,
    system: Option<&CodeSystem>,
    schema: &SchemaModel,
    path: &ModelPath,
    values: &[Value],
) -> Vec<ClassifiedValue> {
    let prefix = common_prefix(values.iter().map(|value| value.raw.value.as_str()));
    let mut classified: Vec<ClassifiedValue> = values
        .iter()
        .map(|value| {
            let raw = value.raw.value.as_str();
            let label = value.label.as_ref().map(|label| label.value.as_str());
            let label = label
                .filter(|label| !is_encoded(label))
                .map(translated::key);
            ClassifiedValue {
                raw: raw.to_owned(),
                label: label.map(str::to_owned),
                label_place: None,
                meaning: meaning(vocabulary, system, raw, label, prefix),
                place: value.raw.span.map(|span| schema.place(path, Some(span))),
                inactive: value.inactive,
                placeholder: value.placeholder || is_placeholder(vocabulary, raw, label),
                carries: value.carries,
                conditional: value.conditional,
            }
        })
        .collect();
    words_in_pairs(vocabulary, &mut classified);
    decide_by_siblings(&mut classified);
    the_fourth_choice(&mut classified);
    forms_of_address(vocabulary, &mut classified);
    shared_code::merge(vocabulary, &mut classified);
    classified
}

/// Classifies values again whose labels or neighbours have changed.
pub(super) fn reclassify(vocabulary: &Vocabulary, values: &mut [ClassifiedValue]) {
    let raws: Vec<String> = values.iter().map(|value| value.raw.clone()).collect();
    let prefix = common_prefix(raws.iter().map(String::as_str));
    let is_open =
        |value: &&mut ClassifiedValue| value.label.is_some() || value.meaning.because == "alone";
    for value in values.iter_mut().filter(is_open) {
        let label = value.label.as_deref();
        value.meaning = meaning(vocabulary, None, &value.raw, label, prefix);
    }
    words_in_pairs(vocabulary, values);
    decide_by_siblings(values);
    the_fourth_choice(values);
    shared_code::merge(vocabulary, values);
}

/// The concept that a text certainly means.
pub(super) fn word(vocabulary: &Vocabulary, text: &str) -> Option<Concept> {
    match classify_text(vocabulary, text) {
        Reading::Certain(concept) if !is_letter(text) => Some(concept),
        _ => None,
    }
}

/// Whether a text is a word for a value, ambiguous or not.
pub(super) fn reads_as(vocabulary: &Vocabulary, text: &str) -> bool {
    let folded = spelling(text);
    folded.chars().count() > 2 && look_up(vocabulary, &folded).is_some()
}

/// Classifies a single literal, such as a default.
pub(super) fn classify_one(
    vocabulary: &Vocabulary,
    literal: &str,
    siblings: &[ClassifiedValue],
) -> Meaning {
    if let Some(same) = siblings.iter().find(|value| value.raw == literal) {
        return same.meaning.clone();
    }
    meaning(vocabulary, None, literal, None, "")
}

fn meaning(
    vocabulary: &Vocabulary,
    system: Option<&CodeSystem>,
    raw: &str,
    label: Option<&str>,
    prefix: &str,
) -> Meaning {
    if let Some(system) = system.filter(|system| system.literal)
        && let Some(code) = system.codes.iter().find(|code| code.code == raw)
    {
        return Meaning {
            merged: code.concepts.len() > 1,
            concepts: code.concepts.clone(),
            because: format!("code_list:{}", system.id),
        };
    }
    let stripped = raw
        .strip_prefix(prefix)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(raw);
    let by_raw = classify_text(vocabulary, stripped);
    // A number beside a classified letter or word is a foreign code ("d", "9").
    let is_foreign_code =
        |label: &str| is_number(label) && !is_number(stripped) && !matches!(by_raw, Reading::No);
    // A letter beside a word abbreviates that word instead of explaining it ("multi-version", "m").
    let by_label = label
        .filter(|label| is_letter(stripped) || !is_letter(label))
        .filter(|label| !is_foreign_code(label))
        .map(|label| classify_text(vocabulary, label));
    // A rest or an icon is no statement beside a readable word.
    let by_raw = match (&by_label, by_raw) {
        (Some(Reading::Certain(_)), Reading::Certain(Concept::Other)) => Reading::No,
        (_, Reading::Certain(Concept::Other)) if is_icon(vocabulary, raw) => Reading::No,
        (_, reading) => reading,
    };
    match (by_label, by_raw) {
        // A readable label beats a single letter or digit; a word in the code beats an ambiguous label.
        (Some(Reading::Certain(concept)), Reading::Certain(code))
            if concept != code && !is_letter(stripped) =>
        {
            Meaning {
                concepts: vec![code, concept],
                merged: false,
                because: "label_contradicts_code".into(),
            }
        }
        (Some(Reading::Certain(concept)), _) => certain(concept, "label"),
        (Some(Reading::Merged(concepts)), _) => Meaning {
            concepts,
            merged: true,
            because: "label_names_several".into(),
        },
        // An abbreviation adds nothing to its label ("nb", "non-binary").
        (Some(Reading::Ambiguous(label)), Reading::Certain(code))
            if is_abbreviation(stripped) && !label.contains(&code) =>
        {
            open(label, "label")
        }
        // A rest in the program ("unknown") with a label that may mean the entry ("not stated", "keine Angabe"): people
        // choose by the label, and nothing shows whether the two are distinguished.
        (Some(Reading::Ambiguous(label)), Reading::Certain(code @ Concept::Unknown))
            if label.contains(&Concept::NoEntry) =>
        {
            let mut readings = label;
            readings.retain(|reading| *reading != code);
            readings.push(code);
            open(readings, LABEL_OVER_CODE)
        }
        (_, Reading::Certain(concept)) if !is_letter(stripped) => certain(concept, "spelling"),
        (_, Reading::Merged(concepts)) => Meaning {
            concepts,
            merged: true,
            because: "spelling_names_several".into(),
        },
        (Some(Reading::Ambiguous(concepts)), Reading::Certain(concept))
            if concepts.contains(&concept) =>
        {
            certain(concept, "code_among_label_readings")
        }
        // "x" labelled "keine Angabe": together they allow only one concept.
        (Some(Reading::Ambiguous(label)), Reading::Ambiguous(code)) => {
            let both: Vec<Concept> = label
                .iter()
                .copied()
                .filter(|concept| code.contains(concept))
                .collect();
            match both.as_slice() {
                [only] => certain(*only, "label_and_code"),
                [] => open(label, "label"),
                _ => open(both, "label_and_code"),
            }
        }
        (Some(Reading::Ambiguous(concepts)), _) => open(concepts, "label"),
        (_, Reading::Certain(concept)) => certain(concept, "letter"),
        (_, Reading::Ambiguous(concepts)) => open(concepts, "spelling"),
        (_, Reading::No) => Meaning {
            concepts: Vec::new(),
            merged: false,
            because: "not_recognised".into(),
        },
    }
}

fn certain(concept: Concept, because: &str) -> Meaning {
    Meaning {
        concepts: vec![concept],
        merged: false,
        because: because.into(),
    }
}

fn open(concepts: Vec<Concept>, because: &str) -> Meaning {
    Meaning {
        concepts,
        merged: false,
        because: because.into(),
    }
}

fn is_letter(text: &str) -> bool {
    text.trim().chars().count() <= 1
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_abbreviation(text: &str) -> bool {
    text.trim().chars().count() <= 2
}

/// Whether a value is the name of an icon (`fa-transgender`, `icon-male`), which is decoration without meaning.
fn is_icon(vocabulary: &Vocabulary, raw: &str) -> bool {
    let parts = tokens(raw);
    parts.len() > 1
        && (parts
            .iter()
            .any(|part| vocabulary.decoration.contains(part))
            || vocabulary.icon_sets.contains(&parts[0]))
}

/// The meaning of one spelling on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reading {
    Certain(Concept),
    Merged(Vec<Concept>),
    Ambiguous(Vec<Concept>),
    No,
}

fn classify_text(vocabulary: &Vocabulary, text: &str) -> Reading {
    if is_encoded(text) {
        return Reading::No;
    }
    let folded = spelling(text);
    if let Some(reading) = look_up(vocabulary, &folded) {
        return reading;
    }
    // CamelCase and constants: OhneAngabe, GENDER_MALE.
    let joined = tokens(text).join(" ");
    if let Some(reading) = look_up(vocabulary, &joined).filter(|_| joined.chars().count() > 1) {
        return reading;
    }
    let concatenated = joined.replace(' ', "");
    if let Some(reading) =
        look_up(vocabulary, &concatenated).filter(|_| concatenated.chars().count() > 2)
    {
        return reading;
    }
    parts(vocabulary, text)
}

fn look_up(vocabulary: &Vocabulary, folded: &str) -> Option<Reading> {
    let known = vocabulary.spellings.get(folded);
    if let Some(concept) = known.or_else(|| vocabulary.other_languages.get(folded)) {
        return Some(Reading::Certain(*concept));
    }
    vocabulary
        .ambiguous
        .get(folded)
        .map(|concepts| Reading::Ambiguous(concepts.clone()))
}

/// "m (männlich)", "d = divers", "divers / keine Angabe", "Male (Mr)", "Angabe: weiblich".
fn parts(vocabulary: &Vocabulary, text: &str) -> Reading {
    let mut concepts: Vec<Concept> = Vec::new();
    let mut doubtful: Vec<Concept> = Vec::new();
    let mut several = false;
    let pieces = text.split(['/', '(', ')', '=', '|', ';', ',', ':', '–', '—', '[', ']']);
    let pieces: Vec<String> = pieces
        .flat_map(|piece| piece.split(" - "))
        .flat_map(|piece| piece.split(" oder "))
        .flat_map(|piece| piece.split(" or "))
        .map(spelling)
        .filter(|piece| !piece.is_empty())
        .collect();
    if pieces.len() < 2 {
        return last_word(vocabulary, text);
    }
    for piece in &pieces {
        match look_up(vocabulary, piece) {
            // Single letters beside words are codes, not statements.
            Some(Reading::Certain(concept)) if piece.chars().count() > 1 || concepts.is_empty() => {
                several |=
                    piece.chars().count() > 1 && concepts.iter().any(|other| *other != concept);
                if piece.chars().count() > 1 && concepts.len() == 1 && !several {
                    concepts.clear();
                }
                concepts.push(concept);
            }
            Some(Reading::Ambiguous(readings)) => doubtful.extend(readings),
            _ => {}
        }
    }
    concepts.sort_unstable();
    concepts.dedup();
    match (concepts.as_slice(), doubtful.is_empty()) {
        ([], true) => Reading::No,
        ([], false) => {
            doubtful.sort_unstable();
            doubtful.dedup();
            Reading::Ambiguous(doubtful)
        }
        // "neither (third option)": one part selects among the readings of the other.
        ([one], false) if doubtful.contains(one) => Reading::Certain(*one),
        ([Concept::Diverse | Concept::Unknown | Concept::Other], false) => {
            // One label for an entry and for "no statement": two meanings of one code.
            concepts.push(Concept::NoEntry);
            concepts.dedup();
            Reading::Merged(concepts)
        }
        ([one], _) => Reading::Certain(*one),
        _ => Reading::Merged(concepts),
    }
}

/// Constants with a leading topic: SYS_MALE, GESCHLECHT_WEIBLICH, UNKNOWN_SEX.
fn last_word(vocabulary: &Vocabulary, text: &str) -> Reading {
    let words: Vec<String> = tokens(text)
        .into_iter()
        .filter(|word| {
            !vocabulary.gender.strong.contains(word) && !vocabulary.gender.weak.contains(word)
                || is_value(vocabulary, word)
        })
        .collect();
    if words.is_empty() || words.len() > 4 {
        return Reading::No;
    }
    // "Damen und Herren" addresses everybody.
    let groups = words
        .iter()
        .filter(|word| vocabulary.groups.contains(*word));
    if groups.count() > 1 {
        return Reading::No;
    }
    for start in 0..words.len() {
        let rest = words[start..].join(" ");
        if rest.chars().count() > 1
            && let Some(reading) = look_up(vocabulary, &rest)
        {
            return reading;
        }
    }
    let first = &words[0];
    if words.len() <= 2
        && first.chars().count() > 2
        && let Some(reading) = look_up(vocabulary, first)
        && tokens(text).len() > words.len()
    {
        return reading;
    }
    Reading::No
}

fn is_value(vocabulary: &Vocabulary, word: &str) -> bool {
    vocabulary.spellings.contains_key(word)
}

/// The longest common prefix that ends at a separator, as constants of one enum share it.
fn common_prefix<'v>(mut values: impl Iterator<Item = &'v str>) -> &'v str {
    let Some(first) = values.next() else {
        return "";
    };
    let mut length = first.len();
    let mut alone = true;
    for value in values {
        alone = false;
        let same = first
            .bytes()
            .zip(value.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        length = length.min(same);
    }
    if alone {
        return "";
    }
    while !first.is_char_boundary(length) {
        length -= 1;
    }
    let prefix = &first[..length];
    match prefix.rfind(['_', '-', '.', ':', ' ']) {
        Some(at) => &prefix[..=at],
        None => "",
    }
}

fn is_placeholder(vocabulary: &Vocabulary, raw: &str, label: Option<&str>) -> bool {
    let invites = |word: Option<&str>| {
        vocabulary
            .placeholders
            .iter()
            .any(|known| Some(known.as_str()) == word)
    };
    let words = spelling(label.unwrap_or(raw).trim_matches(is_ornament));
    let mut words = words.split_whitespace();
    let starts = invites(words.next());
    match label {
        Some(label) => {
            // "---------", or "Geschlecht auswählen" with the verb at the end.
            let says_nothing = !label
                .replace("&nbsp;", "")
                .chars()
                .any(char::is_alphanumeric);
            let asks = invites(words.next_back()) && is_empty_code(raw.trim());
            is_empty_code(raw.trim()) && says_nothing || starts && is_blank(raw) || asks
        }
        None => starts && raw.contains(' '),
    }
}

/// Dashes, dots and arrows around an invitation: `– bitte wählen –`.
fn is_ornament(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '–' | '—' | '‒' | '…' | '·' | '•' | '→' | '▼' | '▾')
}

fn is_blank(raw: &str) -> bool {
    is_empty_code(raw.trim()) || raw.trim().contains(' ')
}

/// Whether programs use a code for "nothing chosen".
fn is_empty_code(raw: &str) -> bool {
    matches!(raw, "" | "0" | "-" | "-1" | "null")
}

/// Classifies words for männlich and weiblich in many languages, which are ambiguous alone, in pairs.
fn words_in_pairs(vocabulary: &Vocabulary, values: &mut [ClassifiedValue]) {
    /// Maximum length of a list of entries.
    const MOST_VALUES: usize = 12;
    let is_open = |value: &ClassifiedValue| value.meaning.concepts.len() != 1;
    if values.len() > MOST_VALUES || !values.iter().any(is_open) {
        return;
    }
    let texts: Vec<Vec<String>> = values
        .iter()
        .map(|value| {
            let texts = [Some(value.raw.as_str()), value.label.as_deref()];
            texts.into_iter().flatten().map(spelling).collect()
        })
        .collect();
    let stands_there = |word: &String| texts.iter().any(|texts| texts.contains(word));
    for (value, texts) in values.iter_mut().zip(&texts) {
        let known = texts.iter().filter_map(|text| vocabulary.pairs.get(text));
        let read = known.flatten().find(|(_, other)| stands_there(other));
        if let Some((concept, _)) = read.filter(|_| is_open(value)) {
            value.meaning = certain(*concept, "spelling");
        }
    }
}

/// Single letters and digits have a meaning only in combination.
fn decide_by_siblings(values: &mut [ClassifiedValue]) {
    beside_h(values);
    let has = |values: &[ClassifiedValue], concept: Concept| {
        values
            .iter()
            .any(|value| !value.placeholder && value.meaning.concepts.as_slice() == [concept])
    };
    let male = has(values, Concept::Male);
    let female = has(values, Concept::Female);
    let diverse = has(values, Concept::Diverse);
    // A code beside a code is not a label ("x": 4).
    let is_code = |label: &String| label.bytes().all(|byte| byte.is_ascii_digit());
    let unlabelled = |value: &&mut ClassifiedValue| value.label.as_ref().is_none_or(is_code);
    for value in values.iter_mut().filter(unlabelled) {
        let letter = value.raw.trim();
        if letter.chars().count() != 1 {
            continue;
        }
        let letter = letter.to_lowercase();
        let meaning = &mut value.meaning;
        match letter.as_str() {
            // The four German letters together: x is the register entry "ohne Angabe".
            "x" if male && female && diverse => *meaning = certain(Concept::NoEntry, "sibling_set"),
            // A single letter on its own has no meaning.
            "d" | "u" if !(male && female) => {
                meaning.concepts.push(Concept::Other);
                "alone".clone_into(&mut meaning.because);
            }
            "m" if !female => "alone".clone_into(&mut meaning.because),
            "w" | "f" if !male => "alone".clone_into(&mut meaning.because),
            _ => {}
        }
    }
}

/// H and M are hombre and mujer, homem and mulher; H and F are homme and femme, Herr and Frau: beside H, M is not
/// männlich.
fn beside_h(values: &mut [ClassifiedValue]) {
    /// Maximum length; longer lists use letters for something else.
    const MOST_VALUES: usize = 6;
    let letter = |value: &ClassifiedValue| {
        let raw = value.raw.trim();
        let is_bare = value.label.is_none() || value.label.as_deref() == Some(raw);
        (is_bare && raw.len() == 1).then(|| raw.to_ascii_lowercase())
    };
    let has = |wanted: &str| {
        values
            .iter()
            .any(|value| letter(value).as_deref() == Some(wanted))
    };
    let (m, f, w) = (has("m"), has("f"), has("w"));
    if values.len() > MOST_VALUES || !has("h") || m == f || w {
        return;
    }
    for value in values {
        match letter(value).as_deref() {
            Some("h") => value.meaning = certain(Concept::Male, "sibling_set"),
            Some("m") => value.meaning = certain(Concept::Female, "sibling_set"),
            _ => {}
        }
    }
}

/// Reason why an unknown code may be an entry: its label says so.
const LABEL_OVER_CODE: &str = "label_over_code";

/// Reason for taking a value for a title (`Dr`), which is no evidence of an entry.
pub const TITLE: &str = "title";

/// Recognises further forms of address, and titles, beside forms of address.
fn forms_of_address(vocabulary: &Vocabulary, values: &mut [ClassifiedValue]) {
    fn texts(value: &ClassifiedValue) -> impl Iterator<Item = String> {
        let texts = [Some(value.raw.as_str()), value.label.as_deref()];
        texts.into_iter().flatten().map(spelling)
    }
    let addresses =
        |value: &&ClassifiedValue| texts(value).any(|text| vocabulary.salutations.contains(&text));
    if values.iter().filter(addresses).count() < 2 {
        return;
    }
    let open = |value: &&mut ClassifiedValue| value.meaning.concepts.is_empty();
    for value in values.iter_mut().filter(open) {
        let further = texts(value).find_map(|text| vocabulary.further_salutations.get(&text));
        if let Some(concept) = further {
            value.meaning = certain(*concept, "form_of_address");
        } else if texts(value).any(|text| vocabulary.titles.contains(&text)) {
            TITLE.clone_into(&mut value.meaning.because);
        }
    }
}

/// männlich, weiblich and divers with a fourth value that may mean "ohne Angabe", and no value for "unknown": the set
/// decides what the label alone cannot.
fn the_fourth_choice(values: &mut [ClassifiedValue]) {
    let of = |value: &ClassifiedValue, concepts: &[Concept]| value.meaning.concepts == concepts;
    let has = |concept: Concept| {
        values
            .iter()
            .any(|value| !value.placeholder && of(value, &[concept]))
    };
    let three = has(Concept::Male) && has(Concept::Female) && has(Concept::Diverse);
    if !three || has(Concept::NoEntry) || has(Concept::Unknown) {
        return;
    }
    let mut open = values.iter_mut().filter(|value| {
        !value.placeholder
            && value.meaning.concepts == [Concept::NoEntry, Concept::Unknown]
            && value.meaning.because != LABEL_OVER_CODE
            && !is_empty_code(value.raw.trim())
    });
    if let (Some(only), None) = (open.next(), open.next()) {
        only.meaning = certain(Concept::NoEntry, "fourth_of_the_set");
    }
}
