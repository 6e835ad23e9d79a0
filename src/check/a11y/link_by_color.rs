//! `link-by-color`: more than colour distinguishes links in text. WCAG 2.2, success criterion 1.4.1.

use ego_tree::NodeId;
use foldhash::HashMap;
use serde::Deserialize;

use super::near::short_text;
use super::text::shown;
use crate::a11y::PageView;
use crate::a11y::prose::{ColorDifference, LinkInText};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::{Facilities, PageKind};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "link-by-color",
    facts: &["text", "foreground", "around", "ratio", "required", "count"],
    variants: &["focus", "alike"],
    build: |table| {
        let check: LinkByColor = params(table)?;
        Ok(Check::Page(Box::new(check)))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkByColor {
    /// The contrast to the surrounding text that suffices at rest.
    enough: f64,
}

/// The verdict on a link; links with the same verdict for the same reason are one finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum LinkVerdict {
    Met,
    Untested,
    /// Colours and contrast, and the rule that sets the colour.
    Unmet(Colors),
    /// Sufficient at rest; it is unknown whether the focus shows more.
    OnFocus(Colors),
    /// Nothing distinguishes it from the surrounding text.
    Alike,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Colors {
    link: String,
    around: String,
    ratio: String,
    rule: Option<usize>,
}

impl PageCheck for LinkByColor {
    fn needs(&self) -> Facilities {
        Facilities::DOM.and(Facilities::STYLE)
    }

    fn concerns(&self, kind: PageKind) -> bool {
        // The including page provides the colours of the surrounding text.
        matches!(kind, PageKind::Whole | PageKind::Letter)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let mut judged = Vec::new();
        let mut alike: HashMap<LinkVerdict, Vec<NodeId>> = HashMap::default();
        for link in page.links_in_text() {
            let verdict = match page.lacks_style_of(link.link) {
                true => LinkVerdict::Untested,
                false => self.verdict(page, link),
            };
            alike.entry(verdict).or_default().push(link.link);
        }
        for (verdict, links) in &alike {
            let Some(first) = links.first() else {
                continue;
            };
            let of_each = match verdict {
                LinkVerdict::Met => Expectation::Met,
                LinkVerdict::Untested => Expectation::Untested,
                LinkVerdict::Unmet(colors) => {
                    let grounds = self.grounds(page, colors, links);
                    judged.push((*first, Expectation::Unmet(grounds)));
                    continue;
                }
                LinkVerdict::Alike => {
                    let grounds = Self::shared(page, links).variant("alike");
                    let asked = Expectation::Unknown(Doubt::NeedsPerson, grounds);
                    judged.push((*first, asked));
                    continue;
                }
                LinkVerdict::OnFocus(colors) => {
                    let grounds = self.grounds(page, colors, links).variant("focus");
                    let asked = Expectation::Unknown(Doubt::NeedsPerson, grounds);
                    judged.push((*first, asked));
                    continue;
                }
            };
            judged.extend(links.iter().map(|link| (*link, of_each.clone())));
        }
        judged.sort_by_key(|(node, _)| *node);
        judged
    }
}

impl LinkByColor {
    fn verdict(&self, page: &PageView<'_>, link: &LinkInText) -> LinkVerdict {
        let stands_out = link.stands_out(page);
        if stands_out.is_yes() {
            return LinkVerdict::Met;
        }
        let (color, around, lowest, highest) = match link.color_difference(page) {
            // Colour conveys nothing, so the criterion is met, but the link is hard to find.
            ColorDifference::None if stands_out.is_no() => return LinkVerdict::Alike,
            ColorDifference::None => return LinkVerdict::Met,
            ColorDifference::Unknown => return LinkVerdict::Untested,
            ColorDifference::Is(color, around, lowest, highest) => (color, around, lowest, highest),
        };
        if !stands_out.is_no() {
            return LinkVerdict::Untested;
        }
        let colors = Colors {
            link: color.to_string(),
            around: around.to_string(),
            // Never rounded up to the required ratio.
            ratio: format!("{:.2}:1", (highest * 100.0).floor() / 100.0),
            rule: link.color_rule(page),
        };
        if highest < self.enough {
            return LinkVerdict::Unmet(colors);
        }
        if lowest < self.enough {
            return LinkVerdict::Untested;
        }
        let indications = page.focus_indications();
        let shown = indications
            .binary_search_by_key(&link.link, |(node, _)| *node)
            .is_ok_and(|at| indications[at].1.shown.is_yes());
        match shown {
            true => LinkVerdict::Met,
            false => LinkVerdict::OnFocus(colors),
        }
    }

    fn grounds(&self, page: &PageView<'_>, colors: &Colors, links: &[NodeId]) -> Grounds {
        Self::shared(page, links)
            .with("foreground", colors.link.as_str())
            .with("around", colors.around.as_str())
            .with("ratio", colors.ratio.as_str())
            .with("required", format!("{}:1", self.enough))
    }

    /// The grounds for links regardless of their colours.
    fn shared(page: &PageView<'_>, links: &[NodeId]) -> Grounds {
        /// Maximum number of places shown.
        const MOST_PLACES: usize = 5;
        let text = links
            .first()
            .and_then(|link| page.element(*link))
            .and_then(|link| short_text(page, link))
            .map(|text| shown(&text))
            .unwrap_or_default();
        let grounds = Grounds::none()
            .with("text", text)
            .with("count", links.len());
        let others = links.iter().skip(1).take(MOST_PLACES);
        others.fold(grounds, |grounds, other| {
            grounds.related(page.place(*other))
        })
    }
}
