//! Language attributes of pages and parts of pages.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::edit::RemedyEdit;
use super::tag::StartTag;
use super::{Proposal, RemedyCase, Suggester};
use crate::record::Applicability;
use crate::texts::Bilingual;

/// Adds the language to a page that states none, if its text shows it.
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
        if folder_language(&place.document).is_some_and(|named| named != language) {
            // A missing translation, or a page that quotes a lot: people must decide.
            return None;
        }
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
            decisions: vec![Bilingual::filled("remedy.language-told", &[])],
        })
    }
}

/// The language after which the nearest folder, or the file itself, is named (`help.zh.html`).
fn folder_language(document: &str) -> Option<&'static str> {
    let parts = document.rsplit(['/', '.']);
    parts.skip(1).find_map(|part| {
        let tag = part.split(['-', '_']).next().unwrap_or_default();
        let is_tag = tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_lowercase());
        is_tag.then(|| registered(tag)).flatten()
    })
}

/// The language of a page's text, if it is certain.
fn language_of(text: &str) -> Option<&'static str> {
    /// Fewer letters of another script than one in this many are names or symbols.
    const FOREIGN: usize = 50;
    let prose = prose(text);
    let is_latin = |ch: &char| u32::from(*ch) < 0x250 || matches!(u32::from(*ch), 0x1E00..=0x1EFF);
    let letters = prose.chars().filter(|ch| ch.is_alphabetic());
    let (latin, foreign): (Vec<char>, Vec<char>) = letters.partition(is_latin);
    if latin.len() < FEWEST_LETTERS || foreign.len() * FOREIGN > latin.len() {
        return None;
    }
    let told = whatlang::detect(&prose).filter(whatlang::Info::is_reliable)?;
    match told.lang() {
        whatlang::Lang::Deu => Some("de"),
        whatlang::Lang::Eng => Some("en"),
        _ => None,
    }
}

/// Elements whose text is not prose in the page's language.
const NO_PROSE: [&str; 11] = [
    "code", "kbd", "noscript", "pre", "samp", "script", "style", "svg", "template", "textarea",
    "var",
];

/// If the tag starts an element without prose, its end.
fn end_of_no_prose(tag: &str) -> Option<usize> {
    const LONGEST_NAME: usize = 10;
    let name = tag.get(1..)?;
    let length = name
        .bytes()
        .take(LONGEST_NAME)
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let name = name.get(..length)?.to_ascii_lowercase();
    NO_PROSE.contains(&name.as_str()).then(|| {
        let end = format!("</{name}");
        tag.find(&end)
            .or_else(|| tag.find(&end.to_ascii_uppercase()))
    })?
}

/// The text between tags, without scripts, styles, quoted source and placeholders.
fn prose(text: &str) -> String {
    const MOST: usize = 20_000;
    let mut prose = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        prose.push_str(&rest[..open]);
        prose.push(' ');
        let tag = &rest[open..];
        let end = if tag.starts_with("<!--") {
            tag.find("-->")
        } else {
            end_of_no_prose(tag).or_else(|| tag.find('>'))
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

/// Replaces another name of a language with its registered tag.
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

/// Names of languages by their tags.
fn names() -> &'static BTreeMap<String, Vec<String>> {
    static NAMES: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    NAMES.get_or_init(|| {
        // Compiled in; a test parses it.
        toml::from_str(include_str!("languages.toml")).unwrap_or_default()
    })
}

fn registered(tag: &str) -> Option<&'static str> {
    names().get_key_value(tag).map(|(tag, _)| tag.as_str())
}

fn known(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    names()
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

    #[test]
    fn mixed_scripts_and_quoted_source_prove_no_language() {
        let english = "Please fill in the whole form and send it back to the office before the end of the month.";
        for foreign in [
            "本页说明如何填写申请表",
            "تشرح هذه الصفحة كيفية ملء الاستمارة",
            "Η σελίδα εξηγεί πώς συμπληρώνεται το έντυπο",
            "Страница объясняет, как заполнить заявление",
        ] {
            assert_eq!(
                language_of(&format!("<p>{foreign}</p><p>{english}</p>")),
                None
            );
            for element in ["pre", "code", "SAMP"] {
                let quoted = format!("<p>{foreign}</p><{element}>{english}</{element}>");
                assert_eq!(language_of(&quoted), None, "{quoted}");
            }
        }
        let named = format!(
            "<p>{english} Ask Γιώργος.</p><p>{english} {english} {english} {english} {english}</p>"
        );
        assert_eq!(language_of(&named), Some("en"));
    }

    #[test]
    fn folders_and_files_are_called_after_languages() {
        for (document, language) in [
            ("public/help/zh/wiki.html", Some("zh")),
            ("public/help/pt-BR/wiki.html", Some("pt")),
            ("docs/help.ar.html", Some("ar")),
            ("db/wiki.html", None),
            ("wiki.html", None),
        ] {
            assert_eq!(folder_language(document), language, "{document}");
        }
    }
}
