//! Text that fields show without a text node: labels of buttons, and placeholders of empty fields.

use scraper::ElementRef;

use crate::a11y::role;
use crate::model::Attributes;

/// Text from an attribute of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldText<'a> {
    /// Label of a button, in the colours of the element.
    Button(&'a str),
    /// Placeholder of an empty field, in its own colours (`::placeholder`).
    Placeholder(&'a str),
}

impl<'a> FieldText<'a> {
    /// The text of an element; `None` if it shows none, or a value that a person entered.
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
