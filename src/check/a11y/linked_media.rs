//! `linked-media`: linked audio and video is available in another form, too.
//!
//! The markup does not show the content of a file, so this is a question for each file, with the text beside the link.

use foldhash::HashSet;

use crate::model::Attributes;

use regex::Regex;
use scraper::ElementRef;
use serde::Deserialize;

use super::near::short_text;
use super::occurrence::{Occurrence, Survey, each};
use super::text::shown;
use crate::a11y::{PageView, insert, role};
use crate::check::CheckKind;
use crate::check::generic::{params, pattern};
use crate::outcome::{Doubt, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "linked-media",
    facts: &["text", "file", "offer"],
    variants: &["offer"],
    build: |table| {
        let Params { endings, offers } = params(table)?;
        let offers = pattern(&offers)?;
        Ok(each(LinkedMedia { endings, offers }))
    },
};

/// Maximum number of files asked about per page.
const MOST_FILES: usize = 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// File extensions in lower case.
    endings: Vec<String>,
    /// Regular expression of texts that offer another form.
    offers: String,
}

struct LinkedMedia {
    endings: Vec<String>,
    offers: Regex,
}

impl Survey for LinkedMedia {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let played: HashSet<&str> = page
            .index
            .named_any(&["audio", "video", "source"])
            .filter_map(|element| element.value().attribute("src"))
            .map(file_of)
            .collect();
        let mut seen = HashSet::default();
        let links = page.index.named_any(&["a", "area"]).filter_map(|link| {
            let href = link.value().attribute("href")?.trim();
            let applies =
                role::is_html(link) && !insert::is_insert(href) && page.exposed(link).is_yes();
            let file = file_of(href);
            let asked = applies && self.is_medium(file);
            (asked && seen.insert(href)).then_some((link, file))
        });
        links
            .take(MOST_FILES)
            .map(|(link, file)| {
                // A player on the page is asked about separately.
                if played.contains(file) {
                    return Occurrence::fine(link.id());
                }
                let grounds = Grounds::none()
                    .with("text", shown(&page.name(link).text))
                    .with("file", file);
                let grounds = match self.offer_beside(page, link) {
                    Some(offer) => grounds.with("offer", shown(&offer)).variant("offer"),
                    None => grounds,
                };
                Occurrence::asked(link.id(), Doubt::NeedsPerson, grounds)
            })
            .collect()
    }
}

impl LinkedMedia {
    fn is_medium(&self, file: &str) -> bool {
        let ending = file.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| {
            self.endings
                .iter()
                .any(|known| known.eq_ignore_ascii_case(ending))
        })
    }

    /// Text near a link that offers another form of its target: in its paragraph, list item or cell.
    fn offer_beside(&self, page: &PageView<'_>, link: ElementRef<'_>) -> Option<String> {
        const MOST_LEVELS: usize = 3;
        let around = link.ancestors().filter_map(ElementRef::wrap);
        let around = around.take_while(|around| !matches!(around.value().name(), "body" | "main"));
        around
            .take(MOST_LEVELS)
            .filter_map(|around| short_text(page, around))
            .find_map(|text| Some(self.offers.find(&text)?.as_str().to_owned()))
    }
}

/// The file name in an address: the text after the last slash of its path.
fn file_of(address: &str) -> &str {
    let path = address.trim().split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_the_end_of_the_path() {
        assert_eq!(file_of("/a/b/rede.mp3?x=1#t=2"), "rede.mp3");
        assert_eq!(file_of("film.mov"), "film.mov");
        assert_eq!(file_of("https://stadt.example/"), "");
    }
}
