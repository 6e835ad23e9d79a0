//! Links announce that they open a new window or a file of another format.

use crate::model::Attributes;
use regex::Regex;
use scraper::ElementRef;
use serde::Deserialize;

use super::near::{is_in_language, short_text};
use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::shown;
use crate::a11y::{PageView, Reads, dynamic, role};
use crate::check::CheckKind;
use crate::check::generic::{params, pattern};
use crate::model::HOLE;
use crate::outcome::Grounds;

/// A link announces that it opens another window.
pub const WINDOW: CheckKind = CheckKind {
    name: "new-window-announced",
    facts: &["text", "count"],
    variants: &[],
    build: |table| {
        let WindowParams { hints, languages } = params(table)?;
        let hints = pattern(&hints)?;
        Ok(once_per_page(NewWindow { hints, languages }))
    },
};

/// A link announces that it leads to a file of another format.
pub const FORMAT: CheckKind = CheckKind {
    name: "file-format-announced",
    facts: &["text", "format", "count"],
    variants: &[],
    build: |table| {
        let FormatParams { format } = params(table)?;
        let formats: Result<Vec<_>, _> = format
            .into_iter()
            .map(|format| {
                let hints = pattern(&format.hints)?;
                Ok::<_, Vec<String>>((format.endings, hints, format.shown_small))
            })
            .collect();
        Ok(once_per_page(FileFormat { formats: formats? }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WindowParams {
    /// Regular expression of texts that announce another window.
    hints: String,
    /// Languages of these texts.
    languages: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormatParams {
    /// Formats: file extensions, and a regular expression of texts that announce them.
    format: Vec<Format>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Format {
    /// File extensions.
    endings: Vec<String>,
    /// Regular expression of texts that announce the format.
    hints: String,
    /// Whether an image in the link announces it: a thumbnail of the target.
    #[serde(default)]
    shown_small: bool,
}

fn links<'v, 'a>(page: &'v PageView<'a>) -> impl Iterator<Item = ElementRef<'a>> + 'v {
    page.index.named_any(&["a", "area"]).filter(|element| {
        role::is_html(*element)
            && element.attribute("href").is_some()
            && !page.exposed(*element).is_no()
    })
}

/// The text and the description of a link.
fn announcement<'a>(page: &PageView<'a>, link: ElementRef<'a>) -> String {
    let mut said = page.name(link).text.clone();
    let mut add = |text: &str| {
        said.push(' ');
        said.push_str(text);
    };
    link.attribute("title").into_iter().for_each(&mut add);
    let described = link.attribute("aria-describedby").unwrap_or_default();
    for id in described.split_ascii_whitespace() {
        let text = page.index.by_id(id).and_then(|by| short_text(page, by));
        text.iter().for_each(|text| add(text));
    }
    said
}

struct NewWindow {
    hints: Regex,
    languages: Vec<String>,
}

impl Survey for NewWindow {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        if !is_in_language(page, &self.languages) {
            return Vec::new();
        }
        let elsewhere = |link: &ElementRef<'_>| {
            let target = link.attribute("target").unwrap_or_default().trim();
            target.eq_ignore_ascii_case("_blank") || target.eq_ignore_ascii_case("_new")
        };
        links(page)
            .filter(elsewhere)
            .map(|link| {
                let name = page.name(link);
                let said = announcement(page, link);
                if self.hints.is_match(&said) {
                    return Occurrence::fine(link.id());
                }
                let open = said.contains(HOLE) || page.is_decided_later(link, "aria-describedby");
                if open || name.known().is_none() || !page.exposed(link).is_yes() {
                    return Occurrence::open(link.id());
                }
                let grounds = Grounds::none().with("text", shown(&name.text));
                Occurrence::wrong(link.id(), grounds)
            })
            .collect()
    }
}

struct FileFormat {
    formats: Vec<(Vec<String>, Regex, bool)>,
}

impl Survey for FileFormat {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        links(page)
            .filter_map(|link| {
                let ending = ending_of(link.attribute("href")?)?;
                let (_, hints, shown_small) = self
                    .formats
                    .iter()
                    .find(|(endings, ..)| endings.contains(&ending))?;
                let shows = |inner: ElementRef<'_>| {
                    matches!(inner.value().name(), "img" | "picture" | "svg" | "figure")
                };
                if *shown_small && page.index.descendants(link.id()).any(shows) {
                    return Some(Occurrence::fine(link.id()));
                }
                Some(judge_file(page, link, &ending, hints))
            })
            .collect()
    }
}

fn judge_file<'a>(
    page: &PageView<'a>,
    link: ElementRef<'a>,
    ending: &str,
    hints: &Regex,
) -> Occurrence {
    let name = page.name(link);
    let open = name.known().is_none() || dynamic::is_bound(link) || !page.exposed(link).is_yes();
    let said = || {
        let around = link.parent().and_then(ElementRef::wrap);
        hints.is_match(&announcement(page, link))
            || around
                .and_then(|around| short_text(page, around))
                .is_some_and(|text| hints.is_match(&text))
    };
    if said() {
        return Occurrence::fine(link.id());
    }
    if open {
        return Occurrence::open(link.id());
    }
    let grounds = Grounds::none()
        .with("text", shown(&name.text))
        .with("format", ending.to_uppercase());
    Occurrence::wrong(link.id(), grounds)
}

/// The file extension in an address, in lower case.
fn ending_of(href: &str) -> Option<String> {
    let path = href.trim().split(['?', '#']).next()?;
    let file = path.rsplit('/').next()?;
    let (name, ending) = file.rsplit_once('.')?;
    // `https://beispiel.de` has no file name.
    let host = !path.contains('/') || path.rsplit_once("//").is_some_and(|(_, rest)| rest == file);
    let named = !name.is_empty() && (!host || !href.contains("//"));
    (named && ending.len() <= 5).then(|| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_file_is_told_from_that_of_a_host() {
        let ending = |href| ending_of(href);
        assert_eq!(ending("merkblatt.PDF").as_deref(), Some("pdf"));
        assert_eq!(ending("/a/b.docx?x=1.zip#2").as_deref(), Some("docx"));
        assert_eq!(
            ending("https://stadt.example/b.pdf").as_deref(),
            Some("pdf")
        );
        assert_eq!(ending("https://stadt.zip"), None);
        assert_eq!(ending("https://stadt.example/pfad"), None);
        assert_eq!(ending("#"), None);
    }
}
