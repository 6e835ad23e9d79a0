//! `page-language`: the document says in which language it is written (ACT b5c3f8, bf051a, 5b7ae0).

use std::collections::BTreeSet;

use ego_tree::NodeId;
use scraper::ElementRef;
use serde::Deserialize;

use super::document_element;
use crate::a11y::PageView;
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "page-language",
    facts: &["value", "other"],
    variants: &["empty"],
    build: |table| {
        let Params { expect, languages } = params(table)?;
        Ok(Check::Page(Box::new(Language {
            expect,
            languages: languages.into_iter().collect(),
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    expect: Expect,
    /// Registered subtags of two letters.
    #[serde(default)]
    languages: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Expect {
    /// A language is stated.
    Stated,
    /// The stated language exists.
    Known,
    /// `lang` and `xml:lang` agree.
    Agreeing,
}

struct Language {
    expect: Expect,
    languages: BTreeSet<String>,
}

fn stated_language<'a>(element: ElementRef<'a>, attribute: &str) -> Option<&'a str> {
    let value = element.value().attr(attribute)?.trim_ascii();
    (!value.is_empty()).then_some(value)
}

fn primary_subtag(tag: &str) -> String {
    tag.split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

impl PageCheck for Language {
    fn targets(&self, page: &PageView<'_>) -> Vec<NodeId> {
        let applies = |root: &ElementRef<'_>| match self.expect {
            Expect::Stated => true,
            Expect::Known => stated_language(*root, "lang").is_some(),
            Expect::Agreeing => {
                stated_language(*root, "xml:lang").is_some()
                    && stated_language(*root, "lang")
                        .is_some_and(|tag| self.is_known(tag) == Some(true))
            }
        };
        document_element(page)
            .filter(applies)
            .map(|root| root.id())
            .into_iter()
            .collect()
    }

    fn expect(&self, page: &PageView<'_>, target: NodeId) -> Expectation {
        let Some(root) = page.element(target) else {
            return Expectation::Met;
        };
        let language = stated_language(root, "lang");
        let grounds = Grounds::none().with("value", language.unwrap_or_default());
        match self.expect {
            Expect::Stated if language.is_some() => Expectation::Met,
            Expect::Stated if root.value().attr("lang").is_some() => {
                Expectation::Unmet(grounds.variant("empty"))
            }
            Expect::Stated => Expectation::Unmet(grounds),
            Expect::Known => match language.and_then(|tag| self.is_known(tag)) {
                Some(true) => Expectation::Met,
                Some(false) => Expectation::Unmet(grounds),
                None => Expectation::Unknown(Doubt::NeedsPerson, grounds),
            },
            Expect::Agreeing => {
                let other = stated_language(root, "xml:lang").unwrap_or_default();
                if language.map(primary_subtag) == Some(primary_subtag(other)) {
                    Expectation::Met
                } else {
                    Expectation::Unmet(grounds.with("other", other))
                }
            }
        }
    }
}

impl Language {
    /// Whether the first part of a language tag (RFC 5646) is registered. Of three letters there are
    /// thousands, of which no list is kept here.
    fn is_known(&self, tag: &str) -> Option<bool> {
        let first = primary_subtag(tag);
        let letters = first.chars().all(|ch| ch.is_ascii_alphabetic());
        match first.len() {
            _ if !letters => Some(false),
            2 => Some(self.languages.contains(&first)),
            // `i-…`, `x-…`: grandfathered and private tags.
            1 | 3 => None,
            // Longer ones are reserved; none is registered.
            _ => Some(false),
        }
    }
}
