//! Selectors, matched against a page as captured: no pointer, no focus; states that scripts and people can change stay
//! open.

mod ancestors;
mod element;
mod syntax;

use std::cell::Cell;
use std::fmt;

use cssparser::{ParseError, ToCss};
use scraper::ElementRef;
use selectors::context::{MatchingForInvalidation, NeedsSelectorFlags, QuirksMode, SelectorCaches};
use selectors::matching::{self, MatchingContext, MatchingMode};
use selectors::parser::{
    Combinator, Component, ParseRelative, Selector as ComplexSelector, SelectorIter, SelectorList,
    SelectorParseErrorKind,
};

pub use self::ancestors::{DemandedAncestors, NameBit, NameSet};
use self::element::Candidate;
use self::syntax::{Assumption, PageSelectors, PseudoClass, PseudoElement, SelectorParser};
use super::super::Truth;

/// Maximum number of simple selectors and combinators in one selector. Matching recurses once for each of them, and
/// once more for each level of nesting.
const MOST_COMPONENTS: usize = 64;

/// Maximum number of components of a selector list, counting the meaning of `&` at each occurrence: nested blocks
/// multiply.
const MOST_EXPANDED: usize = 16_384;

/// A generated box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pseudo {
    /// `::before`
    Before,
    /// `::after`
    After,
    /// `::placeholder`: the words in an empty field
    Placeholder,
}

/// What a selector requires of its subject; narrows the candidates. Earlier variants match fewer elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'s> {
    /// An id.
    Id(&'s str),
    /// A class.
    Class(&'s str),
    /// The root element.
    Root,
    /// An attribute with a name in lower case.
    Attribute(&'s str),
    /// An element name in lower case.
    Name(&'s str),
    /// Nothing that an index can answer.
    Any,
}

/// A single selector.
#[derive(Clone, Debug)]
pub struct Selector {
    complex: ComplexSelector<PageSelectors>,
    /// The generated box it selects instead of the element.
    pub pseudo: Option<Pseudo>,
    /// Requirements on the ancestors of the element.
    pub ancestors: DemandedAncestors,
    states: States,
    /// Steps that matching takes before any test: `*` tests nothing.
    price: u64,
}

/// The states in a selector.
#[derive(Clone, Copy, Debug, Default)]
struct States {
    /// Whether it depends on the keyboard focus.
    focus: bool,
    /// Whether it depends on user action, outside nested selectors: at rest it matches nothing.
    use_alone: bool,
    /// Whether the capture may leave the match undecided.
    open: bool,
}

impl Selector {
    /// `None` if the selector is about a generated box that is not followed.
    fn new(complex: ComplexSelector<PageSelectors>, size: usize) -> Option<Self> {
        let pseudo = match complex.pseudo_element() {
            None => None,
            Some(PseudoElement::Before) => Some(Pseudo::Before),
            Some(PseudoElement::After) => Some(Pseudo::After),
            Some(PseudoElement::Placeholder) => Some(Pseudo::Placeholder),
            Some(PseudoElement::Other) => return None,
        };
        Some(Self {
            pseudo,
            ancestors: DemandedAncestors::of(&complex),
            states: States::of(&complex),
            complex,
            price: u64::try_from(size / MOST_COMPONENTS).unwrap_or(u64::MAX),
        })
    }

    /// For comparison: the higher one wins.
    pub fn specificity(&self) -> u32 {
        self.complex.specificity()
    }

    /// Whether it is about the host of the shadow tree whose sheet holds it (`:host`), and matches that host.
    pub fn matches_as_host(&self, host: ElementRef<'_>, budget: &Budget) -> Truth {
        let mut components = self.complex.iter_raw_match_order();
        let condition = match (components.next(), components.next()) {
            (Some(Component::NonTSPseudoClass(PseudoClass::Host)), None) => return Truth::Yes,
            // In brackets stands what the host must match (`:host(.wide)`).
            (Some(Component::Host(Some(condition))), None) => condition.clone(),
            _ => return Truth::No,
        };
        let condition = Self::new(condition, 1);
        condition.map_or(Truth::No, |condition| {
            Matcher::new(&condition, budget).matches(host)
        })
    }

    /// Whether it depends on the keyboard focus.
    pub fn speaks_of_focus(&self) -> bool {
        self.states.focus
    }

    /// Whether it matches only while a person uses the page.
    pub fn needs_use(&self) -> bool {
        self.states.use_alone
    }

    /// An id or a class that an ancestor of the subject must have, if the selector names one.
    pub fn outer_key(&self) -> Option<Key<'_>> {
        let mut compounds = self.complex.iter();
        let mut best = None;
        let mut around = false;
        loop {
            let key = compound_key(&mut compounds);
            if around && matches!(key, Key::Id(_) | Key::Class(_)) {
                best = Some(best.map_or(key, |best: Key<'_>| best.min(key)));
            }
            // Siblings have the same ancestors.
            around = match compounds.next_sequence() {
                None => return best,
                Some(Combinator::Child | Combinator::Descendant) => true,
                Some(_) => false,
            };
        }
    }

    /// What an element must have for the selector to match it or its generated box.
    pub fn key(&self) -> Key<'_> {
        subject_key(&self.complex)
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.complex.to_css(formatter)
    }
}

impl States {
    fn of(complex: &ComplexSelector<PageSelectors>) -> Self {
        let mut states = Self::default();
        states.add(complex, false);
        states
    }

    fn add(&mut self, complex: &ComplexSelector<PageSelectors>, inside: bool) {
        for component in complex.iter_raw_match_order() {
            match component {
                Component::NonTSPseudoClass(class) => {
                    let used = class.is_user_action();
                    self.focus |= matches!(class, PseudoClass::Focus | PseudoClass::FocusWithin);
                    self.use_alone |= used && !inside;
                    self.open |= *class == PseudoClass::State || (used && inside);
                }
                Component::Is(list) | Component::Where(list) | Component::Negation(list) => {
                    list.slice().iter().for_each(|one| self.add(one, true));
                }
                Component::NthOf(nth) => nth.selectors().iter().for_each(|one| self.add(one, true)),
                Component::Has(relative) => {
                    relative
                        .iter()
                        .for_each(|one| self.add(&one.selector, true));
                }
                _ => {}
            }
        }
    }
}

fn subject_key(complex: &ComplexSelector<PageSelectors>) -> Key<'_> {
    let mut components = complex.iter();
    if complex.has_pseudo_element() {
        // The generated box comes first; the next compound is about the element.
        components.by_ref().for_each(drop);
        components.next_sequence();
    }
    compound_key(&mut components)
}

fn compound_key<'s>(compound: &mut SelectorIter<'s, PageSelectors>) -> Key<'s> {
    let keys = compound.map(|component| match component {
        Component::ID(id) => Key::Id(&id.0),
        Component::Class(class) => Key::Class(&class.0),
        Component::LocalName(name) if name.name == name.lower_name => Key::Name(&name.name.0),
        Component::Root => Key::Root,
        Component::AttributeInNoNamespace { local_name, .. } => Key::Attribute(&local_name.0),
        Component::AttributeInNoNamespaceExists {
            local_name,
            local_name_lower,
        } if local_name == local_name_lower => Key::Attribute(&local_name.0),
        Component::Is(list) | Component::Where(list) => match list.slice() {
            [only] => subject_key(only),
            _ => Key::Any,
        },
        _ => Key::Any,
    });
    keys.min().unwrap_or(Key::Any)
}

/// The selectors of a style rule.
#[derive(Clone, Debug, Default)]
pub struct SelectorGroup {
    selectors: Vec<ComplexSelector<PageSelectors>>,
    /// Number of components of all of them.
    size: usize,
    /// Number of components of the longest.
    longest: usize,
}

/// The meaning of `&` in rules nested in a style rule.
#[derive(Debug)]
pub struct NestingParent {
    selectors: SelectorList<PageSelectors>,
    size: usize,
}

impl SelectorGroup {
    /// Parses a list of selectors; those of nested rules are resolved against the enclosing rule.
    ///
    /// # Errors
    /// One invalid selector invalidates the whole list, as required by CSS.
    pub fn parse(
        input: &mut cssparser::Parser<'_>,
        parent: Option<&NestingParent>,
    ) -> Result<Self, ParseError<SelectorParseErrorKind>> {
        let relative = match parent {
            Some(_) => ParseRelative::ForNesting,
            None => ParseRelative::No,
        };
        let list = SelectorList::parse(&SelectorParser, input, relative)?;
        // Counted before `&` is replaced: its meaning is shared and would be counted repeatedly.
        let inner = parent.map_or(0, |parent| parent.size);
        let sizes = list.slice().iter().map(|one| Size::of(one).expanded(inner));
        let mut group = Self::default();
        let mut own = 0;
        for (components, expanded) in sizes {
            own = own.max(components);
            group.size = group.size.saturating_add(expanded);
            group.longest = group.longest.max(expanded);
        }
        if own > MOST_COMPONENTS {
            return Err(ParseError::unexpected_token());
        }
        if group.size > MOST_EXPANDED && parent.is_some() {
            return Ok(Self::default());
        }
        let selectors = list.slice().iter().map(|selector| match parent {
            Some(parent) => selector.replace_parent_selector(&parent.selectors),
            None => selector.clone(),
        });
        group.selectors = selectors.collect();
        Ok(group)
    }

    /// Whether its expansion is too large to keep.
    pub fn is_too_large(&self) -> bool {
        self.selectors.is_empty()
    }

    /// The selectors of elements, `::before`, `::after` or `::placeholder`.
    pub fn selectors(&self) -> impl Iterator<Item = Selector> + '_ {
        let selectors = self.selectors.iter().cloned();
        selectors.filter_map(|selector| Selector::new(selector, self.longest))
    }

    /// The meaning of `&` in nested rules; `None` if all selectors are about generated boxes, which have no elements.
    pub fn nesting_parent(&self) -> Option<NestingParent> {
        let elements: Vec<_> = self
            .selectors
            .iter()
            .filter(|selector| !selector.has_pseudo_element())
            .cloned()
            .collect();
        (!elements.is_empty()).then(|| NestingParent {
            selectors: SelectorList::from_iter(elements.into_iter()),
            size: self.size,
        })
    }
}

/// Length of a selector.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    components: usize,
    /// How many of them are `&`.
    parents: usize,
}

impl Size {
    fn of(selector: &ComplexSelector<PageSelectors>) -> Self {
        let mut size = Self::default();
        size.add(selector);
        size
    }

    fn add(&mut self, selector: &ComplexSelector<PageSelectors>) {
        for component in selector.iter_raw_match_order() {
            self.components += 1;
            match component {
                Component::ParentSelector => self.parents += 1,
                Component::Is(list) | Component::Where(list) | Component::Negation(list) => {
                    list.slice().iter().for_each(|one| self.add(one));
                }
                Component::NthOf(nth) => nth.selectors().iter().for_each(|one| self.add(one)),
                Component::Has(relative) => {
                    relative.iter().for_each(|one| self.add(&one.selector));
                }
                _ => {}
            }
        }
    }

    /// Its own number of components, and the number with `&` expanded to `parent` components.
    fn expanded(self, parent: usize) -> (usize, usize) {
        let inner = self.parents.saturating_mul(parent);
        (self.components, self.components.saturating_add(inner))
    }
}

/// Limit of the tests and moves of matching, so that no style sheet makes it endless.
#[derive(Debug)]
pub struct Budget(Cell<u64>);

impl Budget {
    /// A budget of this many steps.
    pub fn new(steps: u64) -> Self {
        Self(Cell::new(steps))
    }

    /// Whether it is used up.
    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// Takes one step; `false` if it was used up.
    fn spend(&self) -> bool {
        self.spend_many(1)
    }

    /// Takes several steps; `false` if it was used up.
    pub fn spend_many(&self, steps: u64) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(steps));
        left > 0
    }
}

/// Matches one selector against many elements.
pub struct Matcher<'s> {
    selector: &'s Selector,
    budget: &'s Budget,
    // Results depend on the assumption, so each has a cache of its own.
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

    /// Whether the selector matches an element or its generated box.
    pub fn matches(&mut self, element: ElementRef<'_>) -> Truth {
        self.matches_while(element, None)
    }

    /// Whether it matches while another element, or the same one, has the keyboard focus. Only for one such element.
    pub fn matches_while<'a>(
        &mut self,
        element: ElementRef<'a>,
        focused: Option<ElementRef<'a>>,
    ) -> Truth {
        if !self.budget.spend_many(self.selector.price) {
            return Truth::Unknown;
        }
        let possible = self.matches_under(Assumption::Possible, element, focused);
        let certain = match self.selector.states.open {
            true => possible && self.matches_under(Assumption::Certain, element, focused),
            false => possible,
        };
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
