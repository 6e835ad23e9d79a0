//! `pdf-title`: a document has a title that is no file name. `pdf-title-shown`: viewers show it (veraPDF 7.1-9, 7.1-10;
//! technique PDF18 of WCAG).

use regex::Regex;
use serde::Deserialize;

use super::{plain, unmet};
use crate::check::generic::{params, pattern, without_params};
use crate::check::{Check, CheckKind, PdfCheck};
use crate::model::PdfModel;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const TITLE: CheckKind = CheckKind {
    name: "pdf-title",
    facts: &["title"],
    variants: &["unread"],
    build: |table| {
        let Params { file_names } = params(table)?;
        let file_names = pattern(&file_names)?;
        Ok(Check::Pdf(Box::new(Title { file_names })))
    },
};

/// Registry entry.
pub const SHOWN: CheckKind = CheckKind {
    name: "pdf-title-shown",
    facts: &["title"],
    variants: &["unread"],
    build: |table| without_params(table, || plain(shown)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Regular expression of titles that programs generate, such as file names.
    file_names: String,
}

struct Title {
    file_names: Regex,
}

impl PdfCheck for Title {
    fn expect(&self, pdf: &PdfModel) -> Option<Expectation> {
        if pdf.pages == 0 {
            return None;
        }
        Some(match &pdf.title {
            None => unmet(pdf, Grounds::none()),
            // Names of files may say what a document is about.
            Some(title) if self.file_names.is_match(title) => {
                let grounds = Grounds::none().with("title", title.as_str());
                Expectation::Unknown(Doubt::NeedsPerson, grounds)
            }
            Some(_) => Expectation::Met,
        })
    }
}

fn shown(pdf: &PdfModel) -> Option<Expectation> {
    let title = pdf.title.as_deref()?;
    Some(match pdf.shows_title {
        true => Expectation::Met,
        false => unmet(pdf, Grounds::none().with("title", title)),
    })
}
