//! Elements for the selector engine. Everything except the states comes from scraper's view of the tree.

use crate::model::Attributes;
use html5ever::Namespace;
use scraper::ElementRef;
use scraper::selector::{CssLocalName, CssString};
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::MatchingContext;
use selectors::matching::ElementSelectorFlags;
use selectors::{Element, OpaqueElement};

use super::Budget;
use super::syntax::{Assumption, PageSelectors, PseudoClass, PseudoElement};
use crate::a11y::focus;

/// An element under test. Each test and each move takes a step of the budget; once it is used up, nothing matches.
#[derive(Clone, Debug)]
pub struct Candidate<'a, 'b> {
    element: ElementRef<'a>,
    /// The element with the keyboard focus.
    focused: Option<ElementRef<'a>>,
    budget: &'b Budget,
}

impl<'a, 'b> Candidate<'a, 'b> {
    /// An element to test, without any focus or with the focus on another element.
    pub fn new(
        element: ElementRef<'a>,
        focused: Option<ElementRef<'a>>,
        budget: &'b Budget,
    ) -> Self {
        Self {
            element,
            focused,
            budget,
        }
    }

    fn move_to(
        &self,
        element: impl FnOnce(&ElementRef<'a>) -> Option<ElementRef<'a>>,
    ) -> Option<Self> {
        let element = self.budget.spend().then(|| element(&self.element))??;
        Some(Self::new(element, self.focused, self.budget))
    }

    fn test(&self, test: impl FnOnce(&ElementRef<'a>) -> bool) -> bool {
        self.budget.spend() && test(&self.element)
    }
}

/// Whether an element is a link with a target.
fn is_link(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "a" | "area") && element.attribute("href").is_some()
}

impl Element for Candidate<'_, '_> {
    type Impl = PageSelectors;

    fn opaque(&self) -> OpaqueElement {
        self.element.opaque()
    }

    fn parent_element(&self) -> Option<Self> {
        self.move_to(Element::parent_element)
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.move_to(Element::prev_sibling_element)
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.move_to(Element::next_sibling_element)
    }

    fn first_element_child(&self) -> Option<Self> {
        self.move_to(Element::first_element_child)
    }

    fn is_html_element_in_html_document(&self) -> bool {
        self.element.is_html_element_in_html_document()
    }

    fn has_local_name(&self, name: &CssLocalName) -> bool {
        self.test(|element| element.has_local_name(name))
    }

    fn has_namespace(&self, namespace: &Namespace) -> bool {
        self.test(|element| element.has_namespace(namespace))
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.test(|element| element.is_same_type(&other.element))
    }

    fn attr_matches(
        &self,
        namespace: &NamespaceConstraint<&Namespace>,
        name: &CssLocalName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        self.test(|element| element.attr_matches(namespace, name, operation))
    }

    fn match_non_ts_pseudo_class(
        &self,
        class: &PseudoClass,
        context: &mut MatchingContext<'_, PageSelectors>,
    ) -> bool {
        let against = context.extra_data == Assumption::Certain;
        match (class, self.focused) {
            (PseudoClass::Focus, Some(focused)) => focused.id() == self.element.id(),
            (PseudoClass::FocusWithin, Some(focused)) => {
                let mut around = std::iter::once(*focused).chain(focused.ancestors());
                self.test(|element| around.any(|around| around.id() == element.id()))
            }
            // Outside `:not()` it never matches a page at rest; the effect of `:not(:hover)` changes with use.
            (class, _) if class.is_user_action() => context.in_negation() && against,
            // At rest, attributes decide.
            (PseudoClass::Disabled, _) => self.test(|element| focus::is_disabled(*element)),
            (PseudoClass::Enabled, _) => self.test(|element| {
                let control = matches!(
                    element.value().name(),
                    "button" | "input" | "select" | "textarea" | "fieldset" | "option" | "optgroup"
                );
                control && !focus::is_disabled(*element)
            }),
            (PseudoClass::Link, _) => self.test(|element| is_link(*element)),
            _ => context.in_negation() == against,
        }
    }

    fn match_pseudo_element(
        &self,
        _: &PseudoElement,
        _: &mut MatchingContext<'_, PageSelectors>,
    ) -> bool {
        false
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        is_link(self.element)
    }

    fn is_html_slot_element(&self) -> bool {
        self.element.value().name() == "slot"
    }

    fn has_id(&self, id: &CssLocalName, sensitivity: CaseSensitivity) -> bool {
        self.test(|element| element.has_id(id, sensitivity))
    }

    fn has_class(&self, class: &CssLocalName, sensitivity: CaseSensitivity) -> bool {
        self.test(|element| Element::has_class(element, class, sensitivity))
    }

    fn has_custom_state(&self, _: &CssLocalName) -> bool {
        false
    }

    fn imported_part(&self, _: &CssLocalName) -> Option<CssLocalName> {
        None
    }

    fn is_part(&self, _: &CssLocalName) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        self.test(Element::is_empty)
    }

    fn is_root(&self) -> bool {
        self.test(Element::is_root)
    }

    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}
