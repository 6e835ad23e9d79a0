//! The function around a place in a piece of program.

/// A function with the text by which it is handed to something.
pub(super) struct FunctionAround<'c> {
    /// Its name; empty if it has none.
    pub name: &'c str,
    /// The statement that it is part of up to its head, and its body.
    pub text: &'c str,
}

/// Maximum bytes of the statement before a function that are looked at.
const MOST_BEFORE: usize = 200;

/// Maximum bytes of the brackets in the head of a function.
const MOST_HEAD: usize = 2_000;

/// Words before a bracket and a block that begin no function.
const STATEMENTS: [&str; 6] = ["if", "for", "while", "switch", "catch", "with"];

/// The innermost function around an offset; `None` if there is none.
pub(super) fn function_around(code: &str, at: usize) -> Option<FunctionAround<'_>> {
    let mut depth = 0_usize;
    let before = code.as_bytes().get(..at).unwrap_or_default();
    for (open, byte) in before.iter().enumerate().rev() {
        match *byte {
            b'}' => depth += 1,
            b'{' if depth > 0 => depth -= 1,
            b'{' => {
                if let Some((start, name)) = head_of_function(&code[..open]) {
                    let end = end_of_block(code, open);
                    let text = &code[statement_before(code, start)..end];
                    return Some(FunctionAround { name, text });
                }
            }
            _ => {}
        }
    }
    None
}

/// The start and the name of the function whose head ends here.
fn head_of_function(before: &str) -> Option<(usize, &str)> {
    let before = before.trim_end();
    let (head, is_arrow) = match before.strip_suffix("=>") {
        Some(head) => (head.trim_end(), true),
        None => (before, false),
    };
    let Some(open) = start_of_brackets(head) else {
        let start = start_of_word(head);
        return is_arrow.then_some((start, ""));
    };
    if is_arrow {
        return Some((open, ""));
    }
    let head = head[..open].trim_end();
    let start = start_of_word(head);
    let word = &head[start..];
    if word == "function" {
        return Some((start, ""));
    }
    (!word.is_empty() && !STATEMENTS.contains(&word)).then_some((start, word))
}

/// The opening one of the brackets at the end of a text.
fn start_of_brackets(text: &str) -> Option<usize> {
    text.strip_suffix(')')?;
    let mut depth = 0_usize;
    // Brackets that nothing opens would be followed to the beginning, again for each block.
    let bytes = text.as_bytes().iter().enumerate().rev();
    for (at, byte) in bytes.take(MOST_HEAD) {
        match *byte {
            b')' => depth += 1,
            b'(' if depth == 1 => return Some(at),
            b'(' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn start_of_word(text: &str) -> usize {
    let is_of_word = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '$');
    text.trim_end_matches(is_of_word).len()
}

/// The start of the statement that a function at an offset is part of.
fn statement_before(code: &str, start: usize) -> usize {
    let least = code.floor_char_boundary(start.saturating_sub(MOST_BEFORE));
    let before = &code[least..start];
    least + before.rfind([';', '{', '}']).map_or(0, |at| at + 1)
}

/// The end of the block that opens at an offset.
pub(super) fn end_of_block(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(code: &str) -> Option<(&str, &str)> {
        let at = code.find("return false")?;
        let function = function_around(code, at)?;
        Some((function.name, function.text.trim()))
    }

    #[test]
    fn the_innermost_function_is_found() {
        for (code, name, text) in [
            (
                "a(); function full(x) { if (x) { return false; } } b();",
                "full",
                "function full(x) { if (x) { return false; } }",
            ),
            (
                "a(); $('#o').keydown(function () { return false; });",
                "",
                "$('#o').keydown(function () { return false; }",
            ),
            (
                "on('keydown', (e) => { for (;;) { return false } })",
                "",
                "on('keydown', (e) => { for (;;) { return false } }",
            ),
            ("on(e => { return false })", "", "on(e => { return false }"),
            (
                "let o = { hear(e) { return false } }",
                "hear",
                "hear(e) { return false }",
            ),
        ] {
            assert_eq!(around(code), Some((name, text)), "{code}");
        }
    }

    #[test]
    fn a_block_is_no_function() {
        assert_eq!(around("if (a) { return false }"), None);
        assert_eq!(around("return false"), None);
    }
}
