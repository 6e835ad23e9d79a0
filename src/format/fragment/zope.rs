//! Statements of Zope page templates (TAL, METAL, I18N) in attributes, as in Zope and Chameleon.

use super::attributes::{Attributes, Condition, Given, Placeholder};
use super::dialect::{Written, placeholder};

/// Namespace and name of a statement; `None` for HTML attributes. Zope's own elements omit the namespace.
pub fn statement<'t>(tag: &'t str, attribute: &'t str) -> Option<(&'t str, &'t str)> {
    const SPACES: [&str; 3] = ["tal", "metal", "i18n"];
    let known = |space: &&str| SPACES.contains(space);
    match attribute.split_once(':') {
        Some((space, name)) => known(&space).then_some((space, name)),
        None => {
            let (space, _) = tag.split_once(':')?;
            known(&space).then_some((space, attribute))
        }
    }
}

/// Applies a statement to its element.
pub fn add(tag: &str, space: &str, name: &str, written: &Written<'_>, to: &mut Attributes) {
    let own_element = tag.contains(':');
    match (space, name) {
        ("tal", "condition") => to.depend(Condition::If),
        ("tal", "switch" | "case") => to.depend(Condition::If),
        ("tal", "repeat") => to.depend(Condition::Loop),
        ("tal", "content" | "replace") => {
            // If the element itself disappears, only its content remains.
            to.content |= name == "content" || own_element;
            to.kind |= name == "replace" && !own_element;
            to.placeholder = placeholder(written.source, "default");
        }
        ("tal", "omit-tag") => to.kind |= !own_element,
        ("tal", "attributes") => add_attributes(written.source, to),
        ("metal", "use-macro") => {
            to.kind = true;
            to.placeholder = Some(Placeholder::UnlessFilling);
        }
        ("metal", "extend-macro") => to.kind = true,
        ("metal", "fill-slot") => {
            to.place = true;
            to.fills = true;
        }
        ("metal", "define-slot") => {
            to.place = true;
            to.content = true;
        }
        ("metal", _) => to.place = true,
        // The text may be shown in another language.
        ("i18n", "translate") => to.content = true,
        ("i18n", "attributes") => {
            let names = written.source.split([';', ' ', '\n', '\t']);
            for name in names.filter(|name| is_name(name)) {
                replace(name, to);
            }
        }
        _ => {}
    }
}

/// `src view/picture; alt view/text`; a semicolon in a value is doubled.
fn add_attributes(source: &str, to: &mut Attributes) {
    let source = source.replace(";;", "\u{0}");
    for part in source.split(';') {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        match part.split_once(char::is_whitespace) {
            Some((name, _)) if is_name(name) => replace(name, to),
            // All attributes at once.
            _ => to.any = true,
        }
    }
}

fn is_name(text: &str) -> bool {
    let plain = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_' | ':' | '.');
    !text.is_empty() && text.chars().all(plain)
}

/// Lets the program determine a value. The static value is only for viewing the template as a file.
fn replace(name: &str, to: &mut Attributes) {
    let name = name.to_ascii_lowercase();
    to.known.retain(|(known, _)| *known != name);
    to.set(&name, Given::Expression(String::from("tal")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_filled_one_by_one_or_as_a_whole() {
        let mut to = Attributes::default();
        to.set("src", Given::Text("a.png".into()));
        add_attributes("src view/a; title string:a;;b", &mut to);
        assert_eq!(to.unknown, ["src", "title"]);
        assert!(!to.any);
        add_attributes("view/all", &mut to);
        assert!(to.any);
    }

    #[test]
    fn content_gives_way_unless_it_is_the_default() {
        let left = |expression: &str| placeholder(expression, "default").is_none();
        assert!(left("view/text | default") && left("default"));
        assert!(!left("view/default_text") && !left("structure view/text"));
    }

    #[test]
    fn statements_of_own_elements_have_no_name_space() {
        assert_eq!(statement("tal:block", "repeat"), Some(("tal", "repeat")));
        assert_eq!(statement("p", "tal:content"), Some(("tal", "content")));
        assert_eq!(statement("p", "title"), None);
        assert_eq!(statement("p", "xlink:href"), None);
    }
}
