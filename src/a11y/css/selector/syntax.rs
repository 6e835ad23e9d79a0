//! The syntax of selectors. Unknown pseudo-classes and pseudo-elements are not errors, because browsers may know them.

use std::fmt;

use cssparser::{CowRcStr, ParseError, Parser, ToCss};
use html5ever::Namespace;
use scraper::selector::{CssLocalName, CssString};
use selectors::parser::{self, SelectorImpl, SelectorParseErrorKind};

/// The types of which selectors on a page consist.
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

/// How to treat what the capture does not decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assumption {
    /// In favour of a match: if this fails, the selector certainly does not match.
    #[default]
    Possible,
    /// Against a match: if this succeeds, the selector certainly matches.
    Certain,
}

/// A pseudo-class that the element tree does not decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PseudoClass {
    /// Matches only while a person uses the page, such as `:hover`.
    Interaction,
    /// `:focus`, and `:focus-visible` for keyboard use.
    Focus,
    /// `:focus-within`
    FocusWithin,
    /// `:disabled`, by the attribute.
    Disabled,
    /// `:enabled`
    Enabled,
    /// `:link` and `:any-link`: on a first visit, every link matches.
    Link,
    /// `:host` without brackets. Style sheets of pages have no shadow host, so it matches nothing there.
    Host,
    /// Depends on state, content or the browser, such as `:checked` and `:lang()`.
    State,
}

impl PseudoClass {
    /// Whether it matches only while a person uses the page.
    pub fn is_user_action(&self) -> bool {
        matches!(
            self,
            Self::Interaction | Self::Focus | Self::FocusWithin | Self::Host
        )
    }

    fn named(name: &str) -> Self {
        const INTERACTIONS: [&str; 6] = [
            "hover",
            "active",
            "target",
            "target-within",
            "visited",
            "host-context",
        ];
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "focus" | "focus-visible" | "-moz-focusring" => return Self::Focus,
            "focus-within" => return Self::FocusWithin,
            "host" => return Self::Host,
            "disabled" => return Self::Disabled,
            "enabled" => return Self::Enabled,
            "link" | "any-link" | "-webkit-any-link" | "-moz-any-link" => return Self::Link,
            _ => {}
        }
        // Vendor pseudo-classes are about interaction, with very few exceptions.
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
            Self::Host => dest.write_str(":host"),
            Self::Interaction | Self::State => write!(dest, ":{self:?}"),
        }
    }
}

/// A generated box, or a part of a native control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PseudoElement {
    /// `::before`
    Before,
    /// `::after`
    After,
    /// `::placeholder` and its vendor names
    Placeholder,
    /// Any other.
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

/// Parses selectors like current browsers.
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
