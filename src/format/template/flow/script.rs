//! Expressions of JavaScript by position: where brackets, texts and comments end.

/// Longer expressions are not followed.
const MOST_BYTES: usize = 60_000;
/// Maximum nesting of texts with expressions in them.
const MOST_NESTED: usize = 24;

/// The position behind a text or a comment that starts at a position; `None` if neither starts there.
pub fn behind_text(source: &str, at: usize) -> Option<usize> {
    text_end(source, at, 0)
}

fn text_end(source: &str, at: usize, depth: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    match (bytes.get(at)?, bytes.get(at + 1)) {
        (b'/', Some(b'/')) => {
            let rest = source.get(at..)?;
            Some(at + rest.find('\n').unwrap_or(rest.len()))
        }
        (b'/', Some(b'*')) => {
            let rest = source.get(at..)?;
            Some(at + rest.find("*/").map_or(rest.len(), |end| end + 2))
        }
        (quote @ (b'"' | b'\'' | b'`'), _) => {
            let mut here = at + 1;
            while let Some(byte) = bytes.get(here) {
                here += 1;
                match byte {
                    b'\\' => here += 1,
                    b'$' if *quote == b'`' && bytes.get(here) == Some(&b'{') => {
                        here = group_end(source, here, depth + 1).unwrap_or(source.len());
                    }
                    b'\n' if *quote != b'`' => return Some(here),
                    _ if byte == quote => return Some(here),
                    _ => {}
                }
            }
            Some(here.min(source.len()))
        }
        _ => None,
    }
}

/// The position behind the bracket that closes the one at a position; `None` if it stays open.
pub fn behind_group(source: &str, at: usize) -> Option<usize> {
    group_end(source, at, 0)
}

fn group_end(source: &str, at: usize, depth: usize) -> Option<usize> {
    if depth > MOST_NESTED {
        return None;
    }
    let bytes = source.as_bytes();
    let mut open = 0_usize;
    let mut here = at;
    while let Some(byte) = bytes.get(here).filter(|_| here < at + MOST_BYTES) {
        if let Some(past) = text_end(source, here, depth) {
            here = past;
            continue;
        }
        here += 1;
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => {
                open = open.saturating_sub(1);
                if open == 0 {
                    return Some(here);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::behind_group;

    #[test]
    fn brackets_in_texts_close_nothing() {
        for group in [
            "{a}",
            "{'}'}",
            "{`}${ {b: '}'} }`}",
            "{/* } */ a}",
            "([{}])",
        ] {
            assert_eq!(
                behind_group(&format!("{group} }}"), 0),
                Some(group.len()),
                "{group}"
            );
        }
        assert_eq!(behind_group("{a", 0), None);
        assert_eq!(behind_group(&"{`${".repeat(10_000), 0), None);
    }
}
