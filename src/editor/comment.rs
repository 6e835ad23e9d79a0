//! The comment that accepts a finding, in the syntax of each kind of file. It is offered without a reason: until
//! the user adds one, nothing is accepted.

use super::judgement::{JudgedPart, PlacedText};
use crate::model::SourceText;
use crate::outcome::{Finding, suppressions};
use crate::remedy::{RemedyEdit, RemedySource, leaves_findings};

/// A comment syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Syntax {
    open: &'static str,
    close: &'static str,
}

const LINES: Syntax = Syntax::new("//", "");
const MARKUP: Syntax = Syntax::new("<!--", "-->");

/// Comment syntaxes with their file extensions, for files with only one syntax.
const SYNTAXES: &[(Syntax, &[&str])] = &[
    (Syntax::new("--", ""), &["sql", "ddl"]),
    (
        LINES,
        &[
            "java", "kt", "kts", "cs", "ts", "js", "mjs", "go", "scala", "proto", "prisma", "dbml",
            "avdl",
        ],
    ),
    (
        Syntax::new("#", ""),
        &[
            "py",
            "rb",
            "yaml",
            "yml",
            "graphql",
            "graphqls",
            "gql",
            "properties",
        ],
    ),
    (MARKUP, &["html", "htm"]),
    (Syntax::new("{#", "#}"), &["twig", "jinja", "jinja2", "j2"]),
    (Syntax::new("<%--", "--%>"), &["jsp", "jspx", "jspf", "tag"]),
    (Syntax::new("<#--", "-->"), &["ftl", "ftlh"]),
    (Syntax::new("{{!--", "--}}"), &["hbs", "mustache"]),
];

impl Syntax {
    const fn new(open: &'static str, close: &'static str) -> Self {
        Self { open, close }
    }

    /// The comment syntax at a line of a file. `before` is the text above the line.
    fn of_line(extension: &str, before: &str, line: &str) -> Option<Self> {
        let syntax = match extension {
            // Several languages in one file: the last opening tag shows which one applies.
            "vue" | "svelte" => match is_open(before, "<script", "</script") {
                true => LINES,
                false => MARKUP,
            },
            "php" | "phtml" | "ctp" => match is_open(before, "<?", "?>") {
                true => LINES,
                false => MARKUP,
            },
            // Between elements a comment would be shown as text.
            "jsx" | "tsx" => {
                let above = before.trim_end();
                let is_code = line.trim_start().starts_with(char::is_alphabetic)
                    && (!above.ends_with('>') || above.ends_with("=>"));
                return is_code.then_some(LINES);
            }
            extension => {
                let mut known = SYNTAXES.iter();
                known
                    .find(|(_, extensions)| extensions.contains(&extension))?
                    .0
            }
        };
        let stays_text = syntax.is_of_pages()
            && (is_open(before, "<", ">")
                || is_open(before, "<script", "</script")
                || is_open(before, "<style", "</style"));
        (!stays_text).then_some(syntax)
    }

    /// Whether it is a markup comment.
    fn is_of_pages(self) -> bool {
        !self.close.is_empty()
    }
}

/// Whether the last `opens` in a text is still open at its end.
fn is_open(before: &str, opens: &str, closes: &str) -> bool {
    before.rfind(opens) > before.rfind(closes)
}

/// The comment above the line of a finding, and where to insert it. `None` if this kind of file takes no comment there,
/// or if the comment would change what the file says.
pub fn comment(
    part: &JudgedPart,
    application: &str,
    rule: &str,
    finding: &Finding,
) -> Option<RemedyEdit> {
    let document = &finding.place.document;
    let capture = part.files.capture(document)?;
    let text = capture.text().ok()?;
    let place = finding.place.position?;
    let at = text.offset(place.line.into(), 1);
    let PlacedText { shown, .. } = PlacedText::new(text);
    let (before, line) = (
        text.as_str().get(..at)?,
        text.as_str().get(at..shown.end_of_line(at))?,
    );
    let Syntax { open, close } = Syntax::of_line(&capture.extension(), before, line)?;
    let indent: String = line
        .chars()
        .take_while(|ch| matches!(ch, ' ' | '\t'))
        .collect();
    let end = match text.as_str().contains("\r\n") {
        true => "\r\n",
        false => "\n",
    };
    let written = |reason: &str| {
        let close = if close.is_empty() {
            ""
        } else {
            &format!(" {close}")
        };
        let text = format!("{indent}{open} fachcheck: ignore {rule} -- {reason}{close}{end}");
        RemedyEdit::insert(document, at, text)
    };
    // With a reason, the comment must apply to exactly this line and leave all other findings unchanged.
    let mut tried = text.as_str().to_owned();
    tried.insert_str(at, &written("reason").text);
    let found = suppressions(document, &SourceText::new(tried));
    let is_about_it = found.iter().any(|comment| {
        comment.line == place.line
            && comment.target == place.line + 1
            && comment.rules == [rule]
            && comment.reason == "reason"
    });
    let edit = written("");
    let edits = std::slice::from_ref(&edit);
    let (book, vocabulary) = (&part.book, &part.vocabulary);
    let leaves = leaves_findings(application, document, edits, &part.files, book, vocabulary);
    (is_about_it && leaves).then_some(edit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syntax_is_one_that_is_read() {
        for (Syntax { open, close }, extensions) in SYNTAXES {
            let text = format!("{open} fachcheck: ignore gender/x -- old {close}\nx\n");
            let found = suppressions("a", &SourceText::new(text.as_str()));
            let [one] = found.as_slice() else {
                panic!("{text}: {found:?}")
            };
            assert_eq!(
                (one.reason.as_str(), one.target),
                ("old", 2),
                "{extensions:?}"
            );
            let text = format!("{open} fachcheck: ignore gender/x --  {close}\nx\n");
            let found = suppressions("a", &SourceText::new(text.as_str()));
            assert_eq!(found[0].reason, "", "{extensions:?}");
        }
    }

    #[test]
    fn comments_are_written_as_the_line_takes_them() {
        let syntax = |extension: &str, before: &str, line: &str| {
            Syntax::of_line(extension, before, line).map_or("", |syntax| syntax.open)
        };
        for (extension, before, line, open) in [
            ("sql", "", "a int", "--"),
            ("html", "<p>\n", "<p>", "<!--"),
            ("html", "<p>\n<select\n", "name=x>", ""),
            ("html", "<script>\n", "let x", ""),
            ("vue", "<template>\n", "<p>", "<!--"),
            ("vue", "</template><script>\n", "let x", "//"),
            ("vue", "<script>if (a < b) {}\n", "let x", "//"),
            ("vue", "<script>x</script>\n", "<p>", "<!--"),
            ("vue", "<style>\n", "a {}", ""),
            ("php", "<?php\n", "$a", "//"),
            ("php", "<?php x ?>\n", "<p>", "<!--"),
            ("tsx", "const a = () =>\n", "f()", "//"),
            ("tsx", "<p>\n", "text", ""),
            ("tsx", "(\n", "<p>", ""),
            ("tsx", "<p>\n", "{x}", ""),
            ("twig", "<p>\n", "<p>", "{#"),
            // Files without comments, and XML, whose comments must not contain two hyphens.
            ("json", "", "{", ""),
            ("csv", "", "a;b", ""),
            ("xsd", "", "<a>", ""),
            ("", "", "a", ""),
        ] {
            assert_eq!(
                syntax(extension, before, line),
                open,
                "{extension}: {before}{line}"
            );
        }
    }
}
