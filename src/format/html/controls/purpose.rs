//! What happens to input: the function it is passed to, or that nothing submits it.

use std::cell::OnceCell;

use scraper::ElementRef;

use super::super::label::elements;
use super::Reader;
use crate::model::{Attributes, Located};
use crate::texts::on_one_line;

/// Attributes with the handler of a selection.
const CHOSEN: [&str; 9] = [
    "onchange",
    "onclick",
    "@change",
    "v-on:change",
    "x-on:change",
    "(change)",
    "(ngmodelchange)",
    "ng-change",
    "on:change",
];
/// Attributes with the handler of a submitted form.
const SENT: [&str; 8] = [
    "onsubmit",
    "@submit",
    "@submit.prevent",
    "v-on:submit.prevent",
    "x-on:submit.prevent",
    "(submit)",
    "(ngsubmit)",
    "ng-submit",
];
/// Types of controls whose input cannot identify a person.
const UNTYPED: [&str; 8] = [
    "radio", "checkbox", "hidden", "range", "color", "reset", "number", "search",
];

/// Means of a page to submit data, and what it displays. Searched for when a control needs them.
#[derive(Default)]
pub(super) struct Sending {
    looked: OnceCell<Shown>,
}

struct Shown {
    /// Whether there is a form, a button or a text field.
    sends: bool,
    /// Whether there is a data table without controls.
    table: bool,
    /// Headings with their start offsets, in order.
    headings: Vec<(u32, Located<String>)>,
}

impl<'p> Reader<'p> {
    /// The handler of a selection, if it has a telling name.
    pub(super) fn chosen_by(&self, control: ElementRef<'p>) -> Option<Located<String>> {
        self.called(control, &CHOSEN)
    }

    /// The handler that receives the content of a form.
    pub(super) fn handled_by(&self, form: ElementRef<'p>) -> Option<Located<String>> {
        self.called(form, &SENT)
    }

    fn called(&self, element: ElementRef<'p>, events: &[&str]) -> Option<Located<String>> {
        /// Maximum length of a handler; longer ones are programs with several effects.
        const LONGEST: usize = 80;
        let mut given = events.iter();
        given
            .find_map(|event| self.labels.attribute(element, event))
            .filter(|written| written.value.len() <= LONGEST)
    }

    /// The purpose of a choice that is not submitted: a page without form, button or text field stores nothing. Beside
    /// a table the choice filters the table; otherwise it selects what the heading above it names.
    pub(super) fn shows(&self, control: ElementRef<'p>) -> Option<Located<String>> {
        let shown = self.sending.looked.get_or_init(|| self.look());
        if shown.sends || super::is_bound(control) {
            return None;
        }
        if shown.table {
            return Some(Located::implied("query".to_owned()));
        }
        let at = self.tag(control).start;
        let behind = shown.headings.partition_point(|(start, _)| *start < at);
        let (_, heading) = shown.headings.get(behind.checked_sub(1)?)?;
        Some(heading.clone())
    }

    fn look(&self) -> Shown {
        let holds = |element: ElementRef<'p>, names: &[&str]| {
            let inside = element.descendants().skip(1).filter_map(ElementRef::wrap);
            let mut inside = inside.map(|inner| inner.value().name());
            inside.any(|inner| names.contains(&inner))
        };
        let mut shown = Shown {
            sends: false,
            table: false,
            headings: Vec::new(),
        };
        for element in elements(self.page) {
            match element.value().name() {
                "form" | "button" | "textarea" => shown.sends = true,
                "input" => {
                    let kind = on_one_line(element.attribute("type").unwrap_or("text"));
                    shown.sends |= !UNTYPED.contains(&kind.to_ascii_lowercase().as_str());
                }
                "table" => {
                    shown.table |=
                        holds(element, &["td"]) && !holds(element, &["input", "select", "table"]);
                }
                "h1" | "h2" | "h3" | "h4" => {
                    let text = self.labels.text(element);
                    let at = self.tag(element).start;
                    shown.headings.extend(text.map(|text| (at, text)));
                }
                _ => {}
            }
        }
        shown.headings.sort_by_key(|(start, _)| *start);
        shown
    }
}
