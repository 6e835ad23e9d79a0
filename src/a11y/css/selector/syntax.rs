//! What a selector may be made of. Pseudo-classes and pseudo-elements nobody knows yet are no errors: browsers may
//! know them.

use std::fmt;

use cssparser::{CowRcStr, ParseError, Parser, ToCss};
use html5ever::Namespace;
use scraper::selector::{CssLocalName, CssString};
use selectors::parser::{self, SelectorImpl, SelectorParseErrorKind};

/// The types that selectors on a page are made of.
#[derive(Clone, Debug)]
pub struct PageSelectors;

impl SelectorImpl for PageSelectors {
    type AttrValue = CssString;
    type BorrowedLocalName = CssLocalName;
    type BorrowedNamespaceUrl = Namespace;
    type ExtraMatchingData<'a> = Assumption;
    type Identifier = CssLocalName;
    type LocalName = CssLocalName;
    type NamespacePrefix = CssLocalName;
    type NamespaceUrl = Namespace;
    type NonTSPseudoClass = PseudoClass;
    type PseudoElement = PseudoElement;
}

/// How to take what the capture does not settle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assumption {
    /// In favour of the match: where this fails, the selector surely does not match.
    #[default]
    Possible,
    /// Against the match: where this succeeds, the selector surely matches.
    Certain,
}

/// A pseudo-class that the tree of elements does not decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PseudoClass {
    /// Holds only while somebody uses the page, as `:hover` does.
    Interaction,
    /// `:focus`, and `:focus-visible` where the keyboard is used.
    Focus,
    /// `:focus-within`
    FocusWithin,
    /// `:disabled`, as the attribute says.
    Disabled,
    /// `:enabled`
    Enabled,
    /// `:link` and `:any-link`: to whoever sees a page for the first time, each link is one.
    Link,
    /// Depends on state, content or the browser, as `:checked` and `:lang()` do.
    State,
}

impl PseudoClass {
    /// Whether it holds only while somebody uses the page.
    pub fn is_user_action(&self) -> bool {
        matches!(self, Self::Interaction | Self::Focus | Self::FocusWithin)
    }

    fn named(name: &str) -> Self {
        const INTERACTIONS: [&str; 7] = [
            "hover",
            "active",
            "target",
            "target-within",
            "visited",
            // Style sheets of pages have no shadow host.
            "host",
            "host-context",
        ];
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "focus" | "focus-visible" | "-moz-focusring" => return Self::Focus,
            "focus-within" => return Self::FocusWithin,
            "disabled" => return Self::Disabled,
            "enabled" => return Self::Enabled,
            "link" | "any-link" | "-webkit-any-link" | "-moz-any-link" => return Self::Link,
            _ => {}
        }
        // Those of single browsers are about interaction nearly without exception.
        let vendor = name.starts_with("-webkit-") || name.starts_with("-moz-");
        if vendor || INTERACTIONS.contains(&name.as_str()) {
            Self::Interaction
        } else {
            Self::State
        }
    }
}

impl parser::NonTSPseudoClass for PseudoClass {
    fn is_active_or_hover(&self) -> bool {
        *self == Self::Interaction
    }

    fn is_user_action_state(&self) -> bool {
        self.is_user_action()
    }
}

impl ToCss for PseudoClass {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        match self {
            Self::Focus => dest.write_str(":focus"),
            Self::FocusWithin => dest.write_str(":focus-within"),
            Self::Disabled => dest.write_str(":disabled"),
            Self::Enabled => dest.write_str(":enabled"),
            Self::Link => dest.write_str(":link"),
            Self::Interaction | Self::State => write!(dest, ":{self:?}"),
        }
    }
}

/// A generated box, or a part of what the browser draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PseudoElement {
    /// `::before`
    Before,
    /// `::after`
    After,
    /// `::placeholder`, and what browsers called it before
    Placeholder,
    /// All others.
    Other,
}

impl PseudoElement {
    fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "before" => Self::Before,
            "after" => Self::After,
            "placeholder" | "-webkit-input-placeholder" => Self::Placeholder,
            _ => Self::Other,
        }
    }
}

impl parser::PseudoElement for PseudoElement {
    fn accepts_state_pseudo_classes(&self) -> bool {
        true
    }

    fn is_before_or_after(&self) -> bool {
        matches!(self, Self::Before | Self::After)
    }
}

impl ToCss for PseudoElement {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        dest.write_str(match self {
            Self::Before => "::before",
            Self::After => "::after",
            Self::Placeholder => "::placeholder",
            Self::Other => "::other",
        })
    }
}

/// Parses selectors as browsers of today do.
pub struct SelectorParser;

type SyntaxError = ParseError<SelectorParseErrorKind>;

impl<'i> parser::Parser<'i> for SelectorParser {
    type Error = SelectorParseErrorKind;
    type Impl = PageSelectors;

    fn parse_nth_child_of(&self) -> bool {
        true
    }

    fn parse_is_and_where(&self) -> bool {
        true
    }

    fn parse_has(&self) -> bool {
        true
    }

    fn parse_parent_selector(&self) -> bool {
        true
    }

    fn parse_non_ts_pseudo_class(&self, name: CowRcStr<'i>) -> Result<PseudoClass, SyntaxError> {
        Ok(PseudoClass::named(&name))
    }

    fn parse_non_ts_functional_pseudo_class(
        &self,
        name: CowRcStr<'i>,
        arguments: &mut Parser<'i>,
        _after_part: bool,
    ) -> Result<PseudoClass, SyntaxError> {
        while arguments.next().is_ok() {}
        Ok(PseudoClass::named(&name))
    }

    fn parse_pseudo_element(&self, name: CowRcStr<'i>) -> Result<PseudoElement, SyntaxError> {
        Ok(PseudoElement::named(&name))
    }

    fn parse_functional_pseudo_element(
        &self,
        _name: CowRcStr<'i>,
        arguments: &mut Parser<'i>,
    ) -> Result<PseudoElement, SyntaxError> {
        while arguments.next().is_ok() {}
        Ok(PseudoElement::Other)
    }
}
