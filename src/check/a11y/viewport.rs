//! `viewport-zoom`: the page can be zoomed (ACT b4f0c3).

use crate::model::Attributes;
use ego_tree::NodeId;
use scraper::ElementRef;

use crate::a11y::{PageView, Reads, Writes};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, PageCheck, each_of};
use crate::model::{HOLE, PageKind};
use crate::outcome::{Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "viewport-zoom",
    facts: &["property", "value"],
    variants: &[],
    build: |table| without_params(table, || Check::Page(Box::new(Viewport))),
};

struct Viewport;

/// Text must be resizable to twice its size (WCAG 1.4.4).
const TWICE: f64 = 2.0;

impl PageCheck for Viewport {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn concerns(&self, kind: PageKind) -> bool {
        // Mail programs have means of their own.
        kind.is_page()
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl Viewport {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        let limits = |content: &str| {
            properties(content)
                .any(|(name, _)| matches!(name.as_str(), "user-scalable" | "maximum-scale"))
        };
        page.index
            .named("meta")
            .filter(|element| {
                let name = element.value().attribute("name").unwrap_or_default();
                name.eq_ignore_ascii_case("viewport")
            })
            .filter(|element| {
                let content = element.value().attribute("content");
                content.is_some_and(|content| limits(content) && !content.contains(HOLE))
            })
            .collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, meta: ElementRef<'a>) -> Expectation {
        let content = meta.value().attribute("content").unwrap_or_default();
        for (name, value) in properties(content) {
            let barred = match name.as_str() {
                "user-scalable" => bars_scaling(&value),
                "maximum-scale" => bars_twice(&value),
                _ => false,
            };
            if barred {
                let grounds = Grounds::none().with("property", name).with("value", value);
                // An inline script may write another viewport.
                return match page.scripts().write(meta, Writes::CONTENT) {
                    true => Expectation::Untested,
                    false => Expectation::Unmet(grounds),
                };
            }
        }
        Expectation::Met
    }
}

/// Pairs of a viewport value, separated by commas, semicolons or white space (CSS Viewport, section 4.1).
fn properties(content: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let mut rest = content;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(ends_word);
            if rest.is_empty() {
                return None;
            }
            let (name, behind) = rest.split_at(rest.find(ends_word).unwrap_or(rest.len()));
            // Words without a value are skipped, up to the next value.
            let end = behind.find(['=', ',', ';']).unwrap_or(behind.len());
            rest = &behind[end..];
            if let Some(value) = rest.strip_prefix('=') {
                let value =
                    value.trim_start_matches(|ch: char| ch == '=' || ch.is_ascii_whitespace());
                let (value, behind) = value.split_at(value.find(ends_word).unwrap_or(value.len()));
                rest = behind;
                return Some((name.to_ascii_lowercase(), value.to_ascii_lowercase()));
            }
        }
    })
}

fn ends_word(ch: char) -> bool {
    matches!(ch, ',' | ';' | '=') || ch.is_ascii_whitespace()
}

/// Whether a value prevents scaling: `no`, and numbers between -1 and 1.
fn bars_scaling(value: &str) -> bool {
    match value {
        "no" => true,
        "yes" | "device-width" | "device-height" => false,
        other => other
            .parse::<f64>()
            .map_or(true, |number| number.abs() < 1.0),
    }
}

/// Whether a value prevents doubling. Negative values are ignored; `yes` means 1; unknown words mean 0.1.
fn bars_twice(value: &str) -> bool {
    match value {
        "device-width" | "device-height" => false,
        "yes" | "no" => true,
        other => match other.parse::<f64>() {
            Ok(number) => (0.0..TWICE).contains(&number),
            Err(_) => true,
        },
    }
}
