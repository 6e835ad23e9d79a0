//! The style sheets of a page in order of application, each parsed once for all pages.

use crate::model::Attributes;
use std::sync::Arc;

use scraper::{ElementRef, Node};

use super::OrientationRule;
use super::focus::has_focus_mark;
use super::keys::RuleKeys;
use super::property::{Custom, Property, Tracked, track};
use crate::a11y::Index;
use crate::a11y::css::{
    self, Condition, Declaration, ImportRule, Layer, LayerOrder, Layers, Media, RegisteredProperty,
    Selector,
};
use crate::model::{LinkedSheet, LinkedSheets, SheetReach, StyleSheet};

/// Sheets of one page, counted as often as they are imported.
const MOST_SHEETS: usize = 256;

/// The followed declarations of a block.
type Followed = (Arc<[Tracked]>, Arc<[Custom]>);

/// The rules of a sheet that set followed properties.
#[derive(Debug, Default)]
pub struct TrackedSheet {
    /// In order.
    pub rules: Vec<TrackedRule>,
    /// Rules under a media query on orientation.
    pub orientation_rules: Vec<OrientationRule>,
    /// Rules that may match at rest.
    pub at_rest: RuleKeys,
    /// Rules that depend on the keyboard focus.
    pub on_focus: RuleKeys,
    /// Whether a selector names a mark that scripts set on the focused element.
    pub marks_focus: bool,
    /// The custom properties it registers.
    pub registered: Vec<RegisteredProperty>,
    imports: Vec<ImportRule>,
    layers: Layers,
    truncated: bool,
}

/// A rule that sets followed properties.
#[derive(Debug)]
pub struct TrackedRule {
    /// Its selector.
    pub selector: Selector,
    /// When it applies.
    pub media: Media,
    /// Its layer among those of the sheet.
    pub layer: Layer,
    /// The followed properties it sets.
    pub tracked: Arc<[Tracked]>,
    /// The custom properties it sets.
    pub custom: Arc<[Custom]>,
    /// Whether it sets another visible property.
    pub changes_more: bool,
}

impl TrackedSheet {
    /// Reads a sheet.
    pub fn parse(text: &str) -> Self {
        let sheet = css::parse_sheet(text);
        let mut tracked = Self {
            imports: sheet.imports,
            layers: sheet.layers,
            registered: sheet.registered,
            truncated: sheet.truncated,
            ..Self::default()
        };
        // All selectors of a list share their declarations.
        let mut last: Option<(Arc<[css::Declaration]>, Followed)> = None;
        for rule in sheet.rules {
            if rule.media.screens == Condition::Never {
                continue;
            }
            if rule.queries.contains("orientation") {
                tracked.orientation_rules.push(OrientationRule {
                    selector: rule.selector.clone(),
                    media: rule.queries.clone(),
                    declarations: rule.declarations.clone(),
                });
            }
            let known = last
                .take()
                .filter(|(declared, _)| Arc::ptr_eq(declared, &rule.declarations));
            let followed = known.map_or_else(
                || {
                    let (sets, custom) = track(&rule.declarations);
                    (sets.into(), custom.into())
                },
                |(_, followed)| followed,
            );
            last = Some((rule.declarations.clone(), followed.clone()));
            let (sets, custom): Followed = followed;
            let on_focus = rule.selector.speaks_of_focus();
            let changes_more = on_focus && rule.declarations.iter().any(may_be_seen);
            if !sets.is_empty() || !custom.is_empty() || changes_more {
                tracked.rules.push(TrackedRule {
                    selector: rule.selector,
                    media: rule.media,
                    layer: rule.layer,
                    tracked: sets,
                    custom,
                    changes_more,
                });
            }
        }
        let rules = &tracked.rules;
        tracked.at_rest = RuleKeys::new(rules.iter().map(|rule| {
            let selector = &rule.selector;
            (!selector.needs_use()).then(|| selector.key())
        }));
        tracked.on_focus = RuleKeys::new(rules.iter().map(|rule| {
            let selector = &rule.selector;
            selector.speaks_of_focus().then(|| selector.key())
        }));
        tracked.marks_focus = rules.iter().any(|rule| has_focus_mark(&rule.selector));
        tracked
    }
}

/// Whether an unfollowed declaration may be visible.
fn may_be_seen(declaration: &css::Declaration) -> bool {
    let property = declaration.property.as_str();
    let value = declaration.value.to_ascii_lowercase();
    let seen = [
        "border",
        "text-decoration",
        "fill",
        "stroke",
        "font",
        "-webkit-box-shadow",
    ]
    .iter()
    .any(|seen| property.starts_with(seen));
    // These are compared property by property.
    let compared = matches!(
        property,
        "border-bottom-width" | "border-top-width" | "font-size" | "font-weight"
    );
    seen && !compared && !matches!(value.as_str(), "none" | "0" | "inherit")
}

/// Source of a sheet.
#[derive(Debug)]
pub enum SheetSource {
    /// In the page.
    Page(String),
    /// In a document of its own.
    Document(Arc<StyleSheet>),
}

impl SheetSource {
    /// Its text.
    pub fn text(&self) -> &str {
        match self {
            Self::Page(text) => text,
            Self::Document(sheet) => &sheet.text,
        }
    }

    /// Its document; `None` for a sheet in the page.
    pub fn document(&self) -> Option<&str> {
        match self {
            Self::Page(_) => None,
            Self::Document(sheet) => Some(&sheet.document),
        }
    }
}

/// A sheet as applied to a page.
#[derive(Debug)]
pub struct AppliedSheet {
    /// The sheet.
    pub sheet: Arc<TrackedSheet>,
    /// Its source.
    pub source: SheetSource,
    /// Whether it was imported into a cascade layer.
    pub in_layer: bool,
    /// Number of rules of other sheets before its first.
    pub rules_before: usize,
    /// When it applies.
    pub media: Media,
    /// The `media` attribute of its element, in lower case.
    pub queries: Arc<str>,
    /// Its layers in the page.
    pub layers: Vec<Layer>,
}

impl AppliedSheet {
    /// Its rules under a media query on orientation, in the sheet or on its element.
    pub fn orientation_rules(&self) -> Vec<OrientationRule> {
        if !self.queries.contains("orientation") {
            return self.sheet.orientation_rules.clone();
        }
        let turning = |rule: &&TrackedRule| {
            let mut tracked = rule.tracked.iter();
            tracked.any(|one| matches!(one.property, Property::Rotate | Property::Transform))
        };
        let rules = self.sheet.rules.iter().filter(turning);
        rules
            .map(|rule| OrientationRule {
                selector: rule.selector.clone(),
                media: self.queries.clone(),
                declarations: rule.tracked.iter().map(Declaration::from).collect(),
            })
            .collect()
    }
}

impl From<&Tracked> for Declaration {
    fn from(tracked: &Tracked) -> Self {
        Self {
            property: tracked.property.name().to_owned(),
            value: tracked.value.to_string(),
            important: tracked.important,
        }
    }
}

/// All sheets of a page.
#[derive(Debug, Default)]
pub struct PageSheets {
    /// In order of application.
    pub applied: Vec<AppliedSheet>,
    /// Whether there are style rules that were not captured or not applied.
    pub incomplete: bool,
    /// Reach of the missing sheets, where it is known.
    pub confined: Vec<Arc<SheetReach>>,
    /// Whether some were dropped because of their number or depth.
    pub cut_short: bool,
    layers: Layers,
}

impl PageSheets {
    /// The sheets of the `<style>` and `<link>` elements of a page.
    pub fn of_page(index: &Index<'_>, linked: &LinkedSheets) -> Self {
        let mut sheets = Self::default();
        for element in index.elements() {
            let name = element.value().name();
            // Sheets added later are not available.
            sheets.incomplete |= brings_sheets_later(element);
            if name != "style" && !(name == "link" && is_style_sheet(element)) {
                continue;
            }
            let queries = element.attribute("media").unwrap_or_default();
            let media = css::media_of(queries);
            if media.screens == Condition::Never {
                continue;
            }
            let before = sheets.applied.len();
            if name == "style" {
                let text: String = element.text().collect();
                let sheet = Arc::new(TrackedSheet::parse(&text));
                let source = SheetSource::Page(text);
                sheets.apply(sheet, source, linked, media, Layer::UNLAYERED);
            } else {
                let address = element.attribute("href").unwrap_or_default();
                sheets.link(linked.get(address), media, Layer::UNLAYERED);
            }
            let queries: Arc<str> = queries.to_ascii_lowercase().into();
            for applied in &mut sheets.applied[before..] {
                applied.queries = queries.clone();
            }
        }
        sheets
    }

    /// Number of rules.
    pub fn count_rules(&self) -> usize {
        let last = self.applied.last();
        last.map_or(0, |last| last.rules_before + last.sheet.rules.len())
    }

    /// The ranking of the layers of all sheets.
    pub fn layer_order(&self) -> LayerOrder {
        self.layers.order()
    }

    fn link(&mut self, linked: &LinkedSheet, media: Media, layer: Layer) {
        match linked {
            LinkedSheet::Here(sheet) => {
                let rules = sheet.derived(TrackedSheet::parse);
                let source = SheetSource::Document(Arc::clone(sheet));
                self.apply(rules, source, &sheet.imports, media, layer);
            }
            LinkedSheet::Idle => {}
            LinkedSheet::Confined(reach) => {
                if !self.confined.contains(reach) && self.confined.len() < MOST_SHEETS {
                    self.confined.push(reach.clone());
                }
            }
            LinkedSheet::Missing => self.incomplete = true,
        }
    }

    fn apply(
        &mut self,
        sheet: Arc<TrackedSheet>,
        source: SheetSource,
        linked: &LinkedSheets,
        media: Media,
        outer: Layer,
    ) {
        if self.applied.len() >= MOST_SHEETS {
            self.cut_short = true;
            return;
        }
        self.cut_short |= sheet.truncated;
        let mut layers = Vec::new();
        for import in &sheet.imports {
            let media = media.and(import.media);
            if media.screens == Condition::Never {
                continue;
            }
            let named = import.layers_before.max(1);
            self.layers.adopt(&sheet.layers, outer, named, &mut layers);
            if import.layer != Layer::UNLAYERED {
                let own = import.layer.behind();
                self.layers.adopt(&sheet.layers, outer, own, &mut layers);
            }
            let layer = match import.layer {
                Layer::UNLAYERED => outer,
                layer => layer.among(&layers),
            };
            self.link(linked.get(&import.address), media, layer);
        }
        let all = sheet.layers.count();
        self.layers.adopt(&sheet.layers, outer, all, &mut layers);
        let before = self.applied.last();
        self.applied.push(AppliedSheet {
            sheet,
            source,
            in_layer: outer != Layer::UNLAYERED,
            rules_before: before.map_or(0, |last| last.rules_before + last.sheet.rules.len()),
            media,
            queries: Arc::default(),
            layers,
        });
    }
}

/// Whether an element adds style sheets after loading: a `<link>` that its own script activates, a script that creates
/// a link, a part of the head that the server inserts.
fn brings_sheets_later(element: ElementRef<'_>) -> bool {
    match element.value().name() {
        "link" => {
            let styles = element
                .attribute("as")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("style"));
            let awaited = element.attribute("onload").is_some();
            awaited && (styles && says(element, "preload") || says(element, "stylesheet"))
        }
        "script" => {
            let code: String = element.text().collect();
            let makes = || {
                let mut calls = code.split("createElement(").skip(1);
                let is_link = |call: &str| {
                    call.trim_start_matches(['\'', '"', '`'])
                        .starts_with("link")
                };
                code.contains("<link") || calls.any(is_link)
            };
            code.contains("stylesheet") && makes()
        }
        "head" => element.children().any(|child| match child.value() {
            Node::Comment(comment) => comment.trim_start().starts_with("#include"),
            _ => false,
        }),
        "esi:include" => true,
        _ => false,
    }
}

/// Whether a link states a relation.
fn says(link: ElementRef<'_>, word: &str) -> bool {
    let rel = link.attribute("rel").unwrap_or_default();
    rel.split_ascii_whitespace()
        .any(|one| one.eq_ignore_ascii_case(word))
}

/// Whether a `<link>` adds a style sheet that applies by default.
fn is_style_sheet(link: ElementRef<'_>) -> bool {
    let wanted = says(link, "stylesheet") && !says(link, "alternate");
    wanted && link.attribute("href").is_some() && link.attribute("disabled").is_none()
}
