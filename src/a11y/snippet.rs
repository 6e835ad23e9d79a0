//! Inline program text of a page: scripts, handlers in attributes, `javascript:` addresses.

use crate::model::Attributes;
use ego_tree::NodeId;

use super::PageView;
use super::dynamic::is_handler;
use super::scripts::is_program;
use crate::model::{Place, Span};

/// A piece of program text in a page.
#[derive(Debug)]
pub struct Snippet {
    /// The element that holds it.
    pub holder: NodeId,
    /// Position of the holder in tree order.
    pub position: usize,
    /// The text as written; for an attribute its name and value.
    text: String,
    /// The text with comments blanked out, byte for byte.
    pub code: String,
    /// Whether it is an attribute.
    in_attribute: bool,
}

impl Snippet {
    /// All snippets of a page, in tree order.
    pub(super) fn all(view: &PageView<'_>) -> Vec<Self> {
        let mut all = Vec::new();
        for (position, element) in view.index.elements().enumerate() {
            let mut add = |text: String, in_attribute| {
                all.push(Self {
                    holder: element.id(),
                    position,
                    code: without_comments(&text),
                    text,
                    in_attribute,
                });
            };
            if element.value().name() == "script" {
                if is_program(element) && element.attribute("src").is_none() {
                    let text: String = element.text().collect();
                    if !text.trim().is_empty() {
                        add(text, false);
                    }
                }
                continue;
            }
            for (name, value) in element.value().attrs() {
                if is_handler(name) || is_script_address(name, value) {
                    add(format!("{name}=\"{value}\""), true);
                }
            }
        }
        all
    }

    /// A form for comparison, independent of its data: the code without quoted text and digits.
    pub fn gist(&self) -> String {
        let mut quoted = false;
        let kept = self.code.chars().filter(|ch| {
            let quote = matches!(ch, '\'' | '`') || (*ch == '"' && !self.in_attribute);
            quoted ^= quote;
            !(quote || quoted || ch.is_ascii_digit())
        });
        kept.collect()
    }

    /// Adds the literal texts that it draws on a canvas one by one; texts built from parts are left out.
    pub fn add_text_on_canvas(&self, drawn: &mut String) {
        const CALLS: [&str; 2] = [".fillText(", ".strokeText("];
        for call in CALLS {
            for (at, _) in self.code.match_indices(call) {
                let arguments = self.code[at + call.len()..].trim_start();
                let literal = ['\'', '"', '`'].iter().find_map(|mark| {
                    let (text, after) = arguments.strip_prefix(*mark)?.split_once(*mark)?;
                    let whole = after.trim_start().starts_with(',') && !text.contains("${");
                    whole.then_some(text)
                });
                if let Some(text) = literal {
                    drawn.push_str(text);
                    drawn.push(' ');
                }
            }
        }
    }

    /// Whether it loads further scripts.
    pub(super) fn loads_more(&self) -> bool {
        let code = self.code.as_str();
        let makes_script = code.contains("createElement(")
            && ["'script'", "\"script\"", "`script`"]
                .iter()
                .any(|kind| code.contains(kind));
        let writes_script = code.contains("document.write") && code.contains("<script");
        let imports = code.split(['\n', ';']).any(|statement| {
            let statement = statement.trim_start();
            statement.starts_with("import ")
                || statement.starts_with("import{")
                || statement.contains("import(")
        });
        makes_script
            || writes_script
            || imports
            || code.contains("importScripts(")
            || code.contains("getScript(")
    }

    /// The place of an offset in its code.
    pub fn place(&self, view: &PageView<'_>, offset: usize) -> Place {
        let mut place = view.place(self.holder);
        if self.in_attribute {
            return place;
        }
        let Some(tag) = view.page.span(self.holder) else {
            return place;
        };
        let line = line_at(&self.text, offset).trim();
        let from = tag.end as usize;
        let source = view.page.text.as_str().get(from..).unwrap_or_default();
        if let Some(at) = source.find(line).filter(|_| !line.is_empty()) {
            let span = Span::new(from + at, from + at + line.len());
            let at = Place::in_text(
                &place.document,
                place.path.clone(),
                &view.page.text,
                Some(span),
            );
            place = Place {
                selector: place.selector,
                ..at
            };
        }
        place
    }
}

/// Whether an address contains a script.
fn is_script_address(name: &str, value: &str) -> bool {
    const SCHEME: &str = "javascript:";
    let value = value.trim_start();
    matches!(name, "href" | "action" | "formaction" | "src")
        && value
            .get(..SCHEME.len())
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
}

/// The line around an offset.
pub fn line_at(text: &str, offset: usize) -> &str {
    let (before, after) = text.split_at_checked(offset).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = after.find('\n').map_or(text.len(), |at| offset + at);
    text.get(start..end).unwrap_or_default()
}

/// Blanks out comments. Strings stay unchanged; a regular expression with a quotation mark may hide a comment after it.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut quote = None;
    while let Some(ch) = rest.chars().next() {
        let taken = match quote {
            Some(_) if ch == '\\' => {
                let escaped = rest[1..].chars().next().map_or(0, char::len_utf8);
                1 + escaped
            }
            Some(open) => {
                // Strings end with their line, template literals do not.
                if ch == open || (ch == '\n' && open != '`') {
                    quote = None;
                }
                ch.len_utf8()
            }
            None if rest.starts_with("//") => {
                let end = rest.find('\n').unwrap_or(rest.len());
                blank(&rest[..end], &mut out);
                rest = &rest[end..];
                continue;
            }
            None if rest.starts_with("/*") => {
                let end = rest[2..].find("*/").map_or(rest.len(), |at| at + 4);
                blank(&rest[..end], &mut out);
                rest = &rest[end..];
                continue;
            }
            None => {
                if matches!(ch, '"' | '\'' | '`') {
                    quote = Some(ch);
                }
                ch.len_utf8()
            }
        };
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out
}

fn blank(comment: &str, out: &mut String) {
    out.extend(
        comment
            .bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::a11y::test::with_view;

    #[test]
    fn comments_are_blanked_and_strings_are_not() {
        let code = without_comments("a('//x'); // é\nb /* y\n*/ c `//${d}`");
        assert_eq!(code, "a('//x');      \nb     \n   c `//${d}`");
        assert_eq!(without_comments("'\\"), "'\\");
    }

    #[test]
    fn scripts_handlers_and_script_addresses_are_program() {
        let page = "<script>a()</script><script src=x>b</script><script type=application/json>{}</script>\
                    <p onclick='c()'><a href=' JavaScript:d()'>e</a><a href=x>f</a>";
        let found = with_view(page, |view| {
            let codes = view.snippets().iter().map(|snippet| snippet.code.clone());
            codes.collect::<Vec<_>>()
        });
        assert_eq!(
            found,
            ["a()", "onclick=\"c()\"", "href=\" JavaScript:d()\""]
        );
    }
}
