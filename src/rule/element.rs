//! Names a page element in a sentence by something a person can find: ten fields without a label are ten different
//! fields.

use crate::model::Place;
use crate::outcome::Facts;
use crate::texts::{Language, filled, harmless};

/// The placeholder for the element's name, available to messages of checks with the fact [`ELEMENT`].
pub(super) const NAMED: &str = "named";
/// The fact with the kind of an element (`input`).
pub(super) const ELEMENT: &str = "element";

/// Attributes that identify an element for people, most useful first.
const TELLING: [&str; 11] = [
    "name",
    "id",
    "formcontrolname",
    "v-model",
    "ng-model",
    "placeholder",
    "title",
    "href",
    "src",
    "data",
    "action",
];
/// Longer values are not helpful.
const MOST: usize = 60;

/// The name of the element at a place (`„vorname“ (<input>)`); only its kind if nothing identifies it.
pub(super) fn named(facts: &Facts, place: &Place, language: Language) -> Option<String> {
    let kind = facts.get(ELEMENT)?.display(language);
    let excerpt = place.excerpt.as_deref().unwrap_or_default();
    let known = told(excerpt).or_else(|| of_path(place.path.0.last()?));
    Some(match known {
        Some(name) => filled(
            "rule.named-element",
            language,
            &[("name", &harmless(name)), (ELEMENT, &kind)],
        ),
        None => filled("rule.unnamed-element", language, &[(ELEMENT, &kind)]),
    })
}

/// What identifies an element in its opening tag.
fn told(tag: &str) -> Option<&str> {
    let attributes = attributes(tag);
    TELLING.iter().find_map(|telling| {
        let mut own = attributes.iter();
        let (_, value) = own.find(|(name, _)| name.eq_ignore_ascii_case(telling))?;
        telling_value(value)
    })
}

/// What identifies it in the last name of its path: `#plz`, `input[name=plz]`.
fn of_path(name: &str) -> Option<&str> {
    if let Some(id) = name.strip_prefix('#') {
        return telling_value(id);
    }
    let (_, attribute) = name.split_once('[')?;
    let (attribute, value) = attribute.strip_suffix(']')?.split_once('=')?;
    TELLING.contains(&attribute).then(|| telling_value(value))?
}

/// The value if it is useful to people: plain text, neither code nor image data.
fn telling_value(value: &str) -> Option<&str> {
    let value = value.trim();
    let is_made = value.contains(['{', '}', '<', '>', '$', '%']);
    let is_code = value.starts_with("data:") || value.starts_with("javascript:");
    let says_something = value.chars().any(char::is_alphanumeric);
    let is_told = says_something && !is_made && !is_code && value.chars().count() <= MOST;
    is_told.then_some(value)
}

/// The attributes of an opening tag with their values, in order.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let Some(inside) = tag.trim_start().strip_prefix('<') else {
        return found;
    };
    let mut rest = inside.trim_start_matches(|ch: char| !ch.is_whitespace() && ch != '>');
    loop {
        rest = rest.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '/');
        let end = rest.find(|ch: char| ch.is_whitespace() || matches!(ch, '=' | '>' | '/'));
        let (name, behind) = rest.split_at(end.unwrap_or(rest.len()));
        if name.is_empty() {
            return found;
        }
        rest = behind.trim_start();
        let Some(written) = rest.strip_prefix('=') else {
            found.push((name, ""));
            continue;
        };
        let written = written.trim_start();
        let quote = written.chars().next().filter(|ch| matches!(ch, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => match written[1..].split_once(quote) {
                Some(parts) => parts,
                // The excerpt ends inside the value.
                None => return found,
            },
            None => {
                let end = written.find(|ch: char| ch.is_whitespace() || ch == '>');
                written.split_at(end.unwrap_or(written.len()))
            }
        };
        found.push((name, value));
        rest = behind;
    }
}

/// Whether a message may name a fact of a check.
pub(super) fn is_known(name: &str, facts: &[&str]) -> bool {
    facts.contains(&name) || (name == NAMED && facts.contains(&ELEMENT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Fact;

    fn said(excerpt: Option<&str>, path: &str) -> Option<String> {
        let mut place = Place::document("antrag.html");
        place.path.0 = vec![path.to_owned()];
        place.excerpt = excerpt.map(str::to_owned);
        let facts = Facts::from([(ELEMENT.to_owned(), Fact::from("input"))]);
        named(&facts, &place, Language::De)
    }

    #[test]
    fn elements_are_named_by_what_people_find_them_by() {
        for (tag, name) in [
            ("<input type=text name=\"vorname\" id='f7'>", "vorname"),
            ("<input id=plz>", "plz"),
            (
                "<input type=\"text\" placeholder=\"Straße und Haus\">",
                "Straße und Haus",
            ),
            ("<a class=x href='/impressum'>", "/impressum"),
            ("<input v-model = \"person.name\" disabled>", "person.name"),
        ] {
            assert_eq!(told(tag), Some(name), "{tag}");
        }
        for tag in [
            "<input>",
            "<input name=\"{{ feld }}\">",
            "<a href=\"#\">",
            "<img src=\"data:image/png;base64,AA\">",
            "<input name=\"abgeschnit",
            "kein Element",
        ] {
            assert_eq!(told(tag), None, "{tag}");
        }
    }

    #[test]
    fn what_no_tag_tells_the_path_may() {
        assert_eq!(
            said(Some("<input>"), "input[name=ort]").as_deref(),
            Some("„ort“ (<input>)")
        );
        assert_eq!(said(None, "#ort").as_deref(), Some("„ort“ (<input>)"));
        assert_eq!(said(None, "input[type=text]").as_deref(), Some("<input>"));
    }
}
