//! `autocomplete`: the purpose of a field is stated in valid tokens. ACT rule 73f2c2.

use crate::model::Attributes;
use scraper::ElementRef;

use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, focus, insert, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "autocomplete",
    facts: &["element", "value"],
    variants: &[],
    build: |table| without_params(table, || elements(Autocomplete)),
};

/// Field names of the HTML standard.
const FIELDS: &str = "name honorific-prefix given-name additional-name family-name honorific-suffix nickname \
    username new-password current-password one-time-code organization-title organization street-address \
    address-line1 address-line2 address-line3 address-level4 address-level3 address-level2 address-level1 country \
    country-name postal-code cc-name cc-given-name cc-additional-name cc-family-name cc-number cc-exp cc-exp-month \
    cc-exp-year cc-csc cc-type transaction-currency transaction-amount language bday bday-day bday-month bday-year \
    sex url photo";
/// Field names that may follow `home`, `work` and the like.
const CONTACTS: &str = "tel tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix \
    tel-extension email impp";

struct Autocomplete;

impl ElementCheck for Autocomplete {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.having("autocomplete").collect()
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let tag = element.value().name();
        if !role::is_html(element) || !matches!(tag, "input" | "select" | "textarea") {
            return Truth::No;
        }
        let value = element.attribute("autocomplete").unwrap_or_default().trim();
        if value.is_empty()
            || value.eq_ignore_ascii_case("off")
            || value.eq_ignore_ascii_case("on")
            || insert::is_insert(value)
        {
            return Truth::No;
        }
        let fixed = tag == "input"
            && matches!(
                role::input_type(element).as_str(),
                "button" | "checkbox" | "file" | "hidden" | "image" | "radio" | "reset" | "submit"
            );
        if fixed || focus::is_disabled(element) || is_aria_disabled(element) {
            return Truth::No;
        }
        let is_static = view.in_tab_order(element).is_no()
            && !view.role(element).is_some_and(|role| role.is_widget());
        if is_static && !view.rendered(element).is_no() {
            return Truth::No;
        }
        view.seen(element).or(view.exposed(element))
    }

    fn judge<'a>(&self, _: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let value = element.attribute("autocomplete").unwrap_or_default();
        (
            is_valid(value).into(),
            element_grounds(element).with("value", value),
        )
    }
}

fn is_aria_disabled(element: ElementRef<'_>) -> bool {
    std::iter::once(element)
        .chain(element.ancestors().filter_map(ElementRef::wrap))
        .any(|element| role::is_true(element, "aria-disabled"))
}

/// Whether the tokens are autofill details in the order of the standard.
fn is_valid(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let mut words = value.split_ascii_whitespace().peekable();
    words.next_if(|word| word.starts_with("section-"));
    words.next_if(|word| matches!(*word, "shipping" | "billing"));
    let contact = words
        .next_if(|word| matches!(*word, "home" | "work" | "mobile" | "fax" | "pager"))
        .is_some();
    let listed = |list: &str, word: &str| list.split_ascii_whitespace().any(|known| known == word);
    let Some(field) = words.next() else {
        return false;
    };
    let known = listed(CONTACTS, field) || (!contact && listed(FIELDS, field));
    words.next_if(|word| *word == "webauthn");
    known && words.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_follow_the_standard() {
        for value in [
            "sex",
            "section-kind BDAY",
            "section-a billing work tel-national",
            "shipping street-address",
            "current-password webauthn",
        ] {
            assert!(is_valid(value), "{value}");
        }
        for value in [
            "nachname",
            "work",
            "work name",
            "email work",
            "shipping billing name",
            "name name",
            "",
        ] {
            assert!(!is_valid(value), "{value}");
        }
    }
}
