//! The end of a PHP part in a page: not in a string that contains the mark.

/// Offset of the `?>` that ends the code; `None` if the file ends it.
pub fn end_of_php(code: &str) -> Option<usize> {
    let bytes = code.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = code.get(at..).unwrap_or_default();
        match byte {
            b'?' if rest.starts_with("?>") => return Some(at),
            b'\'' | b'"' => at = behind_quote(bytes, at),
            b'/' if rest.starts_with("/*") => {
                at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            }
            b'#' if rest.starts_with("#[") => at += 1,
            b'/' | b'#' if *byte == b'#' || rest.starts_with("//") => {
                // The mark also ends a comment.
                let line = rest.find('\n').unwrap_or(rest.len());
                if let Some(end) = rest.get(..line).and_then(|line| line.find("?>")) {
                    return Some(at + end);
                }
                at += line;
            }
            b'<' if rest.starts_with("<<<") => at += behind_heredoc(rest),
            _ => at += 1,
        }
    }
    None
}

fn behind_quote(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if *byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Length of `<<<EOT` up to the line that starts with `EOT`.
fn behind_heredoc(text: &str) -> usize {
    let head = text[3..].trim_start_matches([' ', '\'', '"']);
    let length = head.find(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
    let word = &head[..length.unwrap_or(head.len())];
    if word.is_empty() {
        return 3;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0
            && let Some(behind) = line.trim_start().strip_prefix(word)
            && !behind.starts_with(|ch: char| ch.is_alphanumeric() || ch == '_')
        {
            return at + line.len() - line.trim_start().len() + word.len();
        }
        at += line.len();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_in_a_text_ends_nothing() {
        let behind = |code: &str| end_of_php(code).map(|end| code[end..].to_owned());
        for code in [
            "echo '<?xml ?>'; ?>rest",
            "$a = \"?>\\\"?>\"; ?>rest",
            "/* it's ?> */ ?>rest",
            "// it's\n a(); ?>rest",
            "// ends ?>rest",
            "$a = <<<EOT\n?> it's\nEOT;\n?>rest",
            "#[A]\nf(); ?>rest",
        ] {
            assert_eq!(behind(code).as_deref(), Some("?>rest"), "{code}");
        }
        for code in ["a();", "'?>", "<<<", "<<<A\n?>", "/* ?>", "'\\"] {
            assert_eq!(behind(code), None, "{code}");
        }
    }
}
