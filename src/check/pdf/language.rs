//! `pdf-language`: a document says in which language it is written (veraPDF 7.2-29; technique PDF16 of WCAG).

use super::{plain, unmet};
use crate::a11y::Truth;
use crate::check::CheckKind;
use crate::check::a11y::language_tags::is_known;
use crate::check::generic::without_params;
use crate::model::{PdfContent, PdfModel};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "pdf-language",
    facts: &["value"],
    variants: &["unknown", "parts", "unread"],
    build: |table| without_params(table, || plain(language)),
};

fn language(pdf: &PdfModel) -> Option<Expectation> {
    let can_speak = |content: &PdfContent| matches!(content, PdfContent::Text | PdfContent::Unread);
    if !pdf.contents.iter().any(can_speak) && pdf.fields.is_empty() {
        return None;
    }
    if let Some(tag) = &pdf.language {
        let grounds = Grounds::none().with("value", tag.as_str());
        return Some(match is_known(tag) {
            Truth::Yes => Expectation::Met,
            Truth::No => Expectation::Unmet(grounds.variant("unknown")),
            Truth::Unknown => Expectation::Unknown(Doubt::NeedsPerson, grounds),
        });
    }
    // Each part may state its own.
    let states = |tag: &Option<String>| tag.as_deref().map(is_known) == Some(Truth::Yes);
    let all = !pdf.part_languages.is_empty() && pdf.part_languages.iter().all(states);
    Some(match (all, pdf.names_languages) {
        (true, _) => Expectation::Met,
        // Whether the parts that state a language cover all text is not counted.
        (false, true) => Expectation::Unknown(Doubt::NeedsPerson, Grounds::none().variant("parts")),
        (false, false) if pdf.contents.contains(&PdfContent::Unread) => {
            Expectation::Unknown(Doubt::Open, Grounds::none().variant("unread"))
        }
        (false, false) => unmet(pdf, Grounds::none()),
    })
}
