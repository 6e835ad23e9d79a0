//! `input-purpose-stated`: fields in which people enter something about themselves say so to browsers and aids.
//!
//! Whether it is themselves, a page does not show: a case worker enters the names of others. So this asks.

use crate::model::Attributes;

use regex::Regex;
use scraper::ElementRef;
use serde::Deserialize;

use super::near::is_in_language;
use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::{folded, shown};
use crate::a11y::{PageView, dynamic, focus, role};
use crate::check::CheckKind;
use crate::check::generic::{params, pattern};
use crate::outcome::{Doubt, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "input-purpose-stated",
    facts: &["text", "value", "count"],
    variants: &[],
    build: |table| {
        let Params {
            languages,
            purposes,
        } = params(table)?;
        let purposes = purposes.into_iter().map(|purpose| {
            let names = pattern(&format!("^(?:{})$", purpose.names))?;
            Ok((purpose.token, names))
        });
        let purposes = purposes.collect::<Result<Vec<_>, Vec<String>>>()?;
        Ok(once_per_page(Stated {
            languages,
            purposes,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Languages that the names are written in.
    languages: Vec<String>,
    /// Purposes that are looked for, the first that fits counts.
    purposes: Vec<Purpose>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Purpose {
    /// The word of the HTML standard for `autocomplete`.
    token: String,
    /// Regular expression of whole names of fields, in small letters and without signs.
    names: String,
}

struct Stated {
    languages: Vec<String>,
    purposes: Vec<(String, Regex)>,
}

impl Survey for Stated {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        if !is_in_language(page, &self.languages) {
            return Vec::new();
        }
        let fields = page.index.elements().filter(|element| {
            takes_text(*element) && !focus::is_disabled(*element) && page.exposed(*element).is_yes()
        });
        fields.filter_map(|field| self.judge(page, field)).collect()
    }
}

impl Stated {
    fn judge<'a>(&self, page: &PageView<'a>, field: ElementRef<'a>) -> Option<Occurrence> {
        let name = page.name(field);
        let told = folded(&name.text);
        let (token, _) = self
            .purposes
            .iter()
            .find(|(_, names)| names.is_match(&told))?;
        // `off` is a decision, whatever it is worth.
        let states = field.attribute("autocomplete").is_some();
        if states || dynamic::is_bound(field) {
            return Some(Occurrence::fine(field.id()));
        }
        let grounds = Grounds::none()
            .with("text", shown(&name.text))
            .with("value", token.as_str());
        Some(Occurrence::asked(field.id(), Doubt::NeedsPerson, grounds))
    }
}

/// Fields that browsers fill in.
fn takes_text(element: ElementRef<'_>) -> bool {
    role::is_html(element)
        && element.value().name() == "input"
        && matches!(
            role::input_type(element).as_str(),
            "text" | "email" | "tel" | "date"
        )
}
