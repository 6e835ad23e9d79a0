//! `statement-linked` and `easy-language-linked`: the accessibility declaration and the offers in other languages are
//! reachable from the start page of an application.

use crate::model::Attributes;
use regex::Regex;
use serde::Deserialize;

use super::super::may_be_completed;
use super::declaration_of;
use crate::a11y::PageView;
use crate::check::generic::{params, pattern};
use crate::check::{Check, CheckKind, DutyCheck, NotedPages};
use crate::inventory::LegalRegime;
use crate::model::{ModelPath, PageKind, Place, TargetPlace};
use crate::outcome::{Doubt, Expectation, Fact, Facts, Grounds};

/// The declaration is linked.
pub const STATEMENT: CheckKind = CheckKind {
    name: "statement-linked",
    facts: &["count"],
    variants: &["start"],
    build: |table| {
        let Params { title, link } = params(table)?;
        Ok(Check::Duty(Box::new(StatementLinked {
            title: pattern(&title)?,
            link: pattern(&link)?,
        })))
    },
};

/// Easy language and sign language are offered.
pub const EASY_LANGUAGE: CheckKind = CheckKind {
    name: "easy-language-linked",
    facts: &["missing"],
    variants: &[],
    build: |table| {
        let LanguageParams { easy, sign } = params(table)?;
        Ok(Check::Duty(Box::new(LanguagesLinked {
            easy: pattern(&easy)?,
            sign: pattern(&sign)?,
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Regular expression of the headings of declarations.
    title: String,
    /// Regular expression of the names and addresses of links to them.
    link: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageParams {
    /// Regular expression of the names and addresses of links to easy language.
    easy: String,
    /// The same for sign language.
    sign: String,
}

/// Notes of a page: whether it is a start page, and whether it has a link.
const START: &str = "start";
const LINKED: &str = "linked";
const OPEN: &str = "open";

/// Whether a document is a start page: the bare address of a host, or the index of the outermost folder.
fn is_start(document: &str) -> bool {
    if let Some((_, address)) = document.split_once("://") {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let path = path.split_once('/').map_or("", |(_, path)| path);
        return matches!(path, "" | "index.html" | "index.htm" | "index.php");
    }
    let file = document.rsplit('/').next().unwrap_or_default();
    matches!(file, "index.html" | "index.htm")
}

fn has_link(page: &PageView<'_>, wanted: &Regex) -> bool {
    page.index.named_any(&["a", "area"]).any(|link| {
        let href = link.attribute("href");
        href.is_some_and(|href| wanted.is_match(href) || wanted.is_match(&page.name(link).text))
    })
}

fn mark(facts: &mut Facts, name: &str, holds: bool) {
    facts.insert(name.to_owned(), Fact::Count(u64::from(holds)));
}

fn is_marked(facts: &Facts, name: &str) -> bool {
    facts.get(name) == Some(&Fact::Count(1))
}

/// Whether it is a whole page that people open.
fn is_opened(page: &PageView<'_>) -> bool {
    page.page.nature.kind == PageKind::Whole && page.document_element().is_some()
}

fn target(place: &Place, name: &str) -> TargetPlace {
    TargetPlace {
        anchor: ModelPath::new([name]),
        place: place.clone(),
        cause: None,
    }
}

struct StatementLinked {
    title: Regex,
    link: Regex,
}

impl DutyCheck for StatementLinked {
    fn note(&self, page: &PageView<'_>) -> Option<Facts> {
        // The declaration need not link to itself.
        if !is_opened(page) || declaration_of(page, &self.title).is_some() {
            return None;
        }
        let mut facts = Facts::new();
        mark(&mut facts, START, is_start(&page.page.document));
        mark(&mut facts, LINKED, has_link(page, &self.link));
        mark(&mut facts, OPEN, may_be_completed(page));
        Some(facts)
    }

    fn judge(&self, site: &NotedPages<'_>) -> Vec<(TargetPlace, Expectation)> {
        let Some(first) = site
            .notes
            .first()
            .filter(|_| site.application.needs_declaration())
        else {
            return Vec::new();
        };
        let count = site.notes.len();
        let grounds = Grounds::none().with("count", count);
        // The outermost of several folders has the start page.
        let starts = site
            .notes
            .iter()
            .filter(|note| is_marked(&note.facts, START));
        let start = starts.min_by_key(|note| note.place.document.split('/').count());
        let linked = |note: &&crate::outcome::PageNote| is_marked(&note.facts, LINKED);
        let expectation = match start {
            Some(start) if linked(start) => Expectation::Met,
            Some(start) => {
                let grounds = grounds.with_place(start.place.clone()).variant("start");
                match is_marked(&start.facts, OPEN) {
                    true => Expectation::Unknown(Doubt::NotCaptured, grounds),
                    false => Expectation::Unmet(grounds),
                }
            }
            None if site.notes.iter().all(linked) => Expectation::Met,
            None => Expectation::Unknown(Doubt::Elsewhere, grounds),
        };
        vec![(target(&first.place, "statement"), expectation)]
    }
}

struct LanguagesLinked {
    easy: Regex,
    sign: Regex,
}

impl DutyCheck for LanguagesLinked {
    fn note(&self, page: &PageView<'_>) -> Option<Facts> {
        if !is_opened(page) || !is_start(&page.page.document) {
            return None;
        }
        let mut facts = Facts::new();
        mark(&mut facts, "easy", has_link(page, &self.easy));
        mark(&mut facts, "sign", has_link(page, &self.sign));
        mark(&mut facts, OPEN, may_be_completed(page));
        Some(facts)
    }

    fn judge(&self, site: &NotedPages<'_>) -> Vec<(TargetPlace, Expectation)> {
        // § 4 BITV 2.0 applies to federal bodies only.
        let federal = site.application.accessibility.legal_regime == Some(LegalRegime::Bgg);
        if !federal || !site.application.needs_declaration() {
            return Vec::new();
        }
        let starts = site.notes.iter();
        let Some(start) = starts.min_by_key(|note| note.place.document.split('/').count()) else {
            return Vec::new();
        };
        let terms = [("easy", "easy-language"), ("sign", "sign-language")];
        let missing: Vec<String> = terms
            .into_iter()
            .filter(|(name, _)| !is_marked(&start.facts, name))
            .map(|(_, term)| term.to_owned())
            .collect();
        let mut grounds = Grounds::none();
        let complete = missing.is_empty();
        grounds
            .facts
            .insert("missing".to_owned(), Fact::Terms(missing));
        let expectation = match (complete, is_marked(&start.facts, OPEN)) {
            (true, _) => Expectation::Met,
            (false, true) => Expectation::Unknown(Doubt::NotCaptured, grounds),
            (false, false) => Expectation::Unmet(grounds),
        };
        vec![(target(&start.place, "languages"), expectation)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_begin_at_the_host_or_the_index() {
        for start in [
            "https://stadt.example",
            "https://stadt.example/?a=1",
            "index.html",
            "web/index.htm",
        ] {
            assert!(is_start(start), "{start}");
        }
        for other in [
            "https://stadt.example/antrag",
            "antrag.html",
            "https://stadt.example/a/index.html",
        ] {
            assert!(!is_start(other), "{other}");
        }
    }
}
