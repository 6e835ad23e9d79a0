//! `text-contrast`: text stands out from what is behind it. ACT rules afw4f7 and 09o5cg.

use std::hash::{Hash, Hasher};

use ego_tree::NodeId;
use foldhash::HashMap;
use scraper::Node;
use serde::Deserialize;

use crate::a11y::computed::Image;
use crate::a11y::contrast::{Contrast, Excuse, FieldText, Obstacle, TextSight};
use crate::a11y::style::Property;
use crate::a11y::{OwnSheet, PageView, Reads};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::{Attributes, Facilities, PageKind};
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
        "selector",
        "sheet",
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
        "minimum",
        "overlap",
        "picture",
        "placed",
        "rule",
        "shadow",
        "sheet",
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
    /// For large text.
    large: f64,
    /// Whether an undecidable contrast is a question. Otherwise the text stays untested.
    asks: bool,
    /// The minimum of another rule. Texts below it are one finding here, without a list of places.
    minimum: Option<Ratios>,
}

/// Ratios by the size of text.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ratios {
    normal: f64,
    large: f64,
}

impl Ratios {
    /// The lowest and the highest ratio that may be required of a text, whose size may be unknown.
    fn of(self, sight: &TextSight) -> (f64, f64) {
        match sight.is_large() {
            Some(true) => (self.large, self.large),
            Some(false) => (self.normal, self.normal),
            None => (self.large, self.normal),
        }
    }
}

/// The verdict on a text; texts with the same verdict for the same reason are one finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Verdict {
    Met,
    /// Colours, and the rules that set them.
    Unmet(Shown),
    /// Below the minimum of another rule.
    BelowMinimum,
    /// Reason; colours; kind of element responsible.
    Asked(&'static str, Option<Shown>, Option<String>),
}

/// The colours of a text, and the required ratio.
#[derive(Clone, Debug)]
struct Shown {
    text: String,
    background: String,
    ratio: String,
    required: String,
    rules: (Option<usize>, Option<usize>),
}

impl Shown {
    /// Large and small text in the same colours has the same repair.
    fn cause(&self) -> (&str, &str, (Option<usize>, Option<usize>)) {
        (&self.text, &self.background, self.rules)
    }
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.cause() == other.cause()
    }
}

impl Eq for Shown {}

impl Hash for Shown {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.cause().hash(state);
    }
}

impl PageCheck for TextContrast {
    fn needs(&self) -> Facilities {
        Facilities::DOM.and(Facilities::STYLE)
    }

    /// Verdicts on single texts already take missing style sheets into account.
    fn lacks(&self, page: &PageView<'_>, _: NodeId) -> bool {
        !page.provides().contain(Facilities::DOM)
    }

    fn concerns(&self, kind: PageKind) -> bool {
        matches!(kind, PageKind::Whole | PageKind::Part | PageKind::Letter)
    }

    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn only_accuses_templates(&self) -> bool {
        true
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let mut judged = Vec::new();
        let mut alike: HashMap<Verdict, Vec<NodeId>> = HashMap::default();
        let is_template = page.is_template();
        let own_sheet = is_template.then(|| OwnSheet::of(page.page.text.as_str()));
        for sight in page.text_sights() {
            if let Some(sheet) = &own_sheet {
                if let Some(verdict) = self.verdict_in_template(page, sight, sheet) {
                    alike.entry(verdict).or_default().push(sight.element);
                }
                continue;
            }
            let lacks_style =
                !page.provides().contain(self.needs()) || page.lacks_style_of(sight.element);
            let verdict = match self.verdict(page, sight) {
                verdict if !lacks_style => Some(verdict),
                Verdict::Unmet(shown) if paints_itself(page, sight.element) => {
                    Some(Verdict::Asked("sheet", Some(shown), None))
                }
                _ => None,
            };
            let Some(verdict) = verdict else {
                // A part takes the colours of the page around it; what is embedded in a page is seen with it.
                if page.page.nature.kind != PageKind::Part || page.page.embedded.is_some() {
                    judged.push((sight.element, Expectation::Untested));
                }
                continue;
            };
            match verdict {
                Verdict::Met => judged.push((sight.element, Expectation::Met)),
                Verdict::Asked(..) if !self.asks => {
                    judged.push((sight.element, Expectation::Untested));
                }
                found => alike.entry(found).or_default().push(sight.element),
            }
        }
        for (verdict, texts) in &alike {
            let Some(first) = texts.first() else {
                continue;
            };
            let grounds = grounds(page, verdict, texts);
            judged.push((*first, expectation(verdict, grounds)));
        }
        judged.sort_by_key(|(node, _)| *node);
        judged
    }
}

/// Whether the `style` attribute of an element sets its text and background colours. A missing style sheet changes
/// these only by `!important`.
fn paints_itself(page: &PageView<'_>, node: NodeId) -> bool {
    let Some(position) = page.index.position(node) else {
        return false;
    };
    let styles = page.styles();
    let sets = |property| {
        let strongest = styles.declared(position, property, None).last();
        strongest.is_some_and(|declared| declared.rule().is_none())
    };
    let paints = page.computed().get(position).is_some_and(|style| {
        let background = style.background.is_some_and(|color| color.is_opaque());
        background && style.image == Image::None
    });
    sets(Property::Color) && sets(Property::BackgroundColor) && paints
}

impl TextContrast {
    /// The certain verdict on a text of a template, at any size and with any other style sheets: it fails.
    fn verdict_in_template(
        &self,
        page: &PageView<'_>,
        sight: &TextSight,
        sheet: &OwnSheet,
    ) -> Option<Verdict> {
        let element = page.element(sight.element)?;
        let mut names = ["class", "id", "style"].into_iter();
        if names.any(|name| page.is_decided_later(element, name)) {
            return None;
        }
        let is_low = |ratio: f64| ratio < self.large;
        let mut classes = element.value().classes();
        let id = element.attribute("id");
        match (classes.next(), classes.next(), element.attribute("style")) {
            // No sheet can select the element.
            (None, _, Some(_)) if id.is_none() && paints_itself(page, sight.element) => {
                let fails =
                    matches!(sight.contrast, Contrast::Between { highest, .. } if is_low(highest));
                let verdict = self.verdict(page, sight);
                (fails && matches!(verdict, Verdict::Unmet(_))).then_some(verdict)
            }
            (Some(class), None, None) if id.is_none() && self.minimum.is_none() => {
                let (text, background) = sheet.colors(class)?;
                let ratio = text.contrast(background);
                let shown = Shown {
                    text: text.to_string(),
                    background: background.to_string(),
                    ratio: rounded_down(ratio),
                    required: format!("{}:1", self.normal),
                    rules: (None, None),
                };
                (sight.excuse.is_none() && is_low(ratio)).then_some(Verdict::Unmet(shown))
            }
            _ => None,
        }
    }

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
        let ratios = Ratios {
            normal: self.normal,
            large: self.large,
        };
        let (least, most) = ratios.of(sight);
        if lowest >= most {
            return Verdict::Met;
        }
        let shown = |required: f64| Shown {
            text: text.to_string(),
            background: background.to_string(),
            ratio: rounded_down(highest),
            required: format!("{required}:1"),
            rules: sight.rules,
        };
        if highest < least {
            let is_below = |minimum: Ratios| highest < minimum.of(sight).0;
            if sight.excuse.is_none() && self.minimum.is_some_and(is_below) {
                return Verdict::BelowMinimum;
            }
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
}

/// A ratio for people, never rounded up to the required one.
fn rounded_down(ratio: f64) -> String {
    format!("{:.2}:1", (ratio * 100.0).floor() / 100.0)
}

/// The expectation for texts with a fault.
fn expectation(verdict: &Verdict, grounds: Grounds) -> Expectation {
    let variant = match verdict {
        Verdict::Asked(variant, ..) => variant,
        Verdict::BelowMinimum => return Expectation::Unmet(grounds.variant("minimum")),
        Verdict::Met | Verdict::Unmet(_) => return Expectation::Unmet(grounds),
    };
    let doubt = match *variant {
        "decoration" | "inactive" | "logo" | "gradient" | "picture" | "shadow" => {
            Doubt::NeedsPerson
        }
        _ => Doubt::NotCaptured,
    };
    Expectation::Unknown(doubt, grounds.variant(variant))
}

/// The grounds for texts with the same verdict, at the first of them.
fn grounds(page: &PageView<'_>, verdict: &Verdict, texts: &[NodeId]) -> Grounds {
    /// Maximum number of places shown.
    const MOST_PLACES: usize = 5;
    let Some((first, others)) = texts.split_first() else {
        return Grounds::none();
    };
    let name = page
        .element(*first)
        .map_or("", |element| element.value().name());
    let mut grounds = Grounds::none()
        .with("element", name)
        .with("text", snippet(page, *first));
    if *verdict == Verdict::BelowMinimum {
        // The other rule lists the places.
        return grounds;
    }
    grounds = grounds.with("count", texts.len());
    if let Verdict::Unmet(shown) | Verdict::Asked(_, Some(shown), _) = verdict {
        grounds = grounds
            .with("foreground", shown.text.as_str())
            .with("background", shown.background.as_str())
            .with("ratio", shown.ratio.as_str())
            .with("required", shown.required.as_str());
    }
    if let Verdict::Unmet(shown) = verdict
        && let Some((selector, sheet)) = origin(page, shown.rules)
    {
        grounds = grounds
            .with("selector", selector)
            .with("sheet", sheet)
            .variant("rule");
    }
    others
        .iter()
        .take(MOST_PLACES)
        .fold(grounds, |grounds, other| {
            grounds.related(page.place(*other))
        })
}

/// The rule of a linked style sheet that sets the colours, and that sheet; `None` if the page itself contributes, so
/// that other pages may differ.
fn origin(page: &PageView<'_>, rules: (Option<usize>, Option<usize>)) -> Option<(String, String)> {
    let styles = page.styles();
    let deciding = rules.0.or(rules.1)?;
    if let Some(background) = rules.1 {
        styles.document(background)?;
    }
    let sheet = styles.document(deciding)?;
    Some((styles.selector(deciding)?.to_string(), sheet.to_owned()))
}

/// The kind of an element: its name and class.
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
    let text: String = match FieldText::of(element) {
        Some(field) => field.words().to_owned(),
        None => texts.collect::<Vec<_>>().join(" "),
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
