//! Splits names into tokens. Whole tokens are compared, never parts of words: "folgender" does not contain gender.

/// Lower case, with umlauts expanded and other marks removed.
pub fn fold(text: &str) -> String {
    // Fast path for most of the many names.
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

/// Whether a text is encoded data, whose letters have no meaning: `data:` addresses, base64, hashes.
pub fn is_encoded(text: &str) -> bool {
    /// Minimum length; names are shorter, or have parts that are words.
    const SHORTEST: usize = 32;
    let text = text.trim();
    if text.len() < SHORTEST || !text.is_ascii() {
        return false;
    }
    let starts = |mark: &str| {
        text.get(..mark.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    if starts("data:") && text.contains(',') && !text.contains(' ') {
        return true;
    }
    let data = ["sha256-", "sha384-", "sha512-", "base64,"]
        .iter()
        .find(|mark| starts(mark))
        .map_or(text, |mark| &text[mark.len()..]);
    let bytes = data.as_bytes();
    if bytes.iter().all(u8::is_ascii_hexdigit) {
        return bytes.iter().any(u8::is_ascii_digit);
    }
    let alphabet = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_')
    };
    if !bytes.iter().all(alphabet) {
        return false;
    }
    // Words rarely alternate between small letters, capitals and digits; encoded data does so at every other place.
    let kind = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let changes = bytes
        .windows(2)
        .filter(|pair| kind(pair[0]) != kind(pair[1]))
        .count();
    let has = |wanted: u8| bytes.iter().any(|byte| kind(*byte) == wanted);
    has(0) && has(1) && has(2) && changes * 5 >= bytes.len() * 2
}

/// Whether a name is written like a constant: `GENDER_MALE`.
pub fn is_shouted(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// The folded tokens of a name: split at capitals, digits and non-letters. Empty for encoded data.
pub fn tokens(name: &str) -> Vec<String> {
    if is_encoded(name) {
        return Vec::new();
    }
    if name.is_ascii() {
        // Fast path for most of the many names.
        return ascii_tokens(name);
    }
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
        // Boundaries: aB, and ABc before B (XMLParser → xml parser).
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

/// [`tokens`] of an ASCII name.
fn ascii_tokens(name: &str) -> Vec<String> {
    let bytes = name.as_bytes();
    let mut tokens = Vec::new();
    let mut start = 0;
    for (index, byte) in bytes.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(index + 1);
        let is_border = !byte.is_ascii_alphabetic();
        // Boundaries: aB, and ABc before B (XMLParser → xml parser).
        let begins = byte.is_ascii_uppercase()
            && (before.is_some_and(u8::is_ascii_lowercase)
                || before.is_some_and(u8::is_ascii_uppercase)
                    && after.is_some_and(u8::is_ascii_lowercase));
        if is_border || begins {
            tokens.extend(ascii_token(name, start, index));
            start = index + usize::from(is_border);
        }
    }
    tokens.extend(ascii_token(name, start, bytes.len()));
    tokens
}

fn ascii_token(name: &str, start: usize, end: usize) -> Option<String> {
    name.get(start..end)
        .filter(|token| !token.is_empty())
        .map(str::to_ascii_lowercase)
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
    fn names_of_ascii_are_split_like_others() {
        for name in [
            "",
            "aB",
            "ABc",
            "A1B",
            "XMLHttpRequest",
            "a__B-c",
            "Ab",
            "aBC",
            "HTML5Tag",
            "9",
        ] {
            // A letter of another script at the end forces the general path.
            let mut other = tokens(&format!("{name}-ж"));
            assert_eq!(other.pop().as_deref(), Some("ж"));
            assert_eq!(tokens(name), other, "{name}");
        }
    }

    #[test]
    fn encoded_data_has_no_words() {
        let encoded = [
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB",
            "5f4dcc3b5aa765d61d8327deb882cf99",
            "sha384-lzXTR/X2XV4o94cUnsISC/sex/QRfO7N20O+WwOpuZ+gender",
            "J6nMHiyCVPBjPFSvObSPSNONwDVzqjaj1PQVwpAujpiI8ELAcDfQJHnfZG8B",
        ];
        for text in encoded {
            assert!(tokens(text).is_empty(), "{text}");
        }
        let named = [
            "administrativeGenderCodeOfThePatient2InTheOldSystem",
            "GESCHLECHT_DER_ANTRAGSTELLENDEN_PERSON_1",
            "person/antragsteller/1/geschlecht/schluessel",
            "männlich, weiblich, divers oder ohne Angabe",
            "data: Geschlecht, Vorname, Nachname, Anrede",
        ];
        for text in named {
            assert!(!tokens(text).is_empty(), "{text}");
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
