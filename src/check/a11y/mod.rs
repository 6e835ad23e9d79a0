//! Checks on web pages. The rule files state which of them implement ACT rules.

pub mod abbreviation;
pub mod aria_attribute;
pub mod aria_family;
pub mod aria_role;
pub mod autocomplete;
pub mod choice_group;
pub mod clipped;
pub mod contrast;
pub mod data_table;
pub mod decorative;
pub mod error_message;
pub mod field_hint;
pub mod field_label;
pub mod focus_trap;
pub mod focus_visible;
pub mod frame_focus;
mod function_around;
pub mod heading_order;
pub mod heading_topic;
pub mod hidden_focus;
pub mod hidden_page;
pub mod ids;
pub mod image_purpose;
pub mod image_text;
pub mod input_purpose;
pub mod instruction;
pub mod label_in_name;
pub mod label_topic;
pub mod landmark;
pub mod language;
pub mod language_of_parts;
pub(super) mod language_tags;
pub mod link_by_color;
pub mod link_hint;
pub mod link_purpose;
pub mod link_target;
pub mod linked_media;
pub mod list_content;
pub mod made_list;
pub mod markup;
pub mod media;
pub mod media_alternative;
pub mod mouse;
pub mod named;
mod near;
mod occurrence;
pub mod orientation;
pub mod outline_top;
pub mod placeholder;
pub mod reference;
pub mod refresh;
pub mod script;
pub mod scrollable;
pub mod site;
mod small_words;
pub mod spacing;
mod stacked_links;
pub mod statement;
pub mod table;
mod table_fill;
pub mod table_scope;
mod table_template;
pub mod target_size;
pub mod telling_name;
mod text;
pub mod text_direction;
pub mod text_language;
pub mod title;
pub mod title_topic;
mod together;
pub mod viewport;
mod wording;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::{Check, PageCheck};
use crate::a11y::{PageView, Reads, Truth, Writes, dynamic, role};
use crate::model::{Facilities, PageModel};
use crate::outcome::{Doubt, Expectation, Grounds};

/// The target of rules about the document as a whole.
fn document_target(page: &PageView<'_>) -> Vec<NodeId> {
    page.document_element()
        .map(|root| root.id())
        .into_iter()
        .collect()
}

/// Whether scripts or components may add content missing in the markup.
fn may_be_completed(page: &PageView<'_>) -> bool {
    page.is_shell() || page.index.elements().any(dynamic::is_foreign)
}

/// Whether an element belongs to HTML or SVG, the scope of rules on ARIA.
fn is_markup(element: ElementRef<'_>) -> bool {
    role::is_html(element) || role::is_svg(element)
}

/// A check on elements: whether it applies to one, and whether that one passes.
pub(super) trait ElementCheck: Send + Sync {
    /// The inputs of its verdict in a template; `None` if it does not judge templates.
    fn on_templates(&self) -> Option<Reads> {
        None
    }
    /// The elements that the rule may apply to, in tree order. Naming them is faster than asking every element of the
    /// page.
    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.elements().collect()
    }
    /// Whether the rule applies to the element.
    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth;
    /// Whether the element passes, and the grounds if it does not.
    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds);
    /// Whether nothing can be said of the element, not even a question asked.
    fn leaves_open<'a>(&self, _: &PageView<'a>, _: ElementRef<'a>) -> bool {
        false
    }
    /// The kind of doubt about an element that may pass or fail.
    fn doubt<'a>(&self, _: &PageView<'a>, _: ElementRef<'a>) -> Doubt {
        Doubt::NotCaptured
    }
    /// What the capture must provide.
    fn needs(&self) -> Facilities {
        Facilities::DOM
    }
}

/// Gives an [`ElementCheck`] its outcomes: failed only if it certainly applies and certainly does not pass.
struct Elements<T>(T);

impl<T: ElementCheck> PageCheck for Elements<T> {
    fn needs(&self) -> Facilities {
        self.0.needs()
    }

    fn on_templates(&self) -> Option<Reads> {
        self.0.on_templates()
    }

    fn may_overlook(&self, page: &PageView<'_>) -> bool {
        page.scripts().written_markup().iter().any(|markup| {
            let made = PageModel::of_markup(&page.page.document, markup);
            let made = PageView::new(&made);
            let mut candidates = self.0.candidates(&made).into_iter();
            candidates.any(|element| {
                !self.0.applies(&made, element).is_no() && !self.0.judge(&made, element).0.is_yes()
            })
        })
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let mut judged = Vec::new();
        for element in self.0.candidates(page) {
            let applies = self.0.applies(page, element);
            if !applies.is_no() {
                judged.push((element.id(), self.expect_of(page, element, applies)));
            }
        }
        judged
    }
}

impl<T: ElementCheck> Elements<T> {
    fn expect_of<'a>(
        &self,
        page: &PageView<'a>,
        element: ElementRef<'a>,
        applies: Truth,
    ) -> Expectation {
        if self.0.leaves_open(page, element) {
            return Expectation::Untested;
        }
        let (fine, grounds) = self.0.judge(page, element);
        match expectation(applies, fine, grounds) {
            Expectation::Unknown(_, grounds) => {
                Expectation::Unknown(self.0.doubt(page, element), grounds)
            }
            // A script of the page takes it away or hides it.
            Expectation::Unmet(grounds) if page.scripts().write(element, Writes::HIDING) => {
                Expectation::Unknown(self.0.doubt(page, element), grounds)
            }
            Expectation::Unmet(grounds) if page.may_be_put_away(element) => {
                Expectation::Unknown(self.0.doubt(page, element), grounds)
            }
            sure => sure,
        }
    }
}

fn expectation(applies: Truth, fine: Truth, grounds: Grounds) -> Expectation {
    match (applies, fine) {
        (_, Truth::Yes) => Expectation::Met,
        (Truth::Yes, Truth::No) => Expectation::Unmet(grounds),
        _ => Expectation::Unknown(Doubt::NotCaptured, grounds),
    }
}

fn elements(check: impl ElementCheck + 'static) -> Check {
    Check::Page(Box::new(Elements(check)))
}

fn element_grounds(element: ElementRef<'_>) -> Grounds {
    Grounds::none().with("element", element.value().name())
}
