//! Form controls → schema elements.

mod form;
mod purpose;
mod seen;
mod withdrawn;

use std::cell::OnceCell;

use foldhash::HashMap;

use ego_tree::NodeId;
use scraper::ElementRef;

use self::purpose::Sending;
use self::seen::Seen;
use self::withdrawn::Withdrawals;
use super::attribute;
use super::filled::{Filled, Scripts};
use super::hole::{Holes, Made};
use super::label::{Labels, bare, elements};
use crate::format::pattern;
use crate::model::{
    Attributes, DefaultValue, Domain, Element, EntityId, Known, Label, Layer, Located, PageModel,
    SchemaModel, Span, Value, Why,
};
use crate::texts::on_one_line;

/// Attributes that name the field behind a control, including those of frameworks; the most reliable first.
const NAMES: [&str; 15] = [
    "name",
    "formcontrolname",
    "ng-model",
    "v-model",
    "th:field",
    "data-th-field",
    "x-model",
    "wire:model",
    "asp-for",
    "@bind",
    "@bind-value",
    "path",
    "property",
    "id",
    "data-field",
];
/// Attributes that set the control at run time and thus override the selection in the markup.
const BINDINGS: [&str; 16] = [
    "formcontrolname",
    "[formcontrol]",
    "ng-model",
    "[(ngmodel)]",
    "v-model",
    "th:field",
    "data-th-field",
    "x-model",
    "wire:model",
    "asp-for",
    "@bind",
    "@bind-value",
    "path",
    "property",
    "[value]",
    ":value",
];

/// The form controls of a page. In a template, `holes` are the parts that its markup does not show.
pub fn read_page_controls(page: &PageModel, holes: &Holes) -> SchemaModel {
    let mut reader = Reader {
        page,
        holes,
        labels: Labels::new(page, holes),
        model: SchemaModel::new(page.document.as_str(), "html", page.text.clone()),
        forms: HashMap::default(),
        groups: HashMap::default(),
        sent: HashMap::default(),
        sending: Sending::default(),
        heading: OnceCell::new(),
        scripts: OnceCell::new(),
        withdrawals: OnceCell::new(),
    };
    let controls: Vec<ElementRef<'_>> = elements(page).collect();
    reader.group_choices(&controls);
    for control in &controls {
        match control.value().name() {
            "select" => reader.select(*control),
            "textarea" => reader.free_text(*control, "textarea"),
            "input" => reader.input(*control),
            _ => {}
        }
    }
    reader.model
}

/// Key of a group of choices: form, name and type of control.
type Group = (Option<NodeId>, String, &'static str);

struct Reader<'p> {
    page: &'p PageModel,
    holes: &'p Holes,
    labels: Labels<'p>,
    model: SchemaModel,
    forms: HashMap<NodeId, EntityId>,
    groups: HashMap<Group, Vec<ElementRef<'p>>>,
    /// Text of the submit button, by the element whose content it sends.
    sent: HashMap<NodeId, Option<Located<String>>>,
    sending: Sending,
    /// The first heading of the page. Searched for only when a form needs it, because pages without one are searched to
    /// the end.
    heading: OnceCell<Option<Located<String>>>,
    /// The scripts of the page. Collected when a drop-down first needs them.
    scripts: OnceCell<Scripts<'p>>,
    /// The choices that the page withdraws. Collected when a choice first needs them.
    withdrawals: OnceCell<Withdrawals>,
}

impl<'p> Reader<'p> {
    fn group_choices(&mut self, controls: &[ElementRef<'p>]) {
        for control in controls {
            if let Some(group) = self.group(*control) {
                self.groups.entry(group).or_default().push(*control);
            }
        }
    }

    fn group(&self, control: ElementRef<'p>) -> Option<Group> {
        let kind = match self.input_type(control).as_str() {
            "radio" => "radio",
            "checkbox" => "checkbox",
            _ => return None,
        };
        let name = NAMES
            .iter()
            .filter(|name| **name != "id")
            .find_map(|name| {
                control
                    .attribute(name)
                    .filter(|value| !value.trim().is_empty())
            })?;
        let form = self.form_of(control).map(|form| form.id());
        Some((form, name.to_owned(), kind))
    }

    fn input_type(&self, control: ElementRef<'p>) -> String {
        if control.value().name() != "input" {
            return String::new();
        }
        if let Some(Made::Type(kind)) = self.holes.made(self.tag(control)) {
            return (*kind).to_owned();
        }
        on_one_line(control.attribute("type").unwrap_or("text")).to_ascii_lowercase()
    }

    fn titles(&self, texts: Vec<Located<String>>) -> Vec<Label> {
        texts.into_iter().map(Label::title).collect()
    }

    fn tag(&self, control: ElementRef<'p>) -> Span {
        self.page.span(control.id()).unwrap_or_default()
    }

    /// An element for a control, without its domain; `None` if the control has no name.
    fn element(
        &mut self,
        control: ElementRef<'p>,
        kind: &str,
        texts: Vec<Located<String>>,
    ) -> Option<Element> {
        let mut name = NAMES
            .iter()
            .find_map(|name| self.labels.attribute(control, name))
            .or_else(|| texts.first().cloned())?;
        if name.span.is_some_and(|span| self.holes.any(span)) {
            // person[<%= i %>][geschlecht]
            name.value.retain(|ch| !ch.is_whitespace());
        }
        name = bare(name);
        let form = self.form_of(control);
        let entity = form.map(|form| self.entity(form));
        let path = entity
            .and_then(|id| self.model.entities.get(id.0 as usize))
            .map(|entity| entity.path.clone())
            .unwrap_or_default()
            .child(name.value.as_str());
        let tag = self.tag(control);
        let sent = match form {
            Some(_) => None,
            None => self.sent_beside(control),
        };
        let shows = match form {
            Some(_) => None,
            None => self.shows(control),
        };
        let mut parts = self.labels.of_parts(control);
        parts.retain(|part| texts.iter().all(|title| title.value != part.value));
        let mut element = Element::control(name, path, Layer::Ui, tag)
            .with_entity(entity)
            .with_labels(self.titles(texts))
            .with_labels(
                self.labels
                    .attribute(control, "autocomplete")
                    .map(Label::purpose),
            )
            .with_labels(parts.into_iter().map(Label::description))
            .with_labels(sent.map(Label::purpose))
            .with_labels(self.chosen_by(control).map(Label::purpose))
            .with_labels(shows.map(Label::purpose))
            .with_optional(self.optional(control))
            .with_type(Located::with_span(kind.to_owned(), tag));
        if element.optional.value == Known::Yes(true) && self.open_attributes(tag) {
            element.optional.value = Known::No(Why::Dynamic);
        }
        Some(element)
    }

    fn optional(&self, control: ElementRef<'p>) -> Located<Known<bool>> {
        if self.holes.any(self.tag(control)) && self.open_attributes(self.tag(control)) {
            return Located::implied(Known::No(Why::Dynamic));
        }
        let span = |name| attribute::span(&self.page.text, self.tag(control), name);
        if control.attribute("required").is_some() {
            Located::new(Known::Yes(false), span("required"))
        } else if control.attribute("aria-required") == Some("true") {
            Located::new(Known::Yes(false), span("aria-required"))
        } else {
            Located::implied(Known::Yes(true))
        }
    }

    /// The labels of the control; without any, the legend around it.
    fn texts(&self, control: ElementRef<'p>) -> Vec<Located<String>> {
        let mut texts = self.labels.labels_of(control);
        if let Some(id) = control.attribute("id") {
            texts.extend(self.holes.labels(id).cloned());
        }
        if texts.is_empty() {
            self.labels.of_group(control)
        } else {
            texts
        }
    }

    fn select(&mut self, control: ElementRef<'p>) {
        let Some(mut element) = self.element(control, "select", self.texts(control)) else {
            return;
        };
        if let Some(Made::Values(values)) = self.holes.made(self.tag(control)) {
            self.listed(control, values.clone());
            return;
        }
        let options: Vec<ElementRef<'p>> = control
            .descendants()
            .filter_map(ElementRef::wrap)
            .filter(|option| option.value().name() == "option")
            .collect();
        let seen = self.seen(control, &options);
        let scripts = self.scripts.get_or_init(|| Scripts::of_page(self.page));
        let filled = scripts.fill(control.attribute("id"), control.attribute("name"));
        let seen = match filled {
            Filled::Somehow => Seen::Some,
            _ => seen,
        };
        let required = element.optional.value == Known::Yes(false);
        let mut values: Vec<Value> = options
            .iter()
            .enumerate()
            .map(|(index, option)| self.option(*option, index == 0 && required))
            .collect();
        self.withdraw(control, &element, &options, &values);
        let one = control.attribute("multiple").is_none();
        let drop_down = one
            && control
                .attribute("size")
                .is_none_or(|size| matches!(size.trim(), "" | "0" | "1"));
        let chosen = options
            .iter()
            .zip(&values)
            .rfind(|(option, _)| option.attribute("selected").is_some())
            // A drop-down shows its first option when none is selected.
            .or_else(|| {
                // Hidden options are still shown in the closed control; only disabled ones are skipped.
                let usable = |(option, value): &(&ElementRef<'_>, &Value)| {
                    let is_only_hidden =
                        is_hidden(**option) && option.attribute("disabled").is_none();
                    !value.inactive || is_only_hidden
                };
                drop_down
                    .then(|| options.iter().zip(&values).find(usable))
                    .flatten()
            });
        if let Some((_, value)) = chosen.filter(|_| !is_bound(control) && seen == Seen::All) {
            element.default = default_of(value);
        }
        let empty = values
            .iter()
            .any(|value| value.raw.value.is_empty() || value.placeholder);
        if drop_down && !empty && !values.is_empty() && !is_bound(control) && seen != Seen::Some {
            // Without an empty option a choice is mandatory.
            element.optional.value = Known::Yes(false);
        }
        if let Filled::With(more) = filled {
            values.extend(more);
        }
        let domain = if values.is_empty() || seen == Seen::Some {
            // Filled by a program.
            Known::No(Why::Dynamic)
        } else {
            Known::closed(self.once(values))
        };
        element.domain = Located::with_span(domain, element.extent);
        self.model.add_element(element);
    }

    /// Adds a control whose values come from a source other than its markup, or from a program (`None`).
    fn listed(&mut self, control: ElementRef<'p>, values: Option<Vec<Value>>) {
        let Some(mut element) = self.element(control, "select", self.texts(control)) else {
            return;
        };
        let domain = match values {
            Some(values) => Known::Yes(Domain::Closed(values)),
            None => Known::No(Why::Dynamic),
        };
        element.domain = Located::with_span(domain, element.extent);
        self.model.add_element(element);
    }

    fn option(&self, option: ElementRef<'p>, may_be_placeholder: bool) -> Value {
        let text = self
            .labels
            .written(option)
            .filter(|text| !self.hides_text(option, text))
            .or_else(|| self.labels.translated(option));
        // Web Forms has the text in an attribute.
        let label = ["label", "text"]
            .iter()
            .find_map(|name| self.labels.attribute(option, name))
            .or(text);
        let raw = match option.attribute("value") {
            Some(value) => Located::new(
                value.to_owned(),
                attribute::span(&self.page.text, self.tag(option), "value"),
            ),
            None => label.clone().unwrap_or_default(),
        };
        let in_disabled_group = option
            .parent()
            .and_then(ElementRef::wrap)
            .is_some_and(|group| {
                group.value().name() == "optgroup" && group.attribute("disabled").is_some()
            });
        let inactive =
            option.attribute("disabled").is_some() || is_hidden(option) || in_disabled_group;
        let empty = raw.value.trim().is_empty();
        let says_nothing = label
            .as_ref()
            .is_none_or(|label| !label.value.contains(char::is_alphanumeric));
        Value {
            // The placeholder label option of the HTML standard, an empty row, or a disabled prompt.
            placeholder: empty && (may_be_placeholder || says_nothing || inactive),
            raw,
            label,
            inactive,
            carries: false,
            conditional: false,
        }
    }

    fn input(&mut self, control: ElementRef<'p>) {
        if let Some(Made::Values(values)) = self.holes.made(self.tag(control)) {
            self.listed(control, values.clone());
            return;
        }
        match self.input_type(control).as_str() {
            "hidden" | "submit" | "button" | "image" | "reset" => {}
            "radio" => self.choices(control),
            "checkbox" => {
                let group = self.group(control);
                let several = group.is_some_and(|group| {
                    self.groups
                        .get(&group)
                        .is_some_and(|members| members.len() > 1)
                });
                // A checkbox whose value is generated stands for any number of choices.
                let filled = control.attribute("value").is_some() && self.is_generated(control);
                if several || filled {
                    self.choices(control);
                } else {
                    self.single(control, Domain::Boolean, "checkbox");
                }
            }
            "number" | "range" => self.single(control, Domain::Number, "number"),
            kind @ ("date" | "datetime-local" | "month" | "week" | "time") => {
                self.single(control, Domain::Temporal, kind);
            }
            "file" => self.single(control, Domain::Structure, "file"),
            "color" => self.single(control, Domain::Text, "color"),
            _ => self.free_text(control, "text"),
        }
    }

    fn single(&mut self, control: ElementRef<'p>, domain: Domain, kind: &str) {
        let Some(mut element) = self.element(control, kind, self.texts(control)) else {
            return;
        };
        if kind == "checkbox" && control.attribute("checked").is_some() && !is_bound(control) {
            element.default = Some(DefaultValue::new(
                Some("true".to_owned()),
                attribute::span(&self.page.text, element.extent, "checked"),
            ));
        }
        element.domain = Located::with_span(Known::Yes(domain), element.extent);
        self.model.add_element(element);
    }

    fn free_text(&mut self, control: ElementRef<'p>, kind: &str) {
        let Some(mut element) = self.element(control, kind, self.texts(control)) else {
            return;
        };
        let located = |name| self.labels.attribute(control, name);
        element.width = located("maxlength").and_then(|width| {
            let value = width.value.parse().ok()?;
            Some(Located::new(value, width.span))
        });
        // A list of suggestions leaves any text allowed; a pattern does not.
        let enumerated = located("pattern").and_then(|pattern| {
            pattern::alternatives(&pattern.value, pattern.span.unwrap_or(element.extent))
        });
        element.domain = Located::with_span(
            Known::Yes(enumerated.map_or(Domain::Text, Domain::Closed)),
            element.extent,
        );
        if let Some(value) = located("value").filter(|_| !is_bound(control)) {
            element.default = Some(DefaultValue::from(value));
        }
        self.model.add_element(element);
    }

    /// Adds radio buttons or checkboxes of one name as one element, when the first of them is met.
    fn choices(&mut self, control: ElementRef<'p>) {
        let Some(group) = self.group(control) else {
            return;
        };
        let Some(members) = self.groups.get(&group) else {
            return;
        };
        let first = members.first();
        if first.is_none_or(|first| first.id() != control.id()) {
            return;
        }
        let members = members.clone();
        let texts = self.labels.of_group(control);
        let Some(mut element) = self.element(control, group.2, texts) else {
            return;
        };
        let values: Vec<Value> = members.iter().map(|member| self.choice(*member)).collect();
        self.withdraw(control, &element, &members, &values);
        let generated = members.iter().any(|member| self.is_generated(*member))
            || group.2 == "radio" && self.takes_in_choices(&members);
        let settled = !members
            .iter()
            .any(|member| self.holes.any(self.tag(*member)));
        if let Some(optional) = members
            .iter()
            .map(|member| self.optional(*member))
            .find(|optional| optional.value == Known::Yes(false))
        {
            element.optional = optional;
        }
        if group.2 == "radio" && settled && !generated {
            element.default = members
                .iter()
                .zip(&values)
                .find(|(member, _)| member.attribute("checked").is_some() && !is_bound(**member))
                .and_then(|(_, value)| default_of(value));
        }
        let domain = if generated {
            Known::No(Why::Dynamic)
        } else {
            Known::closed(self.once(values))
        };
        element.domain = Located::with_span(domain, element.extent);
        self.model.add_element(element);
    }

    fn choice(&self, member: ElementRef<'p>) -> Value {
        let raw = match member.attribute("value") {
            Some(value) => Located::new(
                value.to_owned(),
                attribute::span(&self.page.text, self.tag(member), "value"),
            ),
            None => Located::with_span("on".to_owned(), self.tag(member)),
        };
        Value {
            raw,
            label: self.labels.of_choice(member),
            inactive: member.attribute("disabled").is_some() || is_hidden(member),
            ..Value::default()
        }
    }
}

fn default_of(value: &Value) -> Option<DefaultValue> {
    (!value.placeholder).then(|| DefaultValue::from(value))
}

fn is_bound(control: ElementRef<'_>) -> bool {
    // HTML has no `value` on select; components and server pages use it to bind the selection.
    let by_value = control.value().name() == "select" && control.attribute("value").is_some();
    by_value
        || BINDINGS
            .iter()
            .any(|name| control.attribute(name).is_some())
}

fn is_hidden(element: ElementRef<'_>) -> bool {
    let styled = element.attribute("style").is_some_and(|style| {
        let style: String = style.split_whitespace().collect();
        let style = style.to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    });
    element.attribute("hidden").is_some() || styled
}
