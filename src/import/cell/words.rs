//! Words in cells outside the vocabularies: yes and no, unknown, references to other cells (`cells.toml`).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub yes: Vec<String>,
    pub no: Vec<String>,
    only_salutation: Vec<String>,
    unstated: Vec<String>,
    unlimited: Vec<String>,
    elsewhere: Vec<String>,
    elsewhere_begins: Vec<String>,
    totals: Vec<String>,
    total_words: Vec<String>,
    counted: Vec<String>,
    pub among: BTreeMap<String, String>,
    pub together: BTreeMap<String, Vec<String>>,
    pub only: Vec<String>,
    pub and: Vec<String>,
    pub months: Vec<Vec<String>>,
    pub about: Vec<String>,
    pub units: Vec<String>,
    pub multiples: BTreeMap<String, u64>,
    pub below: Vec<String>,
    pub above: Vec<String>,
    pub between: Vec<String>,
    pub date_remarks: Vec<String>,
    pub date_before: Vec<String>,
    pub date_begins: Vec<String>,
    pub date_plans: Vec<String>,
    own: Vec<String>,
}

pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // The file is compiled in; a test loads it.
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../inventory/cells.toml")).unwrap_or_default()
    })
}

fn is_one_of(text: &str, words: &[String]) -> bool {
    let text = text.trim();
    // No word is longer; this avoids lowercasing texts of many pages.
    text.len() <= 40 && words.contains(&text.to_lowercase())
}

/// Whether a cell says that the value is unknown or was not stated.
pub(in crate::import) fn is_unstated(text: &str) -> bool {
    is_one_of(text, &words().unstated)
}

/// Whether a cell says that only a form of address is stored as gender data.
pub(in crate::import) fn is_only_salutation(text: &str) -> bool {
    is_one_of(text, &words().only_salutation)
}

/// Whether a cell says that there is no end date.
pub(super) fn is_unlimited(text: &str) -> bool {
    is_one_of(text, &words().unlimited)
}

/// Whether a cell of the vendor column states an in-house development.
pub(in crate::import) fn is_own_development(text: &str) -> bool {
    is_one_of(text, &words().own)
}

/// Whether a cell expresses doubt: `ja?`, `produktiv (?)`.
pub(in crate::import) fn is_question(text: &str) -> bool {
    let text = text.trim().trim_end_matches([')', ' ']);
    text.ends_with('?') && text.contains(char::is_alphanumeric)
}

/// Whether a cell refers to another one: `s. o.`, `dito`, `siehe Vorgänger`.
pub(super) fn is_elsewhere(text: &str) -> bool {
    /// Longer texts say something themselves.
    const REFERENCE: usize = 40;
    let begins = || {
        let text = text.trim().to_lowercase();
        let mut begins = words().elsewhere_begins.iter();
        begins.any(|begin| text.starts_with(begin.as_str()))
    };
    is_one_of(text, &words().elsewhere) || text.len() <= REFERENCE && begins()
}

/// Whether the name of a row marks it as a total.
pub(in crate::import) fn is_total(text: &str) -> bool {
    is_one_of(text.trim().trim_end_matches(':'), &words().totals)
}

/// Whether a text starts or ends like the name of a total row: `Summe KVR`, `KVR Ergebnis`.
pub(in crate::import) fn may_be_total(text: &str) -> bool {
    let sign = |ch: char| ch.is_whitespace() || matches!(ch, ':' | '=');
    let mut all = text.split(sign).filter(|word| !word.is_empty());
    let first = all.next().unwrap_or_default();
    let last = all.next_back().unwrap_or_default();
    [first, last]
        .iter()
        .any(|word| is_one_of(word, &words().total_words))
}

/// Whether a text ends with a number: `Gesamtzahl Verfahren: 2000`.
pub(in crate::import) fn states_a_number(text: &str) -> bool {
    let last = text.split_whitespace().next_back();
    text.trim().contains(' ') && last.is_some_and(is_amount)
}

/// Whether a text is only a count of rows: `133 Verfahren`.
pub(in crate::import) fn is_count_of_rows(text: &str) -> bool {
    let counted = text.trim().split_once(char::is_whitespace);
    counted.is_some_and(|(number, what)| {
        let digits = |ch: char| ch.is_ascii_digit() || ch == '.';
        number.chars().all(digits) && is_one_of(what, &words().counted)
    })
}

/// Whether a cell contains an amount or the formula of one.
pub(in crate::import) fn is_amount(text: &str) -> bool {
    let text = text.trim();
    let number = |ch: char| ch.is_ascii_digit() || " .,'’-+%€\u{a0}\u{202f}".contains(ch);
    text.starts_with('=')
        || is_count_of_rows(text)
        || text.contains(|ch: char| ch.is_ascii_digit())
            && text.trim_end_matches("EUR").chars().all(number)
}
