//! `input-purpose-stated`: fields for data about the user declare their purpose to browsers and assistive technology.
//!
//! The page does not show whose data they are: a case worker enters the names of others. Therefore this is a question.

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
    /// Languages of the names.
    languages: Vec<String>,
    /// The purposes to find; the first match counts.
    purposes: Vec<Purpose>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Purpose {
    /// The `autocomplete` token of the HTML standard.
    token: String,
    /// Regular expression of whole field names, in lower case and without punctuation.
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
        // `off` is a decision as well.
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
