//! Explains the figures: what each counts, and which of them add up.

use serde::Serialize;

use super::super::view;
use super::super::words::{self, label};
use crate::record::Report;
use crate::texts::{Language, amount, lookup};

/// Figures that are easily confused, by key of their name. Their definitions have the same key with `-means`.
const FIGURES: [&str; 11] = [
    "with-gender-data",
    "change-needed",
    "to-be-clarified",
    "gender-in-order",
    "failing",
    "failures",
    "failures-stated",
    "doubts",
    "advice",
    "gaps",
    "tasks",
];

/// The box that explains the figures.
#[derive(Serialize)]
pub struct Reading {
    terms: Vec<Term>,
    sums: Vec<String>,
}

#[derive(Serialize)]
struct Term {
    word: &'static str,
    means: &'static str,
}

impl Reading {
    /// The definitions of all figures.
    pub fn new(language: Language) -> Self {
        Self::of_keys(FIGURES, language)
    }

    /// The definitions of some figures.
    pub fn of_keys(keys: impl IntoIterator<Item = &'static str>, language: Language) -> Self {
        let term = |key: &str| Term {
            word: label(key, language),
            means: lookup(&format!("report.{key}-means"), language).unwrap_or_default(),
        };
        Self {
            terms: keys.into_iter().map(term).collect(),
            sums: Vec::new(),
        }
    }

    /// The definitions, with the figures of a report that add up.
    pub fn of(report: &Report, language: Language) -> Self {
        let funnel = view::coverage(report).funnel;
        let of_gender = [
            ("change-needed", funnel.change_needed),
            ("to-be-clarified", funnel.to_be_clarified),
            ("gender-in-order", view::gender_in_order(&funnel)),
        ];
        let standings = report.standings();
        let of_all = standings.iter().map(|(standing, count)| {
            let word = words::word("report.standing-of", standing, language);
            (word, *count)
        });
        let sums = vec![
            sum(
                label("with-gender-data", language),
                funnel.gender_data,
                of_gender.map(|(key, count)| (label(key, language).to_owned(), count)),
                language,
            ),
            sum(
                label("applications", language),
                report.totals.applications,
                of_all,
                language,
            ),
        ];
        Self {
            sums,
            ..Self::new(language)
        }
    }
}

/// `mit Geschlecht oder Anrede 156 = mit Änderungsbedarf 8 + noch zu klären 146 + …`
fn sum(
    name: &str,
    all: u64,
    parts: impl IntoIterator<Item = (String, u64)>,
    language: Language,
) -> String {
    let parts: Vec<String> = parts
        .into_iter()
        .map(|(name, count)| format!("{name} {}", amount(count, language)))
        .collect();
    format!("{name} {} = {}", amount(all, language), parts.join(" + "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_explained() {
        for key in FIGURES {
            for key in [format!("report.{key}"), format!("report.{key}-means")] {
                assert!(lookup(&key, Language::En).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn sums_are_written_out() {
        let parts = [("a".to_owned(), 8), ("b".to_owned(), 146)];
        assert_eq!(
            sum("all", 154, parts, Language::En),
            "all 154 = a 8 + b 146"
        );
    }
}
