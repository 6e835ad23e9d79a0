//! Pages and parts of pages that say which language they are written in.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::edit::RemedyEdit;
use super::tag::StartTag;
use super::{Proposal, RemedyCase, Suggester, said};
use crate::record::Applicability;

/// The language of a page that states none, where its text shows it.
pub(super) struct PageLanguage;

/// Fewer letters prove no language.
const FEWEST_LETTERS: usize = 60;

impl Suggester for PageLanguage {
    fn name(&self) -> &'static str {
        "page-language"
    }

    fn rules(&self) -> &'static [&'static str] {
        &["accessibility/page-language"]
    }

    fn suggest(&self, case: &RemedyCase<'_>) -> Option<Proposal> {
        let place = &case.finding.place;
        let document = case.desk.document(&place.document)?;
        let text = document.text.as_str();
        let tag = StartTag::at(text, document.start(place)?)?;
        if tag.name != "html" {
            return None;
        }
        let language = language_of(text)?;
        let edit = match tag.attribute("lang") {
            None => RemedyEdit::insert(
                &place.document,
                tag.end_of_attributes,
                format!(" lang=\"{language}\""),
            ),
            Some(attribute)
                if tag
                    .value("lang")
                    .is_none_or(|value| value.trim().is_empty()) =>
            {
                // A program may fill it in.
                if attribute
                    .value
                    .as_ref()
                    .is_some_and(|(value, _)| !value.trim().is_empty())
                {
                    return None;
                }
                let range = attribute.range.clone();
                RemedyEdit::replace(
                    &place.document,
                    range.start,
                    range.end,
                    format!(" lang=\"{language}\""),
                )
            }
            Some(_) => return None,
        };
        Some(Proposal {
            edits: vec![edit],
            companions: Default::default(),
            applicability: Applicability::Mechanical,
            decisions: vec![said("remedy.language-told", &[])],
        })
    }
}

/// The language that the text of a page is surely written in.
fn language_of(text: &str) -> Option<&'static str> {
    let prose = prose(text);
    if prose.chars().filter(|ch| ch.is_alphabetic()).count() < FEWEST_LETTERS {
        return None;
    }
    let told = whatlang::detect(&prose).filter(whatlang::Info::is_reliable)?;
    match told.lang() {
        whatlang::Lang::Deu => Some("de"),
        whatlang::Lang::Eng => Some("en"),
        _ => None,
    }
}

/// Text between tags, without scripts, styles and what programs fill in.
fn prose(text: &str) -> String {
    const MOST: usize = 20_000;
    let mut prose = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        prose.push_str(&rest[..open]);
        prose.push(' ');
        let tag = &rest[open..];
        let lower: String = tag.chars().take(8).collect::<String>().to_ascii_lowercase();
        let end = match () {
            () if lower.starts_with("<script") => tag.find("</script"),
            () if lower.starts_with("<style") => tag.find("</style"),
            () if lower.starts_with("<!--") => tag.find("-->"),
            () => tag.find('>'),
        };
        let Some(end) = end else { break };
        rest = tag.get(end + 1..).unwrap_or_default();
        if prose.len() > MOST {
            break;
        }
    }
    let words = prose.split_whitespace().filter(|word| {
        word.chars()
            .all(|ch| ch.is_alphabetic() || ".,:;!?()-".contains(ch))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The registered tag in place of another name of the language.
pub(super) struct KnownLanguage;

impl Suggester for KnownLanguage {
    fn name(&self) -> &'static str {
        "known-language"
    }

    fn rules(&self) -> &'static [&'static str] {
        &[
            "accessibility/page-language-known",
            "accessibility/language-of-parts-valid",
        ]
    }

    fn suggest(&self, case: &RemedyCase<'_>) -> Option<Proposal> {
        let place = &case.finding.place;
        let document = case.desk.document(&place.document)?;
        let tag = StartTag::at(document.text.as_str(), document.start(place)?)?;
        let (value, range) = tag.attribute("lang")?.value.clone()?;
        let tag = known(value)?;
        Some(Proposal {
            edits: vec![RemedyEdit::replace(
                &place.document,
                range.start,
                range.end,
                tag.to_owned(),
            )],
            companions: Default::default(),
            applicability: Applicability::Mechanical,
            decisions: Vec::new(),
        })
    }
}

fn known(name: &str) -> Option<&'static str> {
    static NAMES: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        // Part of the program; a test loads it.
        toml::from_str(include_str!("languages.toml")).unwrap_or_default()
    });
    let name = name.trim().to_lowercase();
    names
        .iter()
        .find(|(_, names)| names.contains(&name))
        .map(|(tag, _)| tag.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_languages_lead_to_their_tags() {
        let pairs = [
            ("deutsch", Some("de")),
            ("Tur", Some("tr")),
            ("de_DE", Some("de")),
            ("klingonisch", None),
        ];
        for (name, tag) in pairs {
            assert_eq!(known(name), tag, "{name}");
        }
    }

    #[test]
    fn only_text_that_shows_its_language_is_believed() {
        let german = "<p>Bitte füllen Sie den Antrag vollständig aus und senden Sie ihn unterschrieben an das Bürgerbüro.</p>";
        let english = "<p>Please fill in the whole form and send it back to the office before the end of the month.</p>";
        assert_eq!(language_of(german), Some("de"));
        assert_eq!(language_of(english), Some("en"));
        assert_eq!(
            language_of(
                "<p>Anmeldung</p><script>the quick brown fox jumps over the lazy dog and runs away from here</script>"
            ),
            None
        );
    }
}
