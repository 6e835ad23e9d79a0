//! Converts Haml, Slim and Pug to the same markup with end tags, so that controls are found as in any other template.
//!
//! Code becomes `<% … %>` (Ruby or JavaScript). Copied text keeps its position.

mod attributes;

use super::rewritten::Rewritten;
use super::scan::end_of;
use crate::model::{Span, html};

/// The syntax of lines in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `%tag{key: value}`, Ruby.
    Haml,
    /// `tag key="value"`, Ruby.
    Slim,
    /// `tag(key='value')`, JavaScript.
    Pug,
}

/// The template with end tags and marks around its code, as far as its controls need them.
pub fn as_markup(source: &str, dialect: Dialect) -> Rewritten {
    rewritten(source, dialect, false)
}

/// The template with everything that may be shown: classes, other files, mixins, filters, attributes from elsewhere.
pub fn as_page(source: &str, dialect: Dialect) -> Rewritten {
    rewritten(source, dialect, true)
}

fn rewritten(source: &str, dialect: Dialect, for_page: bool) -> Rewritten {
    let mut writer = Writer {
        source,
        dialect,
        for_page,
        text: Rewritten::default(),
        open: Vec::new(),
        verbatim: None,
    };
    let mut at = 0;
    while at < source.len() {
        at = writer.line(at);
    }
    writer.close(0, false, source.len());
    writer.text
}

/// An element that ends with the lines below it.
struct Open {
    indent: usize,
    end: String,
    is_code: bool,
}

/// Meaning of nested lines that are not in the language itself.
#[derive(Clone, Copy)]
struct Verbatim {
    indent: usize,
    shown: bool,
}

struct Writer<'s> {
    source: &'s str,
    dialect: Dialect,
    /// Whether everything that may be shown is written.
    for_page: bool,
    text: Rewritten,
    open: Vec<Open>,
    verbatim: Option<Verbatim>,
}

impl<'s> Writer<'s> {
    fn slice(&self, from: usize, to: usize) -> &'s str {
        self.source.get(from..to).unwrap_or_default()
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.slice(at, self.source.len());
        rest.find('\n').map_or(self.source.len(), |end| at + end)
    }

    /// Writes the line that starts at an offset; returns the start of the next one.
    fn line(&mut self, at: usize) -> usize {
        let end = self.line_end(at);
        let line = self.slice(at, end);
        let content = line.trim_start();
        let next = end + 1;
        if content.is_empty() {
            return next;
        }
        let indent = line.len() - content.len();
        let start = at + indent;
        let end = at + line.trim_end().len();
        if let Some(verbatim) = self.verbatim {
            if indent > verbatim.indent {
                if verbatim.shown {
                    self.shown(start, end);
                    self.text.put("\n", Span::new(end, end));
                }
                return next;
            }
            self.verbatim = None;
        }
        let goes_on = self.goes_on(content);
        self.close(indent, goes_on, start);
        let last = self.content(start, end, indent);
        self.text.put("\n", Span::new(last, last));
        self.line_end(last.max(start)) + 1
    }

    /// Closes everything at the depth of a line or deeper. A line that `goes_on` continues the code of its depth.
    fn close(&mut self, indent: usize, goes_on: bool, at: usize) {
        while let Some(open) = self.open.last() {
            if open.indent < indent || (goes_on && open.is_code && open.indent == indent) {
                break;
            }
            if let Some(open) = self.open.pop() {
                self.text.put(&open.end, Span::new(at, at));
            }
        }
    }

    fn goes_on(&self, content: &str) -> bool {
        const FURTHER: [&str; 7] = ["else", "elsif", "when", "default", "rescue", "ensure", "in"];
        let code = match (content.strip_prefix('-'), self.dialect) {
            (Some(code), _) => code,
            (None, Dialect::Pug) => content,
            (None, _) => return false,
        };
        let word = code
            .trim_start()
            .split(|ch: char| !ch.is_alphanumeric())
            .next();
        word.is_some_and(|word| FURTHER.contains(&word))
    }

    /// Writes the content of a line; returns its end.
    fn content(&mut self, start: usize, end: usize, indent: usize) -> usize {
        let text = self.slice(start, end);
        let is_comment = match self.dialect {
            Dialect::Haml => text.starts_with("-#") || text.starts_with('/'),
            Dialect::Slim => text.starts_with('/'),
            Dialect::Pug => text.starts_with("//"),
        };
        let is_filter = text.starts_with(':')
            || (self.dialect == Dialect::Slim
                && text.trim_end().ends_with(':')
                && !text.contains(' '));
        if is_comment || is_filter {
            let shown = false;
            self.verbatim = Some(Verbatim { indent, shown });
            if self.for_page && is_filter && !is_program(text) {
                self.prints(Span::new(start, end));
            }
            return end;
        }
        if self.for_page && self.dialect == Dialect::Haml && text.starts_with("!!!") {
            return end;
        }
        if let Some(code) = text.strip_prefix('-') {
            if self.for_page && self.dialect == Dialect::Pug {
                return self.code_of_pug(end - code.len(), end, indent);
            }
            return self.code(end - code.len(), end, indent);
        }
        if text.starts_with(['=', '~']) || text.starts_with("!=") || text.starts_with("&=") {
            return self.output(start, end, indent);
        }
        if text.starts_with('<') {
            self.shown(start, end);
            return end;
        }
        match self.dialect {
            Dialect::Haml if !text.starts_with(['%', '.', '#']) || text.starts_with("#{") => {
                self.shown(start, end);
                return end;
            }
            Dialect::Slim | Dialect::Pug if text.starts_with(['|', '\'']) => {
                self.verbatim = Some(Verbatim {
                    indent,
                    shown: true,
                });
                self.shown(start + 1, end);
                return end;
            }
            Dialect::Pug => {
                if let Some(end) = self.statement(start, end, indent) {
                    return end;
                }
            }
            _ => {}
        }
        self.tag(start, end, indent)
    }

    /// Code that prints nothing.
    fn code(&mut self, start: usize, end: usize, indent: usize) -> usize {
        let end = self.continued(start, end);
        let code = self.slice(start, end).trim();
        self.text.put("<% ", Span::new(start, start));
        self.text.copy(self.source, Span::new(start, end));
        self.text.put(" %>", Span::new(end, end));
        let word = code
            .split(|ch: char| !ch.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let opens = self.dialect != Dialect::Pug
            && (is_block(code)
                || matches!(word, "if" | "unless" | "case" | "while" | "until" | "for"));
        if opens {
            self.open("<% end %>", indent, true);
        }
        end
    }

    /// Code whose value is printed: `= code`.
    fn output(&mut self, start: usize, end: usize, indent: usize) -> usize {
        let end = self.continued(start, end);
        let written = self.slice(start, end);
        let code = written.trim_start_matches(['=', '!', '&', '~', '<', '>', '\'']);
        self.text.put("<%= ", Span::new(start, start));
        self.text
            .copy(self.source, Span::new(end - code.len(), end));
        self.text.put(" %>", Span::new(end, end));
        if self.dialect != Dialect::Pug && is_block(code) {
            self.open("<% end %>", indent, false);
        }
        end
    }

    /// End of a Ruby statement, which continues after a comma.
    fn continued(&self, start: usize, end: usize) -> usize {
        const MOST_LINES: usize = 40;
        let mut end = end;
        for _ in 0..MOST_LINES {
            if !self
                .slice(start, end)
                .trim_end()
                .ends_with([',', '\\', '[', '('])
            {
                break;
            }
            let next = self.line_end(end) + 1;
            if next >= self.source.len() {
                break;
            }
            end = self.line_end(next);
        }
        end
    }

    /// Statements without a mark in Pug.
    fn statement(&mut self, start: usize, end: usize, indent: usize) -> Option<usize> {
        let text = self.slice(start, end);
        let word = text.split(|ch: char| !ch.is_alphanumeric()).next()?;
        let rest = Span::new((start + word.len()).min(end), end);
        let behind = self.slice(start + word.len(), end);
        let ends_here = behind.is_empty() || behind.starts_with([' ', '(']);
        if !(ends_here || text.starts_with('+')) {
            return None;
        }
        let whole = Span::new(start, end);
        let (before, copied, after, opens) = match word {
            "each" | "for" => ("<% for (each", Some(rest), ") { %>", true),
            "if" | "while" => ("<% if (", Some(rest), ") { %>", true),
            "unless" => ("<% if (!(", Some(rest), ")) { %>", true),
            "else" if behind.trim_start().starts_with("if") => {
                let skipped = behind.len() - behind.trim_start().len() + 2;
                let rest = Span::new(start + word.len() + skipped, end);
                ("<% } else if (", Some(rest), ") { %>", false)
            }
            "else" => ("<% } else { %>", None, "", false),
            "case" => ("<% switch (", Some(rest), ") { %>", true),
            "when" => ("<% case ", Some(rest), ": %>", false),
            "default" => ("<% default: %>", None, "", false),
            "" if text.starts_with('+') && self.for_page => {
                // What stands below it is shown somewhere in the mixin.
                self.element("pug-mixin", whole, indent);
                return Some(end);
            }
            "include" if self.for_page => {
                self.prints(whole);
                return Some(end);
            }
            "block" | "append" | "prepend" | "mixin" if self.for_page => {
                ("<% part(", Some(rest), ") { %>", true)
            }
            "" if text.starts_with('+') => {
                let call = Span::new(start + 1, end);
                self.text.put("<%= ", whole);
                self.text.copy(self.source, call);
                self.text.put(" %>", whole);
                return Some(end);
            }
            "include" | "extends" | "block" | "append" | "prepend" | "mixin" | "doctype" => {
                return Some(end);
            }
            _ => return None,
        };
        self.text.put(before, whole);
        if let Some(copied) = copied {
            self.text.copy(self.source, copied);
        }
        self.text.put(after, whole);
        if opens {
            self.open("<% } %>", indent, true);
        }
        Some(end)
    }

    /// Something unknown in place of a part of the source.
    fn prints(&mut self, whole: Span) {
        self.text.put("<%= part %>", whole);
    }

    /// An element without attributes for a line.
    fn element(&mut self, name: &str, line: Span, indent: usize) {
        self.text.put(&format!("<{name}>"), line);
        self.open(&format!("</{name}>"), indent, false);
    }

    /// Code of Pug that prints nothing. With lines below it that are no tags, it has no text of its own.
    fn code_of_pug(&mut self, start: usize, end: usize, indent: usize) -> usize {
        const OPENING: [&str; 5] = ["if", "for", "while", "each", "else"];
        let code = self.slice(start, end).trim();
        if code.is_empty() {
            let shown = false;
            self.verbatim = Some(Verbatim { indent, shown });
            return end;
        }
        let word = code.split(|ch: char| !ch.is_alphanumeric()).next();
        let whole = Span::new(start, end);
        if word.is_some_and(|word| OPENING.contains(&word)) {
            self.text.put("<% if (part) { %>", whole);
            self.open("<% } %>", indent, false);
        }
        end
    }

    fn open(&mut self, end: &str, indent: usize, is_code: bool) {
        self.open.push(Open {
            indent,
            end: end.to_owned(),
            is_code,
        });
    }

    /// A tag with its attributes and the rest of its line; returns the end of that.
    fn tag(&mut self, start: usize, end: usize, indent: usize) -> usize {
        let is_name = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_' | ':');
        let marked = self.slice(start, end).starts_with('%');
        let from = start + usize::from(marked);
        let text = self.slice(from, end);
        let mut length = text.find(|ch| !is_name(ch)).unwrap_or(text.len());
        if self.slice(from, from + length).ends_with(':') {
            length -= 1;
        }
        let name = self.slice(from, from + length);
        let mut at = from + length;
        if name.is_empty() && !text.starts_with(['.', '#']) {
            self.shown(start, end);
            return end;
        }
        if self.for_page && name.is_empty() && text.starts_with("#{") {
            self.element("pug-tag", Span::new(start, end), indent);
            return end;
        }
        let place = Span::new(start, at);
        self.text.put("<", place);
        if name.is_empty() {
            self.text.put("div", place);
        } else {
            self.text.copy(self.source, Span::new(from, at));
        }
        let mut line = end;
        loop {
            let before = at;
            at = self.shorthands(at, line);
            at = self.attributes(at, line);
            // Attributes may end on a later line.
            line = self.line_end(at);
            // Pug: `img(src="…").large`
            if at == before || self.dialect != Dialect::Pug {
                break;
            }
        }
        self.text.put(">", Span::new(at, at));
        let end = line;
        let end = at + self.slice(at, end).trim_end().len();
        let rest = self.slice(at, end).trim_start_matches(['<', '>']);
        let at = end - rest.len();
        let empty = html::is_void(name) || rest.starts_with('/');
        if !empty {
            let name = if name.is_empty() { "div" } else { name };
            self.open(&format!("</{name}>"), indent, false);
        }
        self.behind_tag(at, end, indent)
    }

    fn behind_tag(&mut self, at: usize, end: usize, indent: usize) -> usize {
        let rest = self.slice(at, end);
        let shown = rest.trim_start();
        let start = end - shown.len();
        let marks_output = match self.dialect {
            Dialect::Slim => shown,
            _ => rest,
        };
        if shown.is_empty() {
            return end;
        }
        if marks_output.starts_with('=')
            || marks_output.starts_with("!=")
            || marks_output.starts_with("&=")
        {
            return self.output(start, end, indent);
        }
        if self.dialect != Dialect::Haml && rest.starts_with(": ") {
            let inner = end - rest.get(1..).unwrap_or_default().trim_start().len();
            return self.content(inner, end, indent);
        }
        if self.dialect == Dialect::Pug && rest == "." {
            self.verbatim = Some(Verbatim {
                indent,
                shown: true,
            });
            return end;
        }
        self.shown(start, end);
        end
    }

    /// `#id.class`: only the id may name a control.
    fn shorthands(&mut self, at: usize, end: usize) -> usize {
        let is_name = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_' | ':' | '/' | '@');
        let mut classes = Vec::new();
        let mut at = at;
        while let Some(mark @ ('.' | '#')) = self.slice(at, end).chars().next() {
            let rest = self.slice(at + 1, end);
            let length = rest.find(|ch| !is_name(ch)).unwrap_or(rest.len());
            if length == 0 {
                break;
            }
            let name = Span::new(at + 1, at + 1 + length);
            if mark == '#' {
                self.text.put(" id=\"", name);
                self.text.copy(self.source, name);
                self.text.put("\"", name);
            } else {
                classes.push(name);
            }
            at += 1 + length;
        }
        if let Some(first) = classes.first().copied().filter(|_| self.for_page) {
            self.text.put(" class=\"", first);
            for class in classes {
                self.text.copy(self.source, class);
                self.text.put(" ", class);
            }
            self.text.put("\"", first);
        }
        at
    }

    /// Text for people with inserted values.
    fn shown(&mut self, start: usize, end: usize) {
        let mut at = start;
        while let Some(mark) = self.slice(at, end).find("#{") {
            let open = at + mark + 2;
            let Some(length) = end_of(self.slice(open, end), b'}') else {
                break;
            };
            let code = Span::new(open, open + length);
            self.text.copy(self.source, Span::new(at, at + mark));
            self.filled(code);
            at = open + length + 1;
        }
        self.text.copy(self.source, Span::new(at, end));
    }

    /// The value of an expression.
    fn filled(&mut self, code: Span) {
        self.text.put("<%= ", code);
        self.text.copy(self.source, code);
        self.text.put(" %>", code);
    }
}

/// Whether a filter holds a program or a style sheet: `:javascript`, `css:`.
fn is_program(filter: &str) -> bool {
    const NAMES: [&str; 12] = [
        "babel",
        "coffee",
        "coffeescript",
        "css",
        "es6",
        "javascript",
        "less",
        "ruby",
        "sass",
        "scss",
        "stylus",
        "typescript",
    ];
    let name = filter.trim_start_matches(':');
    let end = name.find(|ch: char| !ch.is_alphanumeric());
    NAMES.contains(&&name[..end.unwrap_or(name.len())])
}

/// Whether Ruby code starts a block.
fn is_block(code: &str) -> bool {
    let code = code.trim_end();
    code.ends_with(" do") || (code.ends_with('|') && code.contains(" do "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markup(source: &str, dialect: Dialect) -> String {
        let text = as_markup(source, dialect).text().replace('\n', "");
        text.replace("  ", " ")
    }

    #[test]
    fn tags_end_where_their_lines_end() {
        let haml = "%select{name: 'g', :id => \"h\"}\n  %option{value: 'm'} Mann\n  - if x\n    %option= y\n  - else\n    a\n%p";
        assert_eq!(
            markup(haml, Dialect::Haml),
            "<select name=\"g\" id=\"h\"><option value=\"m\">Mann</option><% if x %><option><%= y %></option>\
             <% else %>a<% end %></select><p></p>"
        );
        let slim = "select name=\"g\" required=true\n  option value=v selected=(a == b) = l\n  option[value=\"w\"] Frau\n";
        assert_eq!(
            markup(slim, Dialect::Slim),
            "<select name=\"g\" required><option value=\"<%= v %>\" selected=\"<%= (a == b) %>\"><%= l %></option>\
             <option value=\"w\">Frau</option></select>"
        );
        let pug = "select#s.a(\n  name='g', required\n)\n  each x in list\n    option(value=x.y selected=x === z)= x\n";
        assert_eq!(
            markup(pug, Dialect::Pug),
            "<select id=\"s\" name=\"g\" required><% for (each x in list) { %>\
             <option value=\"<%= x.y %>\" selected=\"<%= x === z %>\"><%= x %></option><% } %></select>"
        );
    }

    #[test]
    fn comments_and_scripts_are_left_out() {
        let pug = "// select\n  option m\np: b x\n| text\nscript.\n  var a;\n";
        assert_eq!(
            markup(pug, Dialect::Pug),
            "<p><b>x</b></p> text<script>var a;</script>"
        );
        assert_eq!(markup("/ a\n  b\nphp:\n", Dialect::Slim), "");
    }
}
