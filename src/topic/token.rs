//! Names → tokens. Whole tokens are compared, never parts of words: "folgender" is no gender.

/// Lower case with umlauts written out and other marks removed.
pub fn fold(text: &str) -> String {
    // Most names; there are very many.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len() + 4);
    for ch in text.chars() {
        match ch {
            'ä' | 'Ä' => out.push_str("ae"),
            'ö' | 'Ö' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            'ß' | 'ẞ' => out.push_str("ss"),
            'é' | 'è' | 'ê' => out.push('e'),
            'á' | 'à' | 'â' => out.push('a'),
            _ => out.extend(ch.to_lowercase()),
        }
    }
    out
}

/// The folded tokens of a name: split at capitals, digits and everything that is no letter.
pub fn tokens(name: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut current = String::new();
    let chars: Vec<char> = name.chars().collect();
    for (index, ch) in chars.iter().copied().enumerate() {
        if !ch.is_alphabetic() {
            flush(&mut current, &mut tokens);
            continue;
        }
        let before = index.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(index + 1).copied();
        // Borders: aB, and ABc before B (XMLParser → xml parser).
        let rises = before.is_some_and(char::is_lowercase) && ch.is_uppercase();
        let ends_acronym = before.is_some_and(char::is_uppercase)
            && ch.is_uppercase()
            && after.is_some_and(char::is_lowercase);
        if rises || ends_acronym {
            flush(&mut current, &mut tokens);
        }
        current.push(ch);
    }
    flush(&mut current, &mut tokens);
    tokens
}

fn flush(current: &mut String, tokens: &mut Vec<String>) {
    if !current.is_empty() {
        tokens.push(fold(current));
        current.clear();
    }
}

/// The folded spelling of a value: trimmed, dots removed, separators as single spaces.
pub fn spelling(value: &str) -> String {
    let folded = fold(value.trim());
    let mut out = String::with_capacity(folded.len());
    for ch in folded.chars() {
        match ch {
            '.' | '*' | ':' | '"' | '\'' => {}
            '_' | '-' | ' ' | '\u{a0}' | '\t' | '\n' => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            _ => out.push(ch),
        }
    }
    if out.is_empty() {
        folded.trim().to_owned()
    } else {
        out.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_at_capitals_and_separators() {
        let cases = [
            ("personGeschlecht", vec!["person", "geschlecht"]),
            ("KIND_GESCHLECHT", vec!["kind", "geschlecht"]),
            ("sb1Anrede", vec!["sb", "anrede"]),
            ("XMLGender", vec!["xml", "gender"]),
            ("m/w/d", vec!["m", "w", "d"]),
            ("Geschlechtsschlüssel", vec!["geschlechtsschluessel"]),
            ("folgender", vec!["folgender"]),
            ("Geschlecht*", vec!["geschlecht"]),
        ];
        for (name, expected) in cases {
            assert_eq!(tokens(name), expected, "{name}");
        }
    }

    #[test]
    fn spellings_fold_marks_and_separators() {
        assert_eq!(spelling(" Männlich "), "maennlich");
        assert_eq!(spelling("ohne_Angabe"), "ohne angabe");
        assert_eq!(spelling("k. A."), "k a");
        assert_eq!(spelling("-"), "-");
        assert_eq!(spelling("OTHER_GEN"), "other gen");
    }
}
