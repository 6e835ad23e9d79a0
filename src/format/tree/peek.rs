//! A cheap look at a document before parsing.

/// Whether a text starts like a JSON object or list.
pub fn is_json(head: &str) -> bool {
    let first = head.trim_start_matches('\u{feff}').trim_start();
    first.starts_with(['{', '['])
}

/// The keys of the outermost object, as far as `head` reaches; `None` if there is none.
///
/// JSON is scanned for braces and quotes, YAML for unindented lines.
pub fn top_keys(head: &str) -> Option<Vec<String>> {
    let text = head.trim_start_matches('\u{feff}');
    let trimmed = text.trim_start();
    if trimmed.starts_with('{') {
        return Some(json_keys(trimmed));
    }
    if trimmed.starts_with('[') {
        return None;
    }
    let keys: Vec<String> = text
        .lines()
        .filter(|line| !line.starts_with([' ', '\t', '#', '-', '%', '}', ']']))
        .filter_map(|line| line.split_once(':'))
        .filter(|(_, rest)| rest.is_empty() || rest.starts_with([' ', '\t', '\r']))
        .map(|(key, _)| key.trim_matches(['"', '\'']).to_owned())
        .collect();
    (!keys.is_empty()).then_some(keys)
}

fn json_keys(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut keys = Vec::new();
    let (mut depth, mut at) = (0usize, 0usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            b'"' => {
                let start = at + 1;
                at = end_of_string(bytes, start);
                let after = text.get(at + 1..).unwrap_or_default().trim_start();
                if depth == 1 && after.starts_with(':') {
                    keys.push(text.get(start..at).unwrap_or_default().to_owned());
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' => break,
            _ => {}
        }
        at += 1;
    }
    at
}

/// The scalar after the first occurrence of a key, anywhere; must be confirmed by parsing.
pub fn key_value<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.match_indices(key).find_map(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        if !before.is_empty() && !before.ends_with(['"', '\'', '\n', ' ', '{', ',', '\u{feff}']) {
            return None;
        }
        let rest = text.get(at + key.len()..)?;
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        let value = rest.strip_prefix(':')?.trim_start();
        let line = value.lines().next().unwrap_or_default();
        Some(match line.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split(['"', '\'']).next().unwrap_or_default(),
            None => line
                .split([',', '}', '#'])
                .next()
                .unwrap_or_default()
                .trim(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn top_keys_of_both_syntaxes() {
        let keys = Some(vec!["a".to_owned(), "c d".to_owned()]);
        assert_eq!(top_keys("{\"a\": {\"x\": \"}\"}, \"c d\": [1"), keys);
        assert_eq!(top_keys("# why\na:\n  x: 1\n\"c d\": 2\n"), keys);
        assert_eq!(top_keys("[{\"a\": 1}]"), None);
    }

    #[test]
    fn values_of_keys_of_both_syntaxes() {
        assert_eq!(
            key_value("{\"openapi\" : \"3.0.1\"}", "openapi"),
            Some("3.0.1")
        );
        assert_eq!(
            key_value("info: x\nopenapi: 3.1.0 # why\n", "openapi"),
            Some("3.1.0")
        );
        assert_eq!(key_value("x: openapi-generator\n", "openapi"), None);
    }
}
