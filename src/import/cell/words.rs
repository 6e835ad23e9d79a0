//! Words of cells that are no value of a vocabulary: yes and no, nobody knows, look elsewhere (`cells.toml`).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub yes: Vec<String>,
    pub no: Vec<String>,
    unstated: Vec<String>,
    unlimited: Vec<String>,
    elsewhere: Vec<String>,
    totals: Vec<String>,
    pub among: BTreeMap<String, String>,
    pub and: Vec<String>,
    pub months: Vec<Vec<String>>,
    pub about: Vec<String>,
    pub units: Vec<String>,
    pub multiples: BTreeMap<String, u64>,
    pub date_remarks: Vec<String>,
    own: Vec<String>,
}

pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // Part of the program; a test loads it.
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../inventory/cells.toml")).unwrap_or_default()
    })
}

fn is_one_of(text: &str, words: &[String]) -> bool {
    let text = text.trim();
    // No word is longer; texts of many pages need not be folded to know that.
    text.len() <= 40 && words.contains(&text.to_lowercase())
}

/// Whether a cell says that nobody knows, or that nobody said.
pub(in crate::import) fn is_unstated(text: &str) -> bool {
    is_one_of(text, &words().unstated)
}

/// Whether a cell says that there is no last day.
pub(super) fn is_unlimited(text: &str) -> bool {
    is_one_of(text, &words().unlimited)
}

/// Whether a cell that would name who made a program says that it was made here.
pub(in crate::import) fn is_own_development(text: &str) -> bool {
    is_one_of(text, &words().own)
}

/// Whether somebody was not sure: `ja?`, `produktiv (?)`.
pub(in crate::import) fn is_question(text: &str) -> bool {
    let text = text.trim().trim_end_matches([')', ' ']);
    text.ends_with('?') && text.contains(char::is_alphanumeric)
}

/// Whether a cell sends its reader to another one: `s. o.`, `dito`.
pub(super) fn is_elsewhere(text: &str) -> bool {
    is_one_of(text, &words().elsewhere)
}

/// Whether a text begins with the word for a sum and goes on to say of what: `Summe Bauamt`.
pub(in crate::import) fn begins_total(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    is_total(first)
}

/// Whether a cell holds nothing but a figure, with or without what is counted: `133`, `133 Verfahren`, a formula.
pub(in crate::import) fn is_a_count(text: &str) -> bool {
    /// A word for what is counted, and one that tells more of it.
    const MOST_WORDS: usize = 3;
    let text = text.trim();
    let figure = text.split_whitespace().next().unwrap_or_default();
    let counts = figure.starts_with(|ch: char| ch.is_ascii_digit())
        && figure
            .chars()
            .all(|ch| ch.is_ascii_digit() || ".,%'".contains(ch));
    text.starts_with('=') || counts && text.split_whitespace().count() <= MOST_WORDS
}

/// Whether the name of a row says that it adds up the others.
pub(in crate::import) fn is_total(text: &str) -> bool {
    is_one_of(text.trim().trim_end_matches(':'), &words().totals)
}
