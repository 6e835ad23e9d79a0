//! `statement-claim`: an application declared fully accessible has no proven defects.

use regex::Regex;
use serde::Deserialize;

use super::declaration_of;
use crate::a11y::PageView;
use crate::check::generic::{params, pattern};
use crate::check::{Check, CheckKind, DutyCheck, NotedPages};
use crate::model::{ModelPath, TargetPlace};
use crate::outcome::{Expectation, Facts, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "statement-claim",
    facts: &["claim", "criteria"],
    variants: &[],
    build: |table| {
        let Params {
            title,
            full,
            limited,
        } = params(table)?;
        Ok(Check::Duty(Box::new(Claim {
            title: pattern(&title)?,
            full: pattern(&full)?,
            limited: pattern(&limited)?,
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Regular expression of the headings of declarations.
    title: String,
    /// Regular expression of claims of full conformance.
    full: String,
    /// Regular expression of claims of partial conformance or non-conformance.
    limited: String,
}

struct Claim {
    title: Regex,
    full: Regex,
    limited: Regex,
}

impl DutyCheck for Claim {
    fn note(&self, page: &PageView<'_>) -> Option<Facts> {
        let text = declaration_of(page, &self.title)?;
        let claim = self.full.find(&text)?;
        let claimed = !self.limited.is_match(&text);
        claimed.then(|| Grounds::none().with("claim", claim.as_str()).facts)
    }

    fn judge(&self, site: &NotedPages<'_>) -> Vec<(TargetPlace, Expectation)> {
        let judged = site.notes.iter().map(|note| {
            let target = TargetPlace {
                anchor: ModelPath::new(["claim"]),
                place: note.place.clone(),
                cause: None,
            };
            let criteria: Vec<String> = site.broken.iter().map(|id| (*id).to_owned()).collect();
            let expectation = match criteria.is_empty() {
                true => Expectation::Met,
                false => {
                    let facts = note.facts.clone();
                    let grounds = Grounds {
                        facts,
                        ..Grounds::none()
                    };
                    Expectation::Unmet(grounds.with("criteria", criteria))
                }
            };
            (target, expectation)
        });
        judged.collect()
    }
}
