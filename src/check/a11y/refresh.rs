//! `meta-refresh`: the page does not reload or redirect automatically (ACT bc659a, bisz58).

use crate::model::Attributes;
use ego_tree::NodeId;
use serde::Deserialize;

use crate::a11y::{PageView, Reads};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::PageKind;
use crate::outcome::{Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "meta-refresh",
    facts: &["seconds"],
    variants: &[],
    build: |table| {
        let Params { longest } = params(table)?;
        Ok(Check::Page(Box::new(Refresh { longest })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Delay in seconds above which a refresh is acceptable; `None` if only zero is.
    longest: Option<u64>,
}

struct Refresh {
    longest: Option<u64>,
}

impl PageCheck for Refresh {
    fn concerns(&self, kind: PageKind) -> bool {
        // Mail programs have means of their own. Redirect pages are included, because their refresh identifies them.
        matches!(kind, PageKind::Whole | PageKind::Part | PageKind::Notice)
    }

    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let mut metas = page.index.named("meta").filter(|element| {
            let kind = element.value().attribute("http-equiv").unwrap_or_default();
            kind.eq_ignore_ascii_case("refresh")
        });
        // Browsers ignore everything after the first valid refresh.
        let first = metas.find_map(|meta| {
            // A template that fills in the address may fill in the delay, too.
            if page.is_decided_later(meta, "content") {
                return Some((meta.id(), Expectation::Untested));
            }
            let delay = meta.value().attribute("content").and_then(seconds)?;
            Some((meta.id(), self.expect(delay)))
        });
        first.into_iter().collect()
    }
}

impl Refresh {
    fn expect(&self, delay: u64) -> Expectation {
        match delay {
            0 => Expectation::Met,
            _ if self.longest.is_some_and(|longest| delay > longest) => Expectation::Met,
            _ => Expectation::Unmet(Grounds::none().with("seconds", delay)),
        }
    }
}

/// The delay of a refresh; `None` if the value is invalid (HTML, shared declarative refresh steps).
fn seconds(content: &str) -> Option<u64> {
    let content = content.trim_ascii_start();
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &content[digits..];
    if digits == 0 && !rest.starts_with('.') {
        return None;
    }
    let delay = match digits {
        0 => 0,
        _ => content[..digits].parse().unwrap_or(u64::MAX),
    };
    let rest = rest.trim_start_matches(|ch: char| ch.is_ascii_digit() || ch == '.');
    let separated = rest.is_empty()
        || rest.starts_with([';', ','])
        || rest.starts_with(|ch: char| ch.is_ascii_whitespace());
    separated.then_some(delay)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn delays_are_read_as_browsers_do() {
        assert_eq!(seconds("30; URL=https://example.org"), Some(30));
        assert_eq!(seconds(" 0.5"), Some(0));
        assert_eq!(seconds("5 https://example.org"), Some(5));
        assert_eq!(seconds("foo; URL=x"), None);
        assert_eq!(seconds("-00; foo"), None);
        assert_eq!(seconds("0: url"), None);
        assert_eq!(seconds(""), None);
    }
}
