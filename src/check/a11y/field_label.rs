//! Labels of fields: they are distinct, belong to a field, and mark required fields.

use foldhash::HashMap;

use crate::model::Attributes;

use ego_tree::NodeId;
use regex::Regex;
use scraper::ElementRef;
use serde::Deserialize;

use super::near::is_in_language;
use super::occurrence::{Occurrence, Survey, each, once_per_page};
use super::text::{folded, shown};
use crate::a11y::{PageView, Reads, dynamic, focus, insert, role};
use crate::check::CheckKind;
use crate::check::generic::{params, pattern, without_params};
use crate::model::HOLE;
use crate::outcome::{Doubt, Grounds};

/// Two fields of one group have different labels.
pub const DISTINCT: CheckKind = CheckKind {
    name: "labels-distinct",
    facts: &["text"],
    variants: &[],
    build: |table| without_params(table, || each(Distinct)),
};

/// A label belongs to a field.
pub const CONNECTED: CheckKind = CheckKind {
    name: "label-connected",
    facts: &["text", "value"],
    variants: &["missing"],
    build: |table| without_params(table, || each(Connected)),
};

/// A field has one label.
pub const SINGLE: CheckKind = CheckKind {
    name: "label-single",
    facts: &["text", "count"],
    variants: &[],
    build: |table| without_params(table, || each(Single)),
};

/// Required fields are marked, and the mark is explained.
pub const REQUIRED: CheckKind = CheckKind {
    name: "required-explained",
    facts: &["text", "count"],
    variants: &["unmarked"],
    build: |table| {
        let Params {
            words,
            optional,
            languages,
        } = params(table)?;
        Ok(once_per_page(Required {
            words: pattern(&words)?,
            optional: pattern(&optional)?,
            languages,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Words for required fields.
    words: String,
    /// Words for optional fields: then the rest is required.
    optional: String,
    /// Languages of these words.
    languages: Vec<String>,
}

/// Fields with their own entry; choices have groups.
fn takes_entry(element: ElementRef<'_>) -> bool {
    let entered = match element.value().name() {
        "select" | "textarea" => true,
        "input" => !matches!(
            role::input_type(element).as_str(),
            "hidden" | "submit" | "button" | "reset" | "image" | "radio" | "checkbox"
        ),
        _ => false,
    };
    entered && role::is_html(element) && !focus::is_disabled(element)
}

fn ancestors(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element.ancestors().filter_map(ElementRef::wrap)
}

struct Distinct;

/// Context that distinguishes two fields with the same label: the part of the form, the heading above.
type Whereabouts = (NodeId, usize, String);

impl Survey for Distinct {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::LABELS))
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let mut seen: HashMap<Whereabouts, ElementRef<'_>> = HashMap::default();
        let mut found = Vec::new();
        let mut headings = 0;
        for element in page.index.elements() {
            headings += usize::from(is_title(page, element) || page.stands_for_anything(element));
            if !takes_entry(element) || page.exposed(element).is_no() {
                continue;
            }
            let (Some(part), Some(label)) = (part_of(element), own_label(page, element)) else {
                continue;
            };
            let name = page.name(element);
            // A style sheet may add a symbol, but the same to both.
            let text = folded(&name.text);
            if name.text.contains(HOLE) {
                continue;
            }
            if text.is_empty() || !name.is_empty().is_no() {
                continue;
            }
            match seen.get(&(part, headings, text.clone())) {
                Some(first) if !is_repeated(*first, element) => {
                    let sure = page.meet(*first, element)
                        && page.knows(*first, Reads::ELEMENT.and(Reads::LABELS))
                        && [*first, element, label]
                            .iter()
                            .all(|shown| page.exposed(*shown).is_yes());
                    let mut grounds = Grounds::none().with("text", shown(&name.text));
                    grounds = grounds.related(page.place(first.id()));
                    found.push(match sure {
                        true => Occurrence::wrong(element.id(), grounds),
                        false => Occurrence::asked(element.id(), Doubt::NotCaptured, grounds),
                    });
                }
                _ => {
                    seen.insert((part, headings, text), element);
                    found.push(Occurrence::fine(element.id()));
                }
            }
        }
        found
    }
}

/// Whether an element is a title for the content after it.
fn is_title(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "legend" | "caption" | "summary" | "hr"
    ) || page
        .role(element)
        .is_some_and(|role| role.name == "heading")
}

/// The part of a form that contains a field. Rows, items and groups repeat, and are identified in another way.
fn part_of(element: ElementRef<'_>) -> Option<NodeId> {
    let mut form = None;
    for around in ancestors(element) {
        match around.value().name() {
            "form" => {
                form = Some(around.id());
                break;
            }
            "fieldset" | "tr" | "li" | "dialog" | "section" | "article" | "details" => return None,
            _ if around.attribute("role").is_some() => return None,
            _ => {}
        }
    }
    form
}

/// The visible label that is the only name of a field.
fn own_label<'a>(page: &PageView<'a>, element: ElementRef<'a>) -> Option<ElementRef<'a>> {
    let told_otherwise = [
        "aria-label",
        "aria-labelledby",
        "aria-describedby",
        "title",
        "placeholder",
    ];
    if told_otherwise
        .iter()
        .any(|name| element.attribute(name).is_some())
        || dynamic::is_bound(element)
    {
        return None;
    }
    let mut labels = page.labels_of(element);
    match (labels.next(), labels.next()) {
        (Some(label), None) => Some(label),
        _ => None,
    }
}

/// Whether a field repeats another one for the next of several items: their names differ only in a number.
fn is_repeated(first: ElementRef<'_>, second: ElementRef<'_>) -> bool {
    let stem = |element: ElementRef<'_>| {
        let name = element.attribute("name").or(element.attribute("id"));
        let name = name.unwrap_or_default();
        name.chars()
            .filter(|ch| ch.is_alphabetic())
            .collect::<String>()
    };
    stem(first) == stem(second)
}

struct Connected;

impl Survey for Connected {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::ALONE))
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let labels = page
            .index
            .named("label")
            .filter(|label| role::is_html(*label) && !page.exposed_once_open(*label).is_no());
        labels
            .filter_map(|label| judge_label(page, label))
            .collect()
    }
}

fn judge_label<'a>(page: &PageView<'a>, label: ElementRef<'a>) -> Option<Occurrence> {
    let id = label.attribute("for")?.trim();
    if id.is_empty() || insert::is_insert(id) || dynamic::is_bound(label) {
        return None;
    }
    let text: String = label.text().take(20).collect();
    let grounds = Grounds::none().with("text", shown(&text)).with("value", id);
    let fine = Occurrence::fine(label.id());
    let Some(control) = page.index.by_id(id) else {
        // A part, a script or a component may add the field.
        let complete = page.document_element().is_some() && !page.scripts().any();
        return Some(match complete {
            true => Occurrence::wrong(label.id(), grounds.variant("missing")),
            false => Occurrence::open(label.id()),
        });
    };
    let labelable = match control.value().name() {
        "button" | "meter" | "output" | "progress" | "select" | "textarea" | "input" => true,
        name => name.contains('-') || control.attribute("role").is_some(),
    };
    let heard = page.exposed_once_open(label);
    let told = control.attribute("aria-labelledby").is_some()
        || dynamic::is_foreign(control)
        || page.is_template()
            && !(page.knows(control, Reads::ELEMENT.and(Reads::ALONE))
                && page.index.count_of_id(id) == 1);
    Some(match labelable || told || heard.is_no() {
        true => fine,
        false if !heard.is_yes() || page.scripts().mention(id) => Occurrence::open(label.id()),
        false => Occurrence::wrong(label.id(), grounds),
    })
}

struct Single;

impl Survey for Single {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::LABELS))
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let fields = page.index.elements().filter(|element| {
            page.labels_of(*element).next().is_some() && !page.exposed(*element).is_no()
        });
        fields
            .map(|field| {
                let told = |label: &ElementRef<'_>| {
                    page.exposed(*label).is_yes()
                        && label.text().any(|text| !text.trim().is_empty())
                };
                let labels: Vec<ElementRef<'_>> = page.labels_of(field).filter(told).collect();
                let described = field.attribute("aria-labelledby").is_some();
                if labels.len() < 2 || described || dynamic::is_bound(field) {
                    return Occurrence::fine(field.id());
                }
                if page.is_template() && !are_known_together(page, &labels) {
                    return Occurrence::open(field.id());
                }
                let texts = labels.iter().map(|label| {
                    let text: String = label.text().take(20).collect();
                    shown(&text)
                });
                let grounds = Grounds::none()
                    .with("text", texts.collect::<Vec<_>>())
                    .with("count", labels.len());
                Occurrence::wrong(field.id(), grounds)
            })
            .collect()
    }
}

/// Whether some labels of a template exist at the same time, with literal texts.
fn are_known_together<'a>(page: &PageView<'a>, labels: &[ElementRef<'a>]) -> bool {
    let known = |label: &ElementRef<'a>| {
        page.knows(*label, Reads::ELEMENT.and(Reads::CONTENT))
            && !page.page.unknowns.is_repeated(label.id())
    };
    let meet = |first: &ElementRef<'a>, others: &[ElementRef<'a>]| {
        others.iter().all(|label| page.meet(*first, *label))
    };
    labels.iter().all(known)
        && labels
            .split_first()
            .is_none_or(|(first, others)| meet(first, others))
}

struct Required {
    words: Regex,
    optional: Regex,
    languages: Vec<String>,
}

/// Minimum number of fields; smaller forms have nothing optional.
const FEWEST_FIELDS: usize = 3;

impl Survey for Required {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        if !is_in_language(page, &self.languages) {
            return Vec::new();
        }
        let is_required = |element: &ElementRef<'_>| {
            element.attribute("required").is_some()
                || element.attribute("aria-required") == Some("true")
        };
        let fields: Vec<ElementRef<'_>> = page
            .index
            .elements()
            .filter(|element| takes_entry(*element) && !page.exposed(*element).is_no())
            .collect();
        let labels: Vec<(ElementRef<'_>, String)> = fields
            .iter()
            .filter_map(|field| Some((*field, label_text(page, *field)?)))
            .collect();
        let starred: Vec<_> = labels.iter().filter(|(_, text)| has_star(text)).collect();
        if let Some((first, _)) = starred.first() {
            if self.explains_star(page) {
                return starred
                    .iter()
                    .map(|(field, _)| Occurrence::fine(field.id()))
                    .collect();
            }
            let text = labels.iter().find(|(field, _)| field.id() == first.id());
            let text = text.map(|(_, text)| shown(text)).unwrap_or_default();
            let asked = |(field, _): &&(ElementRef<'_>, String)| {
                let grounds = Grounds::none().with("text", text.as_str());
                Occurrence::asked(field.id(), Doubt::NeedsPerson, grounds)
            };
            return starred.iter().map(asked).collect();
        }
        if fields.len() < FEWEST_FIELDS {
            return Vec::new();
        }
        let says = |text: &str| self.words.is_match(text) || self.optional.is_match(text);
        let said = labels.iter().any(|(_, text)| says(text));
        let said = said || self.explains(page);
        let required = labels.iter().filter(|(field, _)| is_required(field));
        required
            .map(|(field, text)| match said {
                true => Occurrence::fine(field.id()),
                false => Occurrence::asked(
                    field.id(),
                    Doubt::NeedsPerson,
                    Grounds::none()
                        .variant("unmarked")
                        .with("text", shown(text)),
                ),
            })
            .collect()
    }
}

/// The text of the labels of a field.
fn label_text(page: &PageView<'_>, field: ElementRef<'_>) -> Option<String> {
    let mut texts = page
        .labels_of(field)
        .map(|label| label.text().take(20).collect::<String>())
        .peekable();
    texts.peek()?;
    Some(texts.collect::<Vec<_>>().join(" "))
}

/// Whether a label starts or ends with an asterisk.
fn has_star(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':').trim();
    text.starts_with('*') || text.ends_with('*') || text.ends_with("(*)")
}

impl Required {
    /// Whether a text outside labels states that something is required.
    fn explains(&self, page: &PageView<'_>) -> bool {
        texts(page).any(|text| self.words.is_match(text))
    }

    /// Whether the page explains the asterisk: in a text with it, or as its tooltip.
    fn explains_star(&self, page: &PageView<'_>) -> bool {
        let told = |element: ElementRef<'_>| {
            ["title", "aria-label"]
                .iter()
                .filter_map(|name| element.attribute(name))
                .any(|text| self.words.is_match(text))
        };
        page.index.elements().any(told) || self.explains(page)
    }
}

/// The texts of a page except scripts and style sheets.
fn texts<'v>(page: &'v PageView<'_>) -> impl Iterator<Item = &'v str> {
    let shown = page.index.elements().filter(|element| {
        !matches!(
            element.value().name(),
            "script" | "style" | "head" | "title"
        )
    });
    shown.flat_map(|element| {
        element
            .children()
            .filter_map(|child| child.value().as_text())
            .map(|text| &**text)
    })
}
