//! `text-contrast`: text stands out from what is behind it. ACT rules afw4f7 and 09o5cg.

use crate::model::Attributes;
use ego_tree::NodeId;
use scraper::Node;
use serde::Deserialize;

use crate::a11y::PageView;
use crate::a11y::contrast::{Contrast, Excuse, Obstacle, TextSight};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::{Facilities, PageKind};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "text-contrast",
    facts: &[
        "element",
        "text",
        "foreground",
        "background",
        "ratio",
        "required",
        "count",
    ],
    variants: &[
        "background",
        "color",
        "decoration",
        "effect",
        "gradient",
        "hidden",
        "inactive",
        "logo",
        "overlap",
        "picture",
        "placed",
        "shadow",
        "size",
    ],
    build: |table| {
        let required: TextContrast = params(table)?;
        Ok(Check::Page(Box::new(required)))
    },
};

/// The ratios that are demanded.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextContrast {
    /// Of text in the usual size.
    normal: f64,
    /// Of large text.
    large: f64,
    /// Whether to ask where it cannot be said. Otherwise the text stays untested.
    asks: bool,
}

/// What is said of a text; texts of which the same is said for the same reason are one finding.
#[derive(Clone, Debug, PartialEq)]
enum Verdict {
    Met,
    /// Colours, and the rules that set them.
    Unmet(Shown),
    /// Why; the colours, or the kind of element that it is due to.
    Asked(&'static str, Option<Shown>, Option<String>),
}

/// The colours of a text, and what is demanded of them.
#[derive(Clone, Debug)]
struct Shown {
    text: String,
    background: String,
    ratio: String,
    required: String,
    rules: (Option<usize>, Option<usize>),
}

/// Large and small text in the same colours is mended at the same place.
impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, &self.background, self.rules) == (&other.text, &other.background, other.rules)
    }
}

impl PageCheck for TextContrast {
    fn needs(&self) -> Facilities {
        Facilities::DOM.and(Facilities::STYLE)
    }

    fn concerns(&self, kind: PageKind) -> bool {
        // Nobody sees a part without the page around it, whose colours it takes.
        matches!(kind, PageKind::Whole | PageKind::Letter)
    }

    fn targets(&self, page: &PageView<'_>) -> Vec<NodeId> {
        let mut said: Vec<Verdict> = Vec::new();
        let mut targets = Vec::new();
        for sight in page.text_sights() {
            if page.lacks_style_of(sight.element) {
                targets.push(sight.element);
                continue;
            }
            let verdict = self.verdict(page, sight);
            let is_found = match verdict {
                Verdict::Met => false,
                Verdict::Unmet(_) => true,
                Verdict::Asked(..) => self.asks,
            };
            if is_found {
                if said.contains(&verdict) {
                    continue;
                }
                said.push(verdict);
            }
            targets.push(sight.element);
        }
        targets
    }

    fn expect(&self, page: &PageView<'_>, target: NodeId) -> Expectation {
        let sights = page.text_sights();
        let Ok(at) = sights.binary_search_by_key(&target, |sight| sight.element) else {
            return Expectation::Met;
        };
        let verdict = self.verdict(page, &sights[at]);
        let grounds = || self.grounds(page, target, &verdict);
        match &verdict {
            Verdict::Met => Expectation::Met,
            Verdict::Unmet(_) => Expectation::Unmet(grounds()),
            Verdict::Asked(..) if !self.asks => Expectation::Untested,
            Verdict::Asked(variant, ..) => {
                let doubt = match *variant {
                    "decoration" | "inactive" | "logo" | "gradient" | "picture" | "shadow" => {
                        Doubt::NeedsPerson
                    }
                    _ => Doubt::NotCaptured,
                };
                Expectation::Unknown(doubt, grounds().variant(variant))
            }
        }
    }
}

impl TextContrast {
    fn verdict(&self, page: &PageView<'_>, sight: &TextSight) -> Verdict {
        let (lowest, highest, text, background) = match &sight.contrast {
            Contrast::Unknown(obstacle, at) => {
                let kind = match obstacle {
                    Obstacle::Color | Obstacle::Background | Obstacle::Effect => None,
                    Obstacle::Picture | Obstacle::Placed | Obstacle::Overlap => {
                        at.map(|at| kind_of(page, at))
                    }
                };
                return Verdict::Asked(obstacle_name(*obstacle), None, kind);
            }
            Contrast::Between {
                lowest,
                highest,
                text,
                background,
            } => (*lowest, *highest, text, background),
        };
        let (least, most) = match sight.is_large() {
            Some(true) => (self.large, self.large),
            Some(false) => (self.normal, self.normal),
            None => (self.large, self.normal),
        };
        if lowest >= most {
            return Verdict::Met;
        }
        let shown = |required: f64| Shown {
            text: text.to_string(),
            background: background.to_string(),
            // Never rounded up to what is demanded.
            ratio: format!("{:.2}:1", (highest * 100.0).floor() / 100.0),
            required: format!("{required}:1"),
            rules: sight.rules,
        };
        if highest < least {
            let shown = shown(least);
            return match sight.excuse {
                None => Verdict::Unmet(shown),
                Some(excuse) => Verdict::Asked(excuse_name(excuse), Some(shown), None),
            };
        }
        let reason = match lowest < least {
            true => "gradient",
            false => "size",
        };
        Verdict::Asked(reason, Some(shown(most)), None)
    }

    fn grounds(&self, page: &PageView<'_>, target: NodeId, verdict: &Verdict) -> Grounds {
        /// Places that are worth showing.
        const MOST_PLACES: usize = 5;
        let alike: Vec<NodeId> = page
            .text_sights()
            .iter()
            .filter(|sight| !page.lacks_style_of(sight.element))
            .filter(|sight| self.verdict(page, sight) == *verdict)
            .map(|sight| sight.element)
            .collect();
        let name = page
            .element(target)
            .map_or("", |element| element.value().name());
        let mut grounds = Grounds::none()
            .with("element", name)
            .with("text", snippet(page, target))
            .with("count", alike.len());
        if let Verdict::Unmet(shown) | Verdict::Asked(_, Some(shown), _) = verdict {
            grounds = grounds
                .with("foreground", shown.text.as_str())
                .with("background", shown.background.as_str())
                .with("ratio", shown.ratio.as_str())
                .with("required", shown.required.as_str());
        }
        let others = alike.into_iter().filter(|other| *other != target);
        others
            .take(MOST_PLACES)
            .fold(grounds, |grounds, other| grounds.related(page.place(other)))
    }
}

/// Elements of one name and class are one kind.
fn kind_of(page: &PageView<'_>, node: NodeId) -> String {
    page.element(node).map_or_else(String::new, |element| {
        let class = element.attribute("class").unwrap_or_default();
        format!("{} {class}", element.value().name())
    })
}

fn obstacle_name(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Color => "color",
        Obstacle::Background => "background",
        Obstacle::Picture => "picture",
        Obstacle::Placed => "placed",
        Obstacle::Overlap => "overlap",
        Obstacle::Effect => "effect",
    }
}

fn excuse_name(excuse: Excuse) -> &'static str {
    match excuse {
        Excuse::Hidden => "hidden",
        Excuse::Inactive => "inactive",
        Excuse::Decoration => "decoration",
        Excuse::Logo => "logo",
        Excuse::Shadow => "shadow",
        Excuse::Picture => "picture",
    }
}

/// The beginning of an element's own text.
fn snippet(page: &PageView<'_>, node: NodeId) -> String {
    const MOST_CHARACTERS: usize = 40;
    let Some(element) = page.element(node) else {
        return String::new();
    };
    let texts = element.children().filter_map(|child| match child.value() {
        Node::Text(text) => Some(&**text),
        _ => None,
    });
    let text: String = texts.collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
