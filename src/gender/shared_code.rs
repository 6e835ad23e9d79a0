//! Entries of one list with a common code: once stored or sent they cannot be distinguished.

use std::collections::{BTreeMap, BTreeSet};

use super::classify::word;
use super::field::{ClassifiedValue, Concept};
use super::vocabulary::Vocabulary;

/// Makes values with a common code mean all entries that people choose with it: `d` for divers and `d` for ohne Angabe.
/// Numbers may be counts as well as codes, and leave it open.
pub(super) fn merge(vocabulary: &Vocabulary, values: &mut [ClassifiedValue]) {
    let counts = |value: &&ClassifiedValue| !value.placeholder && !value.inactive;
    let codes: BTreeSet<&str> = values.iter().filter(counts).map(code).collect();
    // If all of them agree, it is what a form sends without codes ("on"), or no code at all.
    if codes.len() < 2 || !codes.iter().all(|code| is_written_out(code)) {
        return;
    }
    let numbers: Vec<u32> = codes.iter().flat_map(|code| code.parse()).collect();
    let are_numbers = numbers.len() == codes.len();
    if are_numbers && !are_running(&numbers) {
        return;
    }
    let mut chosen: BTreeMap<String, BTreeSet<Concept>> = BTreeMap::new();
    for value in values.iter().filter(counts) {
        if let Some(entry) = chosen_as(vocabulary, value) {
            let entries = chosen.entry(code(value).to_owned()).or_default();
            entries.insert(entry);
        }
    }
    chosen.retain(|_, entries| entries.len() > 1);
    for value in values.iter_mut() {
        if let Some(entries) = chosen.get(code(value)) {
            value.meaning.concepts = entries.iter().copied().collect();
            value.meaning.merged = !are_numbers;
            "shared_code".clone_into(&mut value.meaning.because);
        }
    }
}

fn code(value: &ClassifiedValue) -> &str {
    value.raw.trim()
}

/// The entry that people choose with a value: by its label, else by its own name.
fn chosen_as(vocabulary: &Vocabulary, value: &ClassifiedValue) -> Option<Concept> {
    let read = value.label.as_deref().unwrap_or(&value.raw);
    let entry = word(vocabulary, read).or_else(|| value.entry());
    entry.filter(|entry| Concept::REQUIRED.contains(entry))
}

/// Whether a code is literal: neither empty nor filled in by a program.
fn is_written_out(code: &str) -> bool {
    let is_part = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.' | ':');
    !code.is_empty() && code.chars().all(is_part)
}

/// Whether numbers are consecutive, like codes; figures have gaps.
fn are_running(numbers: &[u32]) -> bool {
    let (least, most) = (numbers.iter().min(), numbers.iter().max());
    let (Some(least), Some(most)) = (least, most) else {
        return false;
    };
    *least <= 1 && usize::try_from(most - least).is_ok_and(|span| span + 1 == numbers.len())
}
