//! `page-language`: the document states its language (ACT b5c3f8, bf051a, 5b7ae0).

use crate::model::Attributes;
use ego_tree::NodeId;
use scraper::ElementRef;
use serde::Deserialize;

use super::language_tags::{self, primary_subtag};
use crate::a11y::{PageView, Reads, Truth, Writes, dynamic, insert};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck, each_of};
use crate::model::PageKind;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "page-language",
    facts: &["value", "other"],
    variants: &["empty"],
    build: |table| {
        let Params { expect } = params(table)?;
        Ok(Check::Page(Box::new(Language { expect })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The expectation for the language of a page.
    expect: Expect,
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
}

fn stated_language<'a>(element: ElementRef<'a>, attribute: &str) -> Option<&'a str> {
    let value = element.value().attribute(attribute)?.trim_ascii();
    (!value.is_empty()).then_some(value)
}

impl PageCheck for Language {
    fn concerns(&self, kind: PageKind) -> bool {
        // A letter has a subject instead of a title, and the sending program states the language.
        kind.is_page()
    }

    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl Language {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        let applies = |root: &ElementRef<'_>| match self.expect {
            Expect::Stated => true,
            Expect::Known => stated_language(*root, "lang").is_some(),
            Expect::Agreeing => {
                stated_language(*root, "xml:lang").is_some()
                    && stated_language(*root, "lang").is_some_and(|tag| is_known(tag) == Some(true))
            }
        };
        page.document_element()
            .or_else(|| page.skeleton())
            .filter(applies)
            .into_iter()
            .collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, root: ElementRef<'a>) -> Expectation {
        let language = stated_language(root, "lang");
        let grounds = Grounds::none().with("value", language.unwrap_or_default());
        match self.expect {
            Expect::Stated if language.is_some() => Expectation::Met,
            // XML has its own attribute (XHTML 1.0, C.7).
            Expect::Stated if is_xml(page) && stated_language(root, "xml:lang").is_some() => {
                Expectation::Met
            }
            // A program states it when it makes the page.
            Expect::Stated
                if dynamic::may_set(root, "lang")
                    || page.scripts().write(root, Writes::LANGUAGE) =>
            {
                Expectation::Untested
            }
            Expect::Stated if root.value().attribute("lang").is_some() => {
                Expectation::Unmet(grounds.variant("empty"))
            }
            Expect::Stated => Expectation::Unmet(grounds),
            _ if language.is_some_and(|tag| page.is_template() && is_inserted(tag)) => {
                Expectation::Untested
            }
            Expect::Known if language.is_some_and(is_inserted) => Expectation::Untested,
            Expect::Known => match language.and_then(is_known) {
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

/// Whether browsers read the page as XML, according to its name.
fn is_xml(page: &PageView<'_>) -> bool {
    [".xhtml", ".xht"]
        .iter()
        .any(|ending| page.page.document.ends_with(ending))
}

/// Whether a program writes the language when it makes the page.
fn is_inserted(tag: &str) -> bool {
    insert::is_insert(tag) || tag.starts_with('$')
}

/// Whether the first part of a language tag is registered; `None` for three letters: there are thousands of these, and
/// a person must say which of them a whole page is in.
fn is_known(tag: &str) -> Option<bool> {
    match language_tags::is_known(tag) {
        Truth::Yes if primary_subtag(tag).len() == 2 => Some(true),
        Truth::No => Some(false),
        Truth::Yes | Truth::Unknown => None,
    }
}
