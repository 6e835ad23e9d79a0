//! Selectors, judged on a page as it was captured: nobody points at it or focuses anything, and what scripts and
//! people can change stays open.

mod element;
mod syntax;

use std::cell::Cell;
use std::fmt;

use cssparser::{ParseError, ToCss};
use scraper::ElementRef;
use selectors::context::{MatchingForInvalidation, NeedsSelectorFlags, QuirksMode, SelectorCaches};
use selectors::matching::{self, MatchingContext, MatchingMode};
use selectors::parser::{
    Component, ParseRelative, Selector as ComplexSelector, SelectorList, SelectorParseErrorKind,
};

use self::element::Candidate;
use self::syntax::{Assumption, PageSelectors, PseudoClass, PseudoElement, SelectorParser};
use super::super::Truth;

/// Simple selectors and combinators in one selector. Matching recurses once for each of them, and once more for
/// each level of nesting.
const MOST_COMPONENTS: usize = 64;

/// A generated box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pseudo {
    /// `::before`
    Before,
    /// `::after`
    After,
}

/// What the subject of a selector demands; narrows the elements to try.
#[derive(Debug, PartialEq, Eq)]
pub enum Key<'s> {
    /// An id.
    Id(&'s str),
    /// A class.
    Class(&'s str),
    /// An element name in lower case.
    Name(&'s str),
    /// Nothing that an index could answer.
    Any,
}

/// One selector, no list.
#[derive(Clone, Debug)]
pub struct Selector {
    complex: ComplexSelector<PageSelectors>,
    /// The generated box it selects instead of the element.
    pub pseudo: Option<Pseudo>,
}

impl Selector {
    /// Nothing where the selector is about a generated box that nobody asks for.
    fn new(complex: ComplexSelector<PageSelectors>) -> Option<Self> {
        let pseudo = match complex.pseudo_element() {
            None => None,
            Some(PseudoElement::Before) => Some(Pseudo::Before),
            Some(PseudoElement::After) => Some(Pseudo::After),
            Some(PseudoElement::Other) => return None,
        };
        Some(Self { complex, pseudo })
    }

    /// Comparable: the higher one wins.
    pub fn specificity(&self) -> u32 {
        self.complex.specificity()
    }

    /// Whether it speaks of an element that has the keyboard focus.
    pub fn speaks_of_focus(&self) -> bool {
        speaks_of_focus(&self.complex)
    }

    /// What an element must have for the selector to match it, or the element it generates a box for.
    pub fn key(&self) -> Key<'_> {
        subject_key(&self.complex)
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.complex.to_css(formatter)
    }
}

fn speaks_of_focus(complex: &ComplexSelector<PageSelectors>) -> bool {
    let any = |list: &[ComplexSelector<PageSelectors>]| list.iter().any(speaks_of_focus);
    complex
        .iter_raw_match_order()
        .any(|component| match component {
            Component::NonTSPseudoClass(class) => {
                matches!(class, PseudoClass::Focus | PseudoClass::FocusWithin)
            }
            Component::Is(list) | Component::Where(list) | Component::Negation(list) => {
                any(list.slice())
            }
            Component::Has(relative) => relative.iter().any(|one| speaks_of_focus(&one.selector)),
            _ => false,
        })
}

fn subject_key(complex: &ComplexSelector<PageSelectors>) -> Key<'_> {
    let mut components = complex.iter();
    if complex.has_pseudo_element() {
        // The generated box comes first; the compound behind it is about the element.
        components.by_ref().for_each(drop);
        components.next_sequence();
    }
    let mut key = Key::Any;
    for component in components {
        let found = match component {
            Component::ID(id) => Key::Id(&id.0),
            Component::Class(class) => Key::Class(&class.0),
            Component::LocalName(name) if name.name == name.lower_name => Key::Name(&name.name.0),
            Component::Is(list) | Component::Where(list) => match list.slice() {
                [only] => subject_key(only),
                _ => Key::Any,
            },
            _ => Key::Any,
        };
        key = match (&key, found) {
            (_, Key::Id(id)) => return Key::Id(id),
            (Key::Any | Key::Name(_), found @ Key::Class(_)) | (Key::Any, found) => found,
            _ => key,
        };
    }
    key
}

/// The selectors of a style rule.
#[derive(Clone, Debug, Default)]
pub struct SelectorGroup(Vec<ComplexSelector<PageSelectors>>);

/// What `&` stands for in the rules nested in a style rule.
#[derive(Debug)]
pub struct NestingParent(SelectorList<PageSelectors>);

impl SelectorGroup {
    /// Parses a list of selectors; those of nested rules are resolved against the rule around them.
    ///
    /// # Errors
    /// One invalid selector makes the whole list invalid, as CSS demands.
    pub fn parse(
        input: &mut cssparser::Parser<'_>,
        parent: Option<&NestingParent>,
    ) -> Result<Self, ParseError<SelectorParseErrorKind>> {
        let relative = match parent {
            Some(_) => ParseRelative::ForNesting,
            None => ParseRelative::No,
        };
        let list = SelectorList::parse(&SelectorParser, input, relative)?;
        // Counted before `&` is replaced: what it stands for is shared and would be counted over and over.
        if list.slice().iter().map(count_components).max() > Some(MOST_COMPONENTS) {
            return Err(ParseError::unexpected_token());
        }
        Ok(Self(
            list.slice()
                .iter()
                .map(|selector| match parent {
                    Some(parent) => selector.replace_parent_selector(&parent.0),
                    None => selector.clone(),
                })
                .collect(),
        ))
    }

    /// The selectors that are about elements, `::before` or `::after`.
    pub fn selectors(&self) -> impl Iterator<Item = Selector> + '_ {
        self.0.iter().cloned().filter_map(Selector::new)
    }

    /// What `&` stands for inside; nothing where all selectors are about generated boxes, which have no elements.
    pub fn nesting_parent(&self) -> Option<NestingParent> {
        let elements: Vec<_> = self
            .0
            .iter()
            .filter(|selector| !selector.has_pseudo_element())
            .cloned()
            .collect();
        (!elements.is_empty()).then(|| NestingParent(SelectorList::from_iter(elements.into_iter())))
    }
}

fn count_components(selector: &ComplexSelector<PageSelectors>) -> usize {
    let sum = |selectors: &[ComplexSelector<PageSelectors>]| {
        selectors.iter().map(count_components).sum::<usize>()
    };
    selector
        .iter_raw_match_order()
        .map(|component| match component {
            Component::Is(list) | Component::Where(list) | Component::Negation(list) => {
                1 + sum(list.slice())
            }
            Component::NthOf(nth) => 1 + sum(nth.selectors()),
            Component::Has(relative) => {
                let inner = relative.iter().map(|one| count_components(&one.selector));
                1 + inner.sum::<usize>()
            }
            _ => 1,
        })
        .sum()
}

/// How many tests and moves matching may still take, so that no style sheet makes it endless.
#[derive(Debug)]
pub struct Budget(Cell<u64>);

impl Budget {
    /// A budget of that many steps.
    pub fn new(steps: u64) -> Self {
        Self(Cell::new(steps))
    }

    /// Whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// Takes one step; `false` if nothing is left.
    fn spend(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

/// Matches one selector against many elements.
pub struct Matcher<'s> {
    selector: &'s Selector,
    budget: &'s Budget,
    // Results depend on the assumption, so each has its own.
    possible: SelectorCaches,
    certain: SelectorCaches,
}

impl<'s> Matcher<'s> {
    /// A matcher that shares a budget with others.
    pub fn new(selector: &'s Selector, budget: &'s Budget) -> Self {
        Self {
            selector,
            budget,
            possible: SelectorCaches::default(),
            certain: SelectorCaches::default(),
        }
    }

    /// Whether the selector matches an element, or the box that it generates.
    pub fn matches(&mut self, element: ElementRef<'_>) -> Truth {
        self.matches_while(element, None)
    }

    /// Whether it does while another element, or the same, has the keyboard focus. Asked for one such element only.
    pub fn matches_while<'a>(
        &mut self,
        element: ElementRef<'a>,
        focused: Option<ElementRef<'a>>,
    ) -> Truth {
        let possible = self.matches_under(Assumption::Possible, element, focused);
        let certain = possible && self.matches_under(Assumption::Certain, element, focused);
        if self.budget.is_spent() {
            return Truth::Unknown;
        }
        match (possible, certain) {
            (false, _) => Truth::No,
            (true, false) => Truth::Unknown,
            (true, true) => Truth::Yes,
        }
    }

    fn matches_under<'a>(
        &mut self,
        assumption: Assumption,
        element: ElementRef<'a>,
        focused: Option<ElementRef<'a>>,
    ) -> bool {
        let mode = match self.selector.pseudo {
            None => MatchingMode::Normal,
            Some(_) => MatchingMode::ForStatelessPseudoElement,
        };
        let caches = match assumption {
            Assumption::Possible => &mut self.possible,
            Assumption::Certain => &mut self.certain,
        };
        let mut context = MatchingContext::new(
            mode,
            None,
            caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        context.extra_data = assumption;
        let candidate = Candidate::new(element, focused, self.budget);
        matching::matches_selector(&self.selector.complex, 0, None, &candidate, &mut context)
    }
}
