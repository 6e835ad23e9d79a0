//! `pdf-field-name`: controls of a form have a name that is read out (veraPDF 7.18.1-3; technique PDF12 of WCAG).

use regex::Regex;
use serde::Deserialize;

use super::{first_of, on_pages, unmet};
use crate::check::generic::{params, pattern};
use crate::check::{Check, CheckKind, PdfCheck};
use crate::model::{PdfField, PdfModel};
use crate::outcome::{Doubt, Expectation};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "pdf-field-name",
    facts: &["fields", "pages", "count", "total"],
    variants: &["unread"],
    build: |table| {
        let Params { made } = params(table)?;
        let made = pattern(&made)?;
        Ok(Check::Pdf(Box::new(FieldName { made })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Regular expression of names that programs make up.
    made: String,
}

struct FieldName {
    made: Regex,
}

impl PdfCheck for FieldName {
    fn expect(&self, pdf: &PdfModel) -> Option<Expectation> {
        if pdf.fields.is_empty() {
            return None;
        }
        let is_silent = |field: &&PdfField| field.label.is_none() && field.caption.is_none();
        let silent: Vec<&PdfField> = pdf.fields.iter().filter(is_silent).collect();
        if silent.is_empty() {
            return Some(Expectation::Met);
        }
        // Where nothing else is there, viewers read out the technical name, which may say enough.
        let says_nothing = |field: &&&PdfField| {
            // Copies of a field are counted behind its name.
            let is_count = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
            let mut parts = field.name.rsplit('.').map(str::trim);
            parts
                .find(|part| !is_count(part))
                .is_none_or(|name| self.made.is_match(name))
        };
        let proven: Vec<&PdfField> = silent.iter().filter(says_nothing).copied().collect();
        let (named, is_proven) = match proven.is_empty() {
            true => (silent, false),
            false => (proven, true),
        };
        let pages = named.iter().filter_map(|field| field.page).collect();
        let grounds = on_pages(pdf, pages)
            .with(
                "fields",
                first_of(named.iter().map(|field| field.name.as_str())),
            )
            .with("count", named.len())
            .with("total", pdf.fields.len());
        Some(match is_proven {
            true => unmet(pdf, grounds),
            false => Expectation::Unknown(Doubt::NeedsPerson, grounds),
        })
    }
}
