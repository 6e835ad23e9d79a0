//! One list that calls fill, and the element it becomes.

use super::composed;
use crate::format::code::list_name::ListName;
use crate::model::{
    Amendment, Domain, Element, ElementKind, Known, Label, Layer, Located, ModelPath, SchemaModel,
    Span, Value, Why,
};

/// One list.
pub struct Filled {
    pub(super) variable: Located<String>,
    pub(super) path: ModelPath,
    /// The name assigned to a control.
    pub(super) name: Option<Located<String>>,
    pub(super) titles: Vec<Located<String>>,
    pub(super) values: Vec<Value>,
    /// Other lists that it includes completely.
    pub(super) of: Vec<ListName>,
    /// Number of its own values at creation.
    pub(super) made_with: usize,
    pub(super) is_control: bool,
    /// Some entries are unknown or added conditionally.
    pub(super) is_open: bool,
    /// End offset of the branch that creates it.
    pub(super) branch: Option<usize>,
    /// The function that fills it, if its own name is uninformative.
    pub(super) around: Option<String>,
    /// It existed before: its earlier contents and additions by other functions are declared elsewhere.
    pub(super) continued: bool,
    /// Replaces the list of an existing control.
    pub(super) replaces: bool,
    /// Whether its additions to an external list are literal and unconditional; `None` if it extends no external list.
    pub(super) adds_plainly: Option<bool>,
}

impl Filled {
    pub(super) fn new(variable: Located<String>, path: ModelPath) -> Self {
        Self {
            variable,
            path,
            name: None,
            titles: Vec::new(),
            values: Vec::new(),
            of: Vec::new(),
            made_with: 0,
            is_control: false,
            is_open: false,
            branch: None,
            around: None,
            continued: false,
            replaces: false,
            adds_plainly: None,
        }
    }

    /// Whether it combines other lists with entries of its own.
    pub(super) fn is_composed(&self) -> bool {
        self.of.len() > 1 || !self.of.is_empty() && !self.values.is_empty()
    }

    /// Takes over the contents of its parts. Returns the part that it extends and this document does not declare.
    fn compose(&mut self, model: &SchemaModel) -> Option<ListName> {
        if !self.is_composed() {
            return None;
        }
        let known = self
            .of
            .iter()
            .map(|list| composed::find(model, &list.simple));
        let known: Option<Vec<&Vec<Value>>> = known.collect();
        let Some(lists) = known else {
            // A control is also constructed with its parent as an argument.
            self.is_open |= self.of.len() > 1 && !self.is_control;
            return self
                .of
                .pop()
                .filter(|_| self.of.is_empty() && !self.is_control);
        };
        let mut values: Vec<Value> = lists.into_iter().flatten().cloned().collect();
        let is_new = |value: &Value| {
            values
                .iter()
                .all(|other| other.raw.value != value.raw.value)
        };
        let more: Vec<Value> = self
            .values
            .iter()
            .filter(|value| is_new(value))
            .cloned()
            .collect();
        values.extend(more);
        self.values = values;
        self.made_with = 0;
        None
    }

    pub(super) fn declare(mut self, model: &mut SchemaModel) {
        let own = self.values.iter().filter_map(|value| value.raw.span);
        let own = own.chain(self.variable.span).reduce(Span::to);
        let is_composed = self.is_composed();
        let count = self.values.len();
        let goes_on_from = self.compose(model);
        self.values.sort_by_key(|value| value.raw.span);
        let begin = first_place(&self.values);
        // The language's own visitor may already have read it.
        let is_read = |element: &Element| {
            let Known::Yes(Domain::Closed(values)) = &element.domain.value else {
                return false;
            };
            let is_named = self
                .name
                .as_ref()
                .is_some_and(|name| name.span.is_some() && name.span == element.name.span);
            (is_named || element.name.value == self.variable.value)
                && values.len() == self.values.len()
                && begin.is_some()
                && first_place(values) == begin
        };
        if !self.is_open && model.elements.iter().any(is_read) {
            return;
        }
        let at = self.values.iter().filter_map(|value| value.raw.span);
        let extent = at.reduce(|all, one| all.to(one)).unwrap_or_default();
        let extent = own.filter(|_| is_composed).unwrap_or(extent);
        let stated = match self.adds_plainly {
            Some(_) => self.values.clone(),
            None => Vec::new(),
        };
        let (domain, amends) = match goes_on_from {
            _ if self.is_open => (Known::No(Why::Dynamic), None),
            Some(list) => {
                let amends = Amendment::Continues(self.values);
                (Known::named(list.simple), Some(amends))
            }
            None => (Known::closed(self.values), None),
        };
        let extends = self.adds_plainly.map(|is_plain| Amendment::Extends {
            more: stated,
            is_plain,
        });
        let amends = amends.or(extends);
        let domain = Located::with_span(domain, extent);
        let goes_on = self.made_with > 0;
        // A list named after its function is declared under the name of its variable.
        let is_same = |element: &&mut Element| match &element.domain.value {
            Known::Yes(Domain::Closed(values)) => {
                goes_on && begin.is_some() && first_place(values) == begin
            }
            _ => false,
        };
        if !self.is_control
            && let Some(name) = &self.name
            && let Some(declared) = model.elements.iter_mut().find(is_same)
        {
            declared.path = self.path.child(name.value.as_str());
            declared.name = name.clone();
            declared.domain = domain;
            declared.amends = amends;
            return;
        }
        let is_free = |element: &Element| {
            let is_closed = matches!(element.domain.value, Known::Yes(Domain::Closed(_)));
            element.name.value == self.variable.value
                && is_closed == goes_on
                && (goes_on || element.kind != ElementKind::ValueType)
        };
        // If several share the name, the one declared there.
        let own_place = self.variable.span;
        let is_itself = |element: &Element| element.name.span == own_place && is_free(element);
        let mut elements = model.elements.iter();
        let declared = elements.position(is_itself);
        let declared = declared.or_else(|| model.elements.iter().position(is_free));
        // A single or unknown addition does not describe other declarations of the name.
        let says_all = self.adds_plainly.is_none() || count > 1;
        if self.name.is_none()
            && says_all
            && let Some(declared) = declared.and_then(|at| model.elements.get_mut(at))
        {
            declared.domain = domain;
            declared.amends = amends;
            return;
        }
        let name = self.name.unwrap_or(self.variable);
        let path = self.path.child(name.value.as_str());
        let element = if self.is_control {
            Element::control(name, path, Layer::Ui, extent)
        } else {
            Element::value_type(name, path, Layer::Code, extent)
        };
        let titles = self.titles.into_iter().map(Label::title);
        model.add_element(Element {
            amends,
            ..element.with_labels(titles).with_domain(domain)
        });
    }
}

/// The position of the first value.
fn first_place(values: &[Value]) -> Option<Span> {
    values.first()?.raw.span
}
