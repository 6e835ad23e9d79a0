//! Selectors, judged on a page as it was captured: nobody points at it or focuses anything, and what scripts and
//! people can change stays open.

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

/// Simple selectors and combinators in one selector. Matching recurses once for each of them, and once more for
/// each level of nesting.
const MOST_COMPONENTS: usize = 64;

/// Those of a list of selectors with what `&` stands for, as often as it stands there: blocks in blocks multiply.
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

/// What the subject of a selector demands; narrows the elements to try. The later ones are kept by more elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'s> {
    /// An id.
    Id(&'s str),
    /// A class.
    Class(&'s str),
    /// To be the outermost element.
    Root,
    /// An attribute with a name in lower case.
    Attribute(&'s str),
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
    /// What stands around the element.
    pub ancestors: DemandedAncestors,
    states: States,
    /// Steps that matching takes before anything is tested: `*` tests nothing.
    price: u64,
}

/// What a selector says of states.
#[derive(Clone, Copy, Debug, Default)]
struct States {
    /// Whether it speaks of an element that has the keyboard focus.
    focus: bool,
    /// Whether it speaks of what people do, outside of other selectors: at rest it matches nothing.
    use_alone: bool,
    /// Whether the capture may leave open what it matches.
    open: bool,
}

impl Selector {
    /// Nothing where the selector is about a generated box that nobody asks for.
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

    /// Comparable: the higher one wins.
    pub fn specificity(&self) -> u32 {
        self.complex.specificity()
    }

    /// Whether it speaks of an element that has the keyboard focus.
    pub fn speaks_of_focus(&self) -> bool {
        self.states.focus
    }

    /// Whether it matches nothing as long as nobody uses the page.
    pub fn needs_use(&self) -> bool {
        self.states.use_alone
    }

    /// An id or a class that an element around the subject must have, if the selector names one.
    pub fn outer_key(&self) -> Option<Key<'_>> {
        let mut compounds = self.complex.iter();
        let mut best = None;
        let mut around = false;
        loop {
            let key = compound_key(&mut compounds);
            if around && matches!(key, Key::Id(_) | Key::Class(_)) {
                best = Some(best.map_or(key, |best: Key<'_>| best.min(key)));
            }
            // What stands beside an element has the same elements around it.
            around = match compounds.next_sequence() {
                None => return best,
                Some(Combinator::Child | Combinator::Descendant) => true,
                Some(_) => false,
            };
        }
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
        // The generated box comes first; the compound behind it is about the element.
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
    /// Components of all of them.
    size: usize,
    /// Those of the longest.
    longest: usize,
}

/// What `&` stands for in the rules nested in a style rule.
#[derive(Debug)]
pub struct NestingParent {
    selectors: SelectorList<PageSelectors>,
    size: usize,
}

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

    /// Whether what it stands for is too much to be kept.
    pub fn is_too_large(&self) -> bool {
        self.selectors.is_empty()
    }

    /// The selectors that are about elements, `::before` or `::after`.
    pub fn selectors(&self) -> impl Iterator<Item = Selector> + '_ {
        let selectors = self.selectors.iter().cloned();
        selectors.filter_map(|selector| Selector::new(selector, self.longest))
    }

    /// What `&` stands for inside; nothing where all selectors are about generated boxes, which have no elements.
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

/// How long a selector is.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    components: usize,
    /// How often `&` is among them.
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

    /// Its components, and those it has where `&` stands for so many.
    fn expanded(self, parent: usize) -> (usize, usize) {
        let inner = self.parents.saturating_mul(parent);
        (self.components, self.components.saturating_add(inner))
    }
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
        self.spend_many(1)
    }

    /// Takes several steps; `false` if nothing was left.
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
