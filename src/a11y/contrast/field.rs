//! Words that fields show without any text node of the page: those on a button, and those in a field that is empty.

use scraper::ElementRef;

use crate::a11y::role;
use crate::model::Attributes;

/// What a field says by an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldText<'a> {
    /// What stands on a button, in the colours of the element.
    Button(&'a str),
    /// What stands in an empty field, in colours of its own (`::placeholder`).
    Placeholder(&'a str),
}

impl<'a> FieldText<'a> {
    /// That of an element; nothing where it shows none, or a value that somebody entered.
    pub fn of(element: ElementRef<'a>) -> Option<Self> {
        const BUTTONS: [&str; 3] = ["submit", "button", "reset"];
        const WITH_PLACEHOLDER: [&str; 7] = [
            "text", "search", "url", "tel", "email", "password", "number",
        ];
        let says = |name| {
            let text = element.attribute(name)?;
            text.chars().any(char::is_alphanumeric).then_some(text)
        };
        match element.value().name() {
            "input" => {
                let kind = role::input_type(element);
                if BUTTONS.contains(&kind.as_str()) {
                    return says("value").map(Self::Button);
                }
                let is_empty = element.attribute("value").is_none_or(str::is_empty);
                (WITH_PLACEHOLDER.contains(&kind.as_str()) && is_empty)
                    .then(|| says("placeholder"))?
                    .map(Self::Placeholder)
            }
            "textarea" => {
                let is_empty = element.text().all(|text| text.trim().is_empty());
                is_empty
                    .then(|| says("placeholder"))?
                    .map(Self::Placeholder)
            }
            _ => None,
        }
    }

    /// Its words.
    pub fn words(self) -> &'a str {
        match self {
            Self::Button(words) | Self::Placeholder(words) => words,
        }
    }
}
