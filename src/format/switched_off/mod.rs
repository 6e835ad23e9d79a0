//! Disabled parts of a document: `#if 0`, `if (false)`, `{% if false %}`, code only built for tests, tests and previews
//! inside the program. No user runs or sees them, so readers get the document without them; positions are preserved.
//!
//! Only literal conditions count, and constants that the same document sets. If the end of a part is uncertain, the
//! document stays as it is.

mod block;
mod built;
mod element;
mod preprocessor;
mod rehearsed;

use std::borrow::Cow;

use super::embedded::{Code, notation_of, source_extension};
use crate::model::{SourceText, Span};
use crate::source::Capture;
use crate::topic::Topic;

/// Literals of conditions that never hold.
const NEVER: [&str; 4] = ["false", "False", "FALSE", "0"];
/// Without one of these words nothing is disabled.
const MARKS: [&str; 7] = ["false", "False", "FALSE", "(0)", "if 0", "#[cfg(", "#if"];

/// A disabled part, and whether something must replace it.
#[derive(Clone, Copy, Debug)]
struct Off {
    span: Span,
    /// Python blocks need at least one statement, and `&&` in JSX needs an operand.
    needs_filling: bool,
}

impl From<Span> for Off {
    fn from(span: Span) -> Self {
        Self {
            span,
            needs_filling: false,
        }
    }
}

/// The capture without its disabled parts.
pub(crate) fn without_switched_off<'c>(capture: &'c Capture, topic: &Topic) -> Cow<'c, Capture> {
    let Ok(text) = capture.text() else {
        return Cow::Borrowed(capture);
    };
    let source = text.as_str();
    let mut marks = MARKS.iter().chain(&rehearsed::MARKS);
    if !marks.any(|mark| source.contains(mark)) || !topic.may_occur_in(source) {
        return Cow::Borrowed(capture);
    }
    let parts = parts(capture, source);
    // A joined document tracks the origin of its pieces.
    if parts.is_empty() || text.pieces().len() > 1 {
        return Cow::Borrowed(capture);
    }
    match blanked(source, &parts) {
        Some(left) => Cow::Owned(capture.with_text(SourceText::new(left))),
        None => Cow::Borrowed(capture),
    }
}

fn parts(capture: &Capture, source: &str) -> Vec<Off> {
    let extension = source_extension(capture);
    let mut parts: Vec<Off> = Vec::new();
    let spans = |spans: Vec<Span>| spans.into_iter().map(Off::from);
    match notation_of(&extension) {
        Some(notation) => {
            let code = Code::of(source, notation);
            if preprocessor::is_used_by(&extension) {
                parts.extend(spans(preprocessor::parts(&code)));
            }
            parts.extend(block::parts(&code, &extension));
            parts.extend(rehearsed::parts(&code, &extension));
            if extension == "rs" {
                parts.extend(spans(built::parts(&code)));
            }
        }
        None => parts.extend(spans(element::parts(capture, source))),
    }
    parts.extend(spans(super::template::never_shown(capture)));
    parts
}

/// The text with disabled parts blanked out; line breaks stay.
fn blanked(source: &str, parts: &[Off]) -> Option<String> {
    let mut bytes = source.as_bytes().to_vec();
    let mut parts = parts.to_vec();
    parts.sort_by_key(|part| (part.span.start, std::cmp::Reverse(part.span.end)));
    let mut blank_up_to = 0;
    for part in parts {
        // A part inside another one is already blank.
        if part.span.end <= blank_up_to {
            continue;
        }
        blank_up_to = part.span.end;
        let inside = bytes.get_mut(part.span.range())?;
        let mut needs_filling = part.needs_filling;
        for byte in inside
            .iter_mut()
            .filter(|byte| !matches!(**byte, b'\n' | b'\r'))
        {
            let stands = needs_filling && !byte.is_ascii_whitespace();
            *byte = if stands { b'0' } else { b' ' };
            needs_filling &= !stands;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::TopicWords;

    fn left(name: &str, text: &str) -> String {
        let capture = Capture::of_text(name, text);
        let parts = parts(&capture, text);
        blanked(text, &parts).unwrap_or_default()
    }

    #[test]
    fn parts_are_blank_and_all_else_stays() {
        for (name, text, expected) in [
            (
                "a.c",
                "#if 0\nint a;\n#else\nint b;\n#endif\n",
                "#if 0\n      \n#else\nint b;\n#endif\n",
            ),
            (
                "a.cs",
                "#if true\nA\n#else\nB\n#endif\n",
                "#if true\nA\n#else\n \n#endif\n",
            ),
            (
                "a.cs",
                "#if DEBUG\nA\n#else\nB\n#endif\n",
                "#if DEBUG\nA\n#else\nB\n#endif\n",
            ),
            ("a.js", "if (false) { a; } b;\n", "if (false) {    } b;\n"),
            ("a.js", "// if (false) { a; }\n", "// if (false) { a; }\n"),
            (
                "a.ts",
                "const NEU: boolean = false;\nif (NEU) { a; }\n",
                "const NEU: boolean = false;\nif (NEU) {    }\n",
            ),
            (
                "a.ts",
                "let neu = false;\nif (neu) { a; }\n",
                "let neu = false;\nif (neu) { a; }\n",
            ),
            (
                "a.py",
                "class A(TestCase):\n    a = 1\nb = 2\n",
                "class A(TestCase):\n    0    \nb = 2\n",
            ),
            (
                "a.py",
                "class TestCases(Model):\n    a = 1\n",
                "class TestCases(Model):\n    a = 1\n",
            ),
            (
                "a.kt",
                "@Preview(a = b) @Composable fun A() { b }\nfun C() { d }\n",
                "                                         \nfun C() { d }\n",
            ),
            (
                "a.kt",
                "class A(@PreviewParameter(B::class) val c: D) { e }\n",
                "class A(@PreviewParameter(B::class) val c: D) { e }\n",
            ),
            (
                "a.ts",
                "if (import.meta.vitest) { a; }\n",
                "if (import.meta.vitest) {    }\n",
            ),
            (
                "a.js",
                "s = 'if (false) {'; t = '}';\n",
                "s = 'if (false) {'; t = '}';\n",
            ),
            ("a.go", "if false {\n\ta\n}\n", "if false {\n  \n}\n"),
            (
                "a.py",
                "if False:\n  a\n  b\nc\n",
                "if False:\n  0\n   \nc\n",
            ),
            (
                "a.py",
                "if False:\n  s = \"\"\"\na\n\"\"\"\n# b\n  c\nd\n",
                "if False:\n  0      \n \n   \n   \n   \nd\n",
            ),
            ("a.jsx", "b = {false && <A/>};\n", "b = {false && 0   };\n"),
            (
                "a.jsx",
                "b = {false && c ? <A/> : <B/>};\n",
                "b = {false && c ? <A/> : <B/>};\n",
            ),
            (
                "a.jsx",
                "b = {(false && c) || <B/>};\n",
                "b = {(false && c) || <B/>};\n",
            ),
            (
                "a.jsx",
                "b = {false && <A/> || <B/>};\n",
                "b = {false && <A/> || <B/>};\n",
            ),
            ("a.rb", "if 0\n  a\nend\n", "if 0\n  a\nend\n"),
            ("a.js", "if (False) { a; }\n", "if (False) { a; }\n"),
            (
                "a.rb",
                "if false\n  a\nelse\n  b\nend\n",
                "if false\n   \nelse\n  b\nend\n",
            ),
            (
                "a.rs",
                "#[cfg(any())]\nenum A { B }\nenum C {}",
                "             \n            \nenum C {}",
            ),
            (
                "a.rs",
                "#[cfg(test)]\nuse a::B;\nenum C {}",
                "            \n         \nenum C {}",
            ),
            (
                "a.rs",
                "#[cfg(any(unix, windows),)]\nenum A { B }",
                "#[cfg(any(unix, windows),)]\nenum A { B }",
            ),
            (
                "a.rs",
                "#[cfg(test)]\nimpl From<A, B> for C {}\nenum D {}",
                "            \n                        \nenum D {}",
            ),
            (
                "a.vb",
                "#If True Then\n#If X Then\n#Region \"a\"\n#End Region\n#Else\nA\n#End If\n#End If\n",
                "#If True Then\n#If X Then\n#Region \"a\"\n#End Region\n#Else\nA\n#End If\n#End If\n",
            ),
            (
                "a.c",
                "#ifndef A\n/*\n#if 0\n*/\nint b;\n#endif\n",
                "#ifndef A\n/*\n#if 0\n*/\nint b;\n#endif\n",
            ),
            (
                "a.c",
                "#if 0\n#if 0\na\n#endif\nb\n#endif\nc\n",
                "#if 0\n     \n \n      \n \n#endif\nc\n",
            ),
            (
                "a.rs",
                "#[cfg(not(test))]\nenum A { B }",
                "#[cfg(not(test))]\nenum A { B }",
            ),
        ] {
            assert_eq!(left(name, text), expected, "{text}");
        }
    }

    #[test]
    fn without_the_topic_nothing_is_looked_for() {
        let capture = Capture::of_text("a.js", "if (false) { a; }");
        let topic = Topic::new(TopicWords::default());
        assert!(matches!(
            without_switched_off(&capture, &topic),
            Cow::Borrowed(_)
        ));
    }
}
