//! `statement-parts`: an accessibility declaration has the parts required by law.

use regex::Regex;
use serde::Deserialize;

use super::super::may_be_completed;
use super::declaration_of;
use crate::a11y::PageView;
use crate::check::CheckKind;
use crate::check::a11y::occurrence::{Occurrence, Survey, each};
use crate::check::generic::{params, pattern};
use crate::outcome::{Doubt, Fact, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "statement-parts",
    facts: &["missing"],
    variants: &[],
    build: |table| {
        let Params { title, part } = params(table)?;
        let parts: Result<Vec<_>, Vec<String>> = part
            .into_iter()
            .map(|part| {
                let except = part.unless.as_deref().map(pattern).transpose()?;
                Ok((part.term, pattern(&part.hints)?, except))
            })
            .collect();
        Ok(each(Parts {
            title: pattern(&title)?,
            parts: parts?,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Regular expression of the headings of such pages.
    title: String,
    /// Required parts of a declaration: a term of the catalogue and a regular expression of texts that show it.
    part: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    /// Its key in the catalogue (`concept.<term>`).
    term: String,
    /// Regular expression of texts for this part.
    hints: String,
    /// Regular expression of texts that make the part unnecessary.
    unless: Option<String>,
}

struct Parts {
    title: Regex,
    parts: Vec<(String, Regex, Option<Regex>)>,
}

/// Minimum number of parts; pages with fewer may be about declarations without being one.
const FEWEST_PARTS: usize = 2;

impl Survey for Parts {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let Some(text) = declaration_of(page, &self.title) else {
            return Vec::new();
        };
        let node = page.page.html.root_element().id();
        let missing: Vec<String> = self
            .parts
            .iter()
            .filter(|(_, hints, unless)| {
                let superfluous = unless.as_ref().is_some_and(|unless| unless.is_match(&text));
                !superfluous && !hints.is_match(&text)
            })
            .map(|(term, ..)| term.clone())
            .collect();
        if missing.is_empty() {
            return vec![Occurrence::fine(node)];
        }
        let found = self.parts.len() - missing.len();
        let mut grounds = Grounds::none();
        grounds
            .facts
            .insert("missing".to_owned(), Fact::Terms(missing));
        vec![if found < FEWEST_PARTS || may_be_completed(page) {
            Occurrence::asked(node, Doubt::Elsewhere, grounds)
        } else {
            Occurrence::wrong(node, grounds)
        }]
    }
}
