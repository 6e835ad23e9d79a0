//! Converts tags to schema elements of the user interface.

use std::collections::{HashMap, HashSet};

use super::super::reader::Reader;
use super::expression::{Bound, Said, bound, parse_expression_text};
use super::kind::{Kind, kind};
use super::options::{Offer, is_set, of_choices, of_chooser, takes_more_beside};
use super::wording::{attribute, labels};
use super::{Given, Markup};
use crate::format::pattern;
use crate::model::{DefaultValue, Domain, Element, Known, Label, Layer, Located, Span, Value, Why};

/// Attributes that name a control, the strongest first.
const NAMES: [&str; 9] = [
    "name",
    "formcontrolname",
    "source",
    "controlid",
    "field",
    "prop",
    "inputid",
    "id",
    "data-field",
];
/// Attributes of enclosing tags that name a control.
const OUTER_NAMES: [&str; 6] = [
    "name",
    "prop",
    "controlid",
    "field",
    "formcontrolname",
    "source",
];
/// Attributes with the expression that the control shows.
const BINDINGS: [&str; 5] = ["model", "formcontrol", "value", "modelvalue", "model-value"];
/// Attributes with the initial selection.
const DEFAULTS: [&str; 5] = [
    "defaultvalue",
    "default-value",
    "initialvalue",
    "initial-value",
    "checkedvalue",
];

/// Converts markup to controls.
pub fn read_markup_controls(reader: &mut Reader<'_>, text: &str, markup: &Markup) {
    let kinds: Vec<Kind> = markup.tags.iter().map(|tag| kind(tag, text)).collect();
    let mut found = Vec::new();
    {
        let scene = Scene {
            reader,
            text,
            markup,
            sends: kinds.iter().zip(&markup.tags).any(|(kind, tag)| {
                matches!(kind, Kind::Form | Kind::Text | Kind::Unknown)
                    || tag.name.to_ascii_lowercase().contains("button")
            }),
        };
        let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
        let mut order: Vec<(usize, Option<String>)> = Vec::new();
        for (index, kind) in kinds.iter().enumerate() {
            match kind {
                Kind::Choice if !scene.in_chooser(&kinds, index) => {
                    let Some(name) = scene.group_name(index) else {
                        continue;
                    };
                    let members = groups.entry(name.clone()).or_default();
                    if members.is_empty() {
                        order.push((index, Some(name)));
                    }
                    members.push(index);
                }
                Kind::Chooser | Kind::Check | Kind::Text | Kind::Unknown => {
                    order.push((index, None));
                }
                _ => {}
            }
        }
        let several = scene.repeated_checks(&kinds);
        for (index, group) in order {
            let control = match (&group, kinds[index]) {
                (Some(name), _) => {
                    scene.control(index, groups.get(name).map(Vec::as_slice), "radio")
                }
                (None, Kind::Chooser) => scene.control(index, None, "select"),
                (None, Kind::Check) if !several.contains(&index) => {
                    scene.plain(index, "checkbox", Known::Yes(Domain::Boolean))
                }
                (None, Kind::Text) => scene.free_text(index),
                (None, Kind::Unknown) => scene.plain(index, "component", Known::No(Why::Elsewhere)),
                _ => None,
            };
            found.extend(control);
        }
    }
    for control in found {
        let entity = control.of.map(|of| reader.owner(of));
        reader.control(control.element, entity, control.list);
    }
}

/// Markup with the enclosing program.
pub struct Scene<'r, 't> {
    /// The program.
    pub reader: &'r Reader<'t>,
    /// The whole text.
    pub text: &'r str,
    /// The tags.
    pub markup: &'r Markup,
    /// Whether the markup contains a form, a button or a text input.
    pub sends: bool,
}

/// A control with the context found in the markup.
struct Control {
    element: Element,
    /// The object whose property it shows.
    of: Option<Located<String>>,
    /// The name of the list it offers.
    list: Option<String>,
}

impl Scene<'_, '_> {
    fn in_chooser(&self, kinds: &[Kind], index: usize) -> bool {
        self.markup
            .around(index)
            .any(|around| kinds.get(around) == Some(&Kind::Chooser))
    }

    /// The name or binding shared by the radio buttons of one question.
    fn group_name(&self, index: usize) -> Option<String> {
        let tag = self.markup.tags.get(index)?;
        ["name", "formcontrolname", "model"]
            .iter()
            .find_map(|name| match tag.get(name)? {
                Given::Literal(span) | Given::Expression(span) => self
                    .text
                    .get(span.range())
                    .map(|text| text.trim().to_owned()),
                Given::Nothing => None,
            })
    }

    /// Checkboxes with a common name or binding; they hold a list, not yes or no.
    fn repeated_checks(&self, kinds: &[Kind]) -> HashSet<usize> {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, kind) in kinds.iter().enumerate() {
            if *kind == Kind::Check
                && let Some(name) = self.group_name(index)
            {
                by_name.entry(name).or_default().push(index);
            }
        }
        by_name
            .into_values()
            .filter(|group| group.len() > 1)
            .flatten()
            .collect()
    }

    /// A control without its values; `None` if it has no name.
    fn element(&self, index: usize, what: &str, texts: Vec<Located<String>>) -> Option<Control> {
        let tag = self.markup.tags.get(index)?;
        let bound = self.bound(index);
        let named = NAMES[..2]
            .iter()
            .find_map(|name| self.literal(index, name))
            .or_else(|| bound.as_ref().map(|bound| bound.name.clone()))
            .or_else(|| NAMES[2..].iter().find_map(|name| self.literal(index, name)))
            .or_else(|| self.named_around(index))
            .or_else(|| texts.first().cloned())?;
        // name="person.geschlecht", name={`children.${i}.gender`}
        let named = last_of_path(named);
        let path = crate::model::ModelPath::new([named.value.as_str()]);
        let element = Element::control(named, path, Layer::Ui, tag.start)
            .with_labels(texts.into_iter().map(Label::title))
            .with_labels(self.handlers(index).map(Label::purpose))
            .with_labels(self.sender(index).map(Label::purpose))
            .with_labels(self.shown_under(index).map(Label::purpose))
            .with_optional(self.optional(index))
            .with_type(Located::with_span(what.to_owned(), tag.start))
            .with_default(DEFAULTS.iter().find_map(|name| {
                let literal = match tag.get(name)? {
                    Given::Literal(span) => {
                        Located::with_span(self.text.get(span.range())?.to_owned(), span)
                    }
                    Given::Expression(span) => {
                        match parse_expression_text(self.reader, self.text, span) {
                            Said::Literal(literal) => literal,
                            _ => return None,
                        }
                    }
                    Given::Nothing => return None,
                };
                (!literal.value.is_empty()).then_some(DefaultValue::from(literal))
            }));
        Some(Control {
            element,
            of: bound.and_then(|bound| bound.of),
            list: None,
        })
    }

    /// The code that runs as soon as a choice is made: `onChange={e => onFilter("gender", e.target.value)}`.
    fn handlers(&self, index: usize) -> impl Iterator<Item = Located<String>> {
        const EVENTS: [&str; 8] = [
            "onchange",
            "change",
            "onvaluechange",
            "valuechange",
            "onselect",
            "selectionchange",
            "onselectionchange",
            "ngmodelchange",
        ];
        let tag = self.markup.tags.get(index);
        let given = EVENTS.iter().filter_map(move |name| tag?.get(name));
        given.filter_map(|given| match given {
            Given::Literal(span) | Given::Expression(span) => {
                let text = self.text.get(span.range())?;
                Some(Located::with_span(text.to_owned(), span))
            }
            Given::Nothing => None,
        })
    }

    /// The named function that receives the content of the enclosing form: `<Form onSubmit={applyFilter}>`.
    fn sender(&self, index: usize) -> Option<Located<String>> {
        const EVENTS: [&str; 4] = ["onsubmit", "submit", "ngsubmit", "onfinish"];
        let mut around = self.markup.around(index);
        let form = around.find_map(|around| {
            let tag = self.markup.tags.get(around)?;
            (kind(tag, self.text) == Kind::Form).then_some(tag)
        })?;
        let given = EVENTS.iter().find_map(|name| form.get(name))?;
        let (Given::Literal(span) | Given::Expression(span)) = given else {
            return None;
        };
        let text = self.text.get(span.range())?.trim();
        // An inline program is not a name.
        let is_name = |ch: char| ch.is_alphanumeric() || "._$()".contains(ch);
        text.chars()
            .all(is_name)
            .then(|| Located::with_span(text.to_owned(), span))
    }

    /// The heading above a choice that is never submitted: markup without a form, button or text input only filters
    /// what it shows and stores nothing.
    fn shown_under(&self, index: usize) -> Option<Located<String>> {
        let tags = &self.markup.tags;
        let plain = |name: &str| matches!(name, "input" | "select");
        if self.sends || !plain(&tags.get(index)?.name) || self.bound(index).is_some() {
            return None;
        }
        let is_heading = |tag: &super::Tag| matches!(tag.name.as_str(), "h1" | "h2" | "h3" | "h4");
        let heading = tags.get(..index)?.iter().rposition(is_heading)?;
        super::wording::content(self.markup, self.text, heading)
    }

    fn bound(&self, index: usize) -> Option<Bound> {
        let tag = self.markup.tags.get(index)?;
        let choice = kind(tag, self.text) == Kind::Choice;
        BINDINGS
            .iter()
            .filter(|name| !(choice && **name == "value"))
            .find_map(|name| match tag.get(name) {
                Some(Given::Expression(span)) => bound(self.text, span),
                _ => None,
            })
    }

    /// An attribute that holds a name: text, a string literal or a template (`{register('gender')}` counts as one).
    fn literal(&self, index: usize, name: &str) -> Option<Located<String>> {
        let given = self.markup.tags.get(index)?.get(name)?;
        let located = match given {
            Given::Literal(span) => {
                Located::with_span(self.text.get(span.range())?.to_owned(), span)
            }
            Given::Expression(span) => match parse_expression_text(self.reader, self.text, span) {
                Said::Literal(literal) => literal,
                _ => return None,
            },
            Given::Nothing => return None,
        };
        let telling = !located.value.trim().is_empty() && !located.value.contains(['{', '$']);
        telling.then_some(located)
    }

    /// `<Form.Item name="gender"><Select>`, `<Controller name="gender" render={…}>`.
    fn named_around(&self, index: usize) -> Option<Located<String>> {
        const MOST_LEVELS: usize = 4;
        for around in self.markup.around(index).take(MOST_LEVELS) {
            let tag = self.markup.tags.get(around)?;
            if kind(tag, self.text) == Kind::Form {
                break;
            }
            let name = OUTER_NAMES
                .iter()
                .find_map(|name| self.literal(around, name));
            if name.is_some() {
                return name;
            }
        }
        None
    }

    fn optional(&self, index: usize) -> Located<Known<bool>> {
        let Some(tag) = self.markup.tags.get(index) else {
            return Located::implied(Known::No(Why::NotStated));
        };
        for name in [
            "required",
            "aria-required",
            "isrequired",
            "rules",
            "validators",
        ] {
            let Some(attribute) = tag.attribute(name) else {
                continue;
            };
            let written = match attribute.given {
                Given::Nothing => "true",
                Given::Literal(span) | Given::Expression(span) => {
                    self.text.get(span.range()).unwrap_or_default().trim()
                }
            };
            let known = match (name, written) {
                ("rules" | "validators", _) => Known::No(Why::Dynamic),
                (_, "true" | "" | "required") => Known::Yes(false),
                (_, "false") => Known::Yes(true),
                _ => Known::No(Why::Dynamic),
            };
            return Located::with_span(known, attribute.at);
        }
        Located::implied(Known::No(Why::NotStated))
    }

    /// Whether the question that a choice belongs to is required.
    pub fn is_required(&self, choice: usize) -> bool {
        self.markup.around(choice).any(|around| {
            self.markup
                .tags
                .get(around)
                .is_some_and(|tag| is_set(tag, "required"))
        })
    }

    /// A control with several values: a chooser, or the choices with a common name.
    fn control(&self, index: usize, members: Option<&[usize]>, what: &str) -> Option<Control> {
        let texts = match members {
            None => labels(self.markup, self.text, index),
            Some(_) => self.group_labels(index),
        };
        let mut control = self.element(index, what, texts)?;
        let offer = match members {
            None => of_chooser(self, index),
            Some(members) if takes_more_beside(self, members, &control.element.name.value) => {
                Offer::Unknown(Why::Dynamic)
            }
            Some(members) => of_choices(self, members, None),
        };
        let tag = control.element.extent;
        let domain = match offer {
            Offer::Values(values) => {
                self.preselect(&mut control.element, members, index, &values);
                Known::closed(values)
            }
            Offer::Named(name) => {
                control.list = Some(name);
                Known::No(Why::Dynamic)
            }
            Offer::Unknown(why) => Known::No(why),
        };
        control.element.domain = Located::with_span(domain, tag);
        Some(control)
    }

    /// `<option selected>`, `<input type="radio" defaultChecked>`: applies only without a binding.
    fn preselect(
        &self,
        element: &mut Element,
        members: Option<&[usize]>,
        index: usize,
        values: &[Value],
    ) {
        if element.default.is_some() || self.bound(index).is_some() {
            return;
        }
        let inside: Vec<usize> = match members {
            Some(members) => members.to_vec(),
            None => self
                .markup
                .inside(index)
                .filter(|inner| {
                    let tag = self.markup.tags.get(*inner);
                    tag.is_some_and(|tag| kind(tag, self.text) == Kind::Choice)
                })
                .collect(),
        };
        let chosen = inside.iter().zip(values).find(|(choice, value)| {
            !value.placeholder
                && self.markup.tags.get(**choice).is_some_and(|tag| {
                    ["selected", "checked", "defaultchecked"]
                        .iter()
                        .any(|name| is_set(tag, name))
                })
        });
        element.default = chosen.map(|(_, value)| DefaultValue::from(value));
    }

    /// The common label of radio buttons: a legend, or the label of the enclosing group.
    fn group_labels(&self, index: usize) -> Vec<Located<String>> {
        const NEAR: usize = 64;
        const MOST_LEVELS: usize = 6;
        for around in self.markup.around(index).take(MOST_LEVELS) {
            let Some(tag) = self.markup.tags.get(around) else {
                break;
            };
            if kind(tag, self.text) == Kind::Form {
                break;
            }
            let own = ["label", "aria-label", "legend"]
                .iter()
                .find_map(|name| attribute(self.markup, self.text, around, name));
            let legend = || {
                self.markup
                    .inside(around)
                    .take(NEAR)
                    .take_while(|inner| *inner < index)
                    .find_map(|inner| {
                        let tag = self.markup.tags.get(inner)?;
                        (tag.name.eq_ignore_ascii_case("legend"))
                            .then(|| super::wording::content(self.markup, self.text, inner))?
                    })
            };
            if let Some(text) = own.or_else(legend) {
                return vec![text];
            }
        }
        Vec::new()
    }

    fn plain(&self, index: usize, what: &str, domain: Known<Domain>) -> Option<Control> {
        let mut control = self.element(index, what, labels(self.markup, self.text, index))?;
        control.element.domain = Located::with_span(domain, control.element.extent);
        Some(control)
    }

    fn free_text(&self, index: usize) -> Option<Control> {
        let mut control = self.plain(index, "text", Known::Yes(Domain::Text))?;
        let located = |name: &str| self.literal(index, name);
        let element = &mut control.element;
        element.width = located("maxlength").and_then(|width| {
            let value = width.value.trim().parse().ok()?;
            Some(Located::new(value, width.span))
        });
        if let Some(values) = located("pattern").and_then(|pattern| {
            let at = pattern.span.unwrap_or(element.extent);
            pattern::alternatives(&pattern.value, at)
        }) {
            element.domain.value = Known::closed(values);
        }
        Some(control)
    }
}

/// `person.geschlecht` → `geschlecht`.
fn last_of_path(name: Located<String>) -> Located<String> {
    let Some(at) = name.value.rfind(['.', '[']) else {
        return name;
    };
    let last = name.value[at + 1..].trim_end_matches(']').to_owned();
    if last.is_empty() || last.contains(char::is_whitespace) {
        return name;
    }
    let span = name.span.map(|span| {
        let start = span.start as usize + at + 1;
        Span::new(start, (start + last.len()).min(span.end as usize))
    });
    Located::new(last, span)
}
