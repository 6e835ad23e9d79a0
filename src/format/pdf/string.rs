//! PDF text strings (ISO 32000-1, 7.9.2.2).

use hayro_syntax::object;

/// Characters from 0x18 on that differ from Latin-1 in PDFDocEncoding (annex D.2).
const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
/// Characters from 0x80 on that differ from Latin-1 in PDFDocEncoding.
const HIGH: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™',
    'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
];

/// The text of a string, trimmed; `None` if empty.
pub fn text(string: &object::String<'_>) -> Option<String> {
    bytes(string.as_bytes())
}

/// The decoded text of a string's bytes, trimmed; `None` if empty.
pub fn bytes(bytes: &[u8]) -> Option<String> {
    let text = decoded(bytes);
    let text = text.trim_matches(|ch: char| ch.is_whitespace() || ch == '\0');
    (!text.is_empty()).then(|| text.to_owned())
}

fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => without_languages(&encoding_rs::UTF_16BE.decode(rest).0),
        [0xff, 0xfe, rest @ ..] => without_languages(&encoding_rs::UTF_16LE.decode(rest).0),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().copied().map(character).collect(),
    }
}

/// Strips language marks: a code between two escape characters.
fn without_languages(text: &str) -> String {
    text.split('\u{1b}').step_by(2).collect()
}

fn character(byte: u8) -> char {
    match byte {
        0x18..=0x1f => LOW[usize::from(byte - 0x18)],
        0x80..=0xa0 => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_encodings_are_told_apart() {
        assert_eq!(decoded(b"B\xfcrger\x84amt"), "Bürger—amt");
        assert_eq!(decoded(b"\xfe\xff\0B\0\xfc"), "Bü");
        assert_eq!(decoded(b"\xfe\xff\0\x1b\0d\0e\0\x1b\0B"), "B");
        assert_eq!(decoded("\u{feff}Bü".as_bytes()), "Bü");
        assert_eq!(decoded(b"\xfe\xff\0"), "\u{fffd}");
    }
}
