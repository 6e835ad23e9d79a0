//! The form around a control: the entity it stands for, and what sends it.

use scraper::ElementRef;

use super::Reader;
use crate::format::html::label::elements;
use crate::model::{Attributes, Entity, EntityId, Label, Located, ModelPath};

/// What a button triggers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ButtonKind {
    Submit,
    Script,
}

impl ButtonKind {
    /// `None` for other elements and for reset buttons.
    fn of(control: ElementRef<'_>) -> Option<Self> {
        let stated = control.attribute("type").map(str::to_ascii_lowercase);
        match (control.value().name(), stated.as_deref()) {
            ("button", None | Some("" | "submit")) | ("input", Some("submit" | "image")) => {
                Some(Self::Submit)
            }
            ("button" | "input", Some("button")) => Some(Self::Script),
            _ => None,
        }
    }
}

impl<'p> Reader<'p> {
    pub(super) fn form_of(&self, control: ElementRef<'p>) -> Option<ElementRef<'p>> {
        if let Some(id) = control.attribute("form") {
            return self
                .labels
                .by_id(id)
                .filter(|form| form.value().name() == "form");
        }
        control
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|ancestor| ancestor.value().name() == "form")
    }

    pub(super) fn entity(&mut self, form: ElementRef<'p>) -> EntityId {
        if let Some(id) = self.forms.get(&form.id()) {
            return *id;
        }
        let name = ["id", "name", "action"]
            .iter()
            .find_map(|name| self.labels.attribute(form, name))
            .unwrap_or_else(|| Located::implied("form".to_owned()));
        let mut labels = self.titles(self.labels.labels_of(form));
        labels.extend(self.heading().map(Label::description));
        labels.extend(self.search(form).map(Label::purpose));
        labels.extend(self.labels.attribute(form, "class").map(Label::purpose));
        labels.extend(self.sent_by(form).map(Label::purpose));
        labels.extend(self.queries(form).map(Label::purpose));
        labels.extend(self.handled_by(form).map(Label::purpose));
        let entity = self.model.add_entity(Entity {
            path: ModelPath::new([name.value.as_str()]),
            name,
            labels,
        });
        self.forms.insert(form.id(), entity);
        entity
    }

    /// The first non-empty heading of the page.
    pub(super) fn heading(&self) -> Option<Located<String>> {
        let find = || {
            let mut headings = elements(self.page).filter(|element| element.value().name() == "h1");
            headings.find_map(|heading| self.labels.text(heading))
        };
        self.heading.get_or_init(find).clone()
    }

    /// The evidence that a form is a search: its role, or an element around it.
    fn search(&self, form: ElementRef<'p>) -> Option<Located<String>> {
        let around = form.ancestors().filter_map(ElementRef::wrap);
        let searches = [form].into_iter().chain(around).find(|element| {
            element.attribute("role") == Some("search") || element.value().name() == "search"
        })?;
        let span = self.page.span(searches.id());
        Some(Located::new("search".to_owned(), span))
    }

    /// The evidence that a form only sends a query in an address, so that nothing is stored.
    fn queries(&self, form: ElementRef<'p>) -> Option<Located<String>> {
        let method = self.labels.attribute(form, "method")?;
        let is_get = method.value.eq_ignore_ascii_case("get");
        is_get.then(|| Located::new("query".to_owned(), method.span))
    }

    /// Text of the only submit button of a form; without submit buttons, of the only script button.
    fn sent_by(&self, form: ElementRef<'p>) -> Option<Located<String>> {
        let of = |kind: ButtonKind| {
            let inside = form.descendants().filter_map(ElementRef::wrap);
            inside.filter(move |element| ButtonKind::of(*element) == Some(kind))
        };
        let kind = match of(ButtonKind::Submit).next() {
            Some(_) => ButtonKind::Submit,
            None => ButtonKind::Script,
        };
        let mut buttons = of(kind);
        let button = buttons.next().filter(|_| buttons.next().is_none())?;
        self.text_of_button(button)
    }

    /// The same for a control outside any form: the only button of the nearest ancestor with one.
    pub(super) fn sent_beside(&mut self, control: ElementRef<'p>) -> Option<Located<String>> {
        /// Maximum number of ancestors examined; toolbars are nested less deeply.
        const MOST_LEVELS: usize = 4;
        let around = control.ancestors().filter_map(ElementRef::wrap);
        let near = around
            .take_while(|around| !matches!(around.value().name(), "body" | "html"))
            .take(MOST_LEVELS);
        near.into_iter().find_map(|around| {
            // The controls of a toolbar share the same button.
            if let Some(sent) = self.sent.get(&around.id()) {
                return sent.clone();
            }
            let sent = self.sent_by(around);
            self.sent.insert(around.id(), sent.clone());
            sent
        })
    }

    fn text_of_button(&self, button: ElementRef<'p>) -> Option<Located<String>> {
        let text = ["value", "alt", "title", "aria-label"];
        match button.value().name() {
            "input" => None,
            _ => self.labels.text(button),
        }
        .or_else(|| {
            text.iter()
                .find_map(|name| self.labels.attribute(button, name))
        })
    }
}
