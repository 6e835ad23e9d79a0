//! Elements that a template language removes from its output. When a template is read as a page, their content belongs
//! to the element around them.

use std::borrow::Cow;

use ego_tree::{NodeId, NodeMut};
use scraper::node::Comment;
use scraper::{ElementRef, Html, Node};

use crate::model::Attributes;

/// A text of the same length in which the comments of RainTPL are blanks: `{ignore}…{/ignore}`.
pub(super) fn without_remarks(text: &str) -> Cow<'_, str> {
    const OPENS: &str = "{ignore}";
    const CLOSES: &str = "{/ignore}";
    if !text.contains(OPENS) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(OPENS) {
        let Some(length) = rest[start..].find(CLOSES) else {
            break;
        };
        let end = start + length + CLOSES.len();
        out.push_str(&rest[..start]);
        let remark = rest[start..end].bytes();
        out.extend(remark.map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        rest = &rest[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What is removed.
#[derive(Clone, Copy)]
enum Removal {
    /// The element, but not its content.
    Tags,
    /// The content, but not the element.
    Content,
    /// All child elements except the first.
    AllButFirst,
    /// The element and its content.
    All,
    /// The element and its content; something else is written in its place.
    Replaced,
}

/// Removes from a page what its template language removes.
pub(super) fn take_out(html: &mut Html, text: &str) {
    /// Marks contained in every page with such elements.
    const MARKS: [&str; 9] = [
        "th:remove=",
        "th-remove=",
        "omit-tag",
        "tal:replace",
        "tal:content",
        "tal:condition",
        "py:strip",
        "<sly",
        "sly-unwrap",
    ];
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return;
    }
    // The skeleton stays, because every page has one.
    let elements = html.root_element().descendants();
    let found: Vec<(NodeId, Removal)> = elements
        .filter_map(ElementRef::wrap)
        .filter(|element| !matches!(element.value().name(), "html" | "head" | "body"))
        .filter_map(|element| Some((element.id(), removal(element)?)))
        .collect();
    for (element, removal) in found {
        if let Some(node) = html.tree.get_mut(element) {
            remove(node, removal);
        }
    }
}

/// Whether the tags of an element are omitted in every use of the template.
pub(super) fn omits_tags(element: ElementRef<'_>) -> bool {
    let condition = element.attribute("tal:omit-tag");
    condition.is_some_and(|condition| constant(condition) == Some(true))
}

fn removal(element: ElementRef<'_>) -> Option<Removal> {
    let thymeleaf = element
        .attribute("th:remove")
        .or_else(|| element.attribute("data-th-remove"));
    match thymeleaf.map(str::trim) {
        Some("tag") => return Some(Removal::Tags),
        Some("body") => return Some(Removal::Content),
        Some("all-but-first") => return Some(Removal::AllButFirst),
        Some("all") => return Some(Removal::All),
        _ => {}
    }
    if let Some(removal) = removal_by_tal(element) {
        return Some(removal);
    }
    // Under a condition the tags are there at times: what they connect and name stays connected and named.
    let conditions = ["tal:omit-tag", "py:strip", "data-sly-unwrap"];
    let mut conditions = conditions.iter().filter_map(|name| element.attribute(name));
    let omits = conditions.any(|condition| constant(condition) == Some(true));
    (omits || element.value().name() == "sly").then_some(Removal::Tags)
}

/// What the statements of TAL remove: they write something in place of an example, unless they name the default.
fn removal_by_tal(element: ElementRef<'_>) -> Option<Removal> {
    let is_left = |expression: &str| {
        let mut words = expression.split(|ch: char| !ch.is_alphanumeric());
        words.any(|word| word == "default")
    };
    let says_nothing = |expression: &str| matches!(expression.trim(), "nothing" | "python:None");
    if element.attribute("tal:condition").is_some_and(says_nothing) {
        return Some(Removal::All);
    }
    if let Some(written) = element.attribute("tal:replace") {
        return match says_nothing(written) {
            true => Some(Removal::All),
            false => (!is_left(written)).then_some(Removal::Replaced),
        };
    }
    let written = element.attribute("tal:content")?;
    // A text is as good as the one that is written.
    let holds_elements = element.child_elements().next().is_some();
    (holds_elements && !is_left(written)).then_some(Removal::Content)
}

/// Whether an element inserts a text, a file or a component of HTL.
fn inserts(node: &Node) -> bool {
    const INSERTING: [&str; 4] = [
        "data-sly-include",
        "data-sly-resource",
        "data-sly-call",
        "data-sly-text",
    ];
    let element = node.as_element();
    element.is_some_and(|element| {
        let inserts = |name: &str| INSERTING.iter().any(|word| name.starts_with(word));
        element.attrs().any(|(name, _)| inserts(name))
    })
}

/// The value of a constant condition.
fn constant(condition: &str) -> Option<bool> {
    let condition = condition.trim();
    let condition = condition.strip_prefix("python:").unwrap_or(condition);
    match condition.trim().to_ascii_lowercase().as_str() {
        "" | "true" | "1" | "${true}" => Some(true),
        "false" | "0" | "nothing" | "none" | "${false}" => Some(false),
        _ => None,
    }
}

/// An output without an element of its own.
fn output() -> Node {
    Node::Comment(Comment {
        comment: "?".into(),
    })
}

fn remove(mut node: NodeMut<'_, Node>, removal: Removal) {
    // Its parent was already removed.
    if node.parent().is_none() {
        return;
    }
    match removal {
        Removal::Tags => {
            if inserts(node.value()) {
                node.insert_before(output());
            }
            while let Some(child) = node.first_child().map(|child| child.id()) {
                node.insert_id_before(child);
            }
            node.detach();
        }
        Removal::Content => {
            while let Some(mut child) = node.first_child() {
                child.detach();
            }
        }
        Removal::AllButFirst => {
            let children = node.as_ref().children();
            let elements = children.filter(|child| child.value().is_element()).skip(1);
            let others: Vec<NodeId> = elements.map(|child| child.id()).collect();
            let tree = node.tree();
            for other in others {
                if let Some(mut other) = tree.get_mut(other) {
                    other.detach();
                }
            }
        }
        Removal::All => node.detach(),
        Removal::Replaced => {
            node.insert_before(output());
            node.detach();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(markup: &str) -> String {
        let mut html = Html::parse_fragment(markup);
        take_out(&mut html, markup);
        html.root_element().inner_html()
    }

    #[test]
    fn remarks_are_blank() {
        let text = "<ul>{ignore}ä\n{/ignore}<li>A{ignore}open";
        let without = without_remarks(text);
        assert_eq!(without.len(), text.len());
        assert_eq!(
            without.trim_start_matches("<ul>").trim_start(),
            "<li>A{ignore}open"
        );
    }

    #[test]
    fn content_takes_the_place_of_its_element() {
        for (markup, left) in [
            (
                "<ul><div th:remove=\"tag\"><li>A</li><li>B</li></div></ul>",
                "<ul><li>A</li><li>B</li></ul>",
            ),
            ("<p><b py:strip=\"\">A</b></p>", "<p>A</p>"),
            (
                "<ul><sly><sly><li>A</li></sly></sly></ul>",
                "<ul><li>A</li></ul>",
            ),
            ("<p>A<b data-sly-unwrap>B</b>C</p>", "<p>ABC</p>"),
            (
                "<p>A<sly data-sly-include=\"b.html\"></sly></p>",
                "<p>A<!--?--></p>",
            ),
            ("<p><b th:remove=\"all\">A</b></p>", "<p></p>"),
            ("<p th:remove=\"body\">A</p>", "<p th:remove=\"body\"></p>"),
            (
                "<ul th:remove=\"all-but-first\"><li>A</li><li>B</li></ul>",
                "<ul th:remove=\"all-but-first\"><li>A</li></ul>",
            ),
            (
                "<p><b th:remove=\"all\"><i py:strip=\"\">A</i></b></p>",
                "<p></p>",
            ),
            (
                "<b tal:omit-tag=\"nothing\">A</b>",
                "<b tal:omit-tag=\"nothing\">A</b>",
            ),
            (
                "<p><b tal:replace=\"view/name\"><img></b></p>",
                "<p><!--?--></p>",
            ),
            ("<p><b tal:replace=\"nothing\">A</b></p>", "<p></p>"),
            ("<p><b tal:condition=\"nothing\">A</b></p>", "<p></p>"),
            (
                "<p tal:content=\"structure view/field\"><input></p>",
                "<p tal:content=\"structure view/field\"></p>",
            ),
            (
                "<p tal:content=\"view/field | default\"><input></p>",
                "<p tal:content=\"view/field | default\"><input></p>",
            ),
            (
                "<p tal:content=\"view/name\">A</p>",
                "<p tal:content=\"view/name\">A</p>",
            ),
            ("<b th:remove=\"none\">A</b>", "<b th:remove=\"none\">A</b>"),
            (
                "<b tal:omit-tag=\"view/readonly\">A</b>",
                "<b tal:omit-tag=\"view/readonly\">A</b>",
            ),
            (
                "<b data-sly-unwrap=\"${!item.link}\">A</b>",
                "<b data-sly-unwrap=\"${!item.link}\">A</b>",
            ),
        ] {
            assert_eq!(without(markup), left, "{markup}");
        }
    }
}
