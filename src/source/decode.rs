//! Bytes → text. Files say nothing reliable about their encoding, so it is detected from byte order marks, the shape of
//! the bytes, what the file states and, last, what was customary for German text.

use std::borrow::Cow;

use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::gap::GapReason;

/// How many bytes at the beginning are examined.
const HEAD: usize = 4096;

/// Decodes a file. In this order: by byte order mark, by the shape of UTF-32 and UTF-16, as UTF-8, by the character set
/// that the server (`charset`) or the file states, by the umlauts of DOS and of old Macintoshes, else as Windows-1252.
/// Stray NUL bytes are dropped.
///
/// # Errors
/// [`GapReason::UnknownFormat`] for binary content, [`GapReason::UnknownEncoding`] for text that cannot be decoded.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> Result<String, GapReason> {
    // First, because its byte order mark starts like that of UTF-16.
    if let Some(text) = utf_32(bytes) {
        return Ok(text);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Ok(text.into_owned());
    }
    // The mark of UTF-7, whose text is ASCII with garbage in place of umlauts.
    if [b'8', b'9', b'+', b'/']
        .iter()
        .any(|last| bytes.starts_with(&[b'+', b'/', b'v', *last]))
    {
        return Err(GapReason::UnknownEncoding);
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let nuls = head.iter().filter(|byte| **byte == 0).count();
    if nuls * 5 > head.len() * 2 {
        return utf_16(bytes, head, nuls);
    }
    let mut bytes = Cow::Borrowed(bytes);
    if bytes.contains(&0) {
        bytes.to_mut().retain(|byte| *byte != 0);
    }
    let text = eight_bit(&bytes, charset)?;
    // Text with some overwritten bytes or padded fields is still text; pictures and programs are not.
    match nuls > 0 && text.contains(is_binary) {
        true => Err(GapReason::UnknownFormat),
        false => Ok(text),
    }
}

/// Whether the first bytes of a file show that it is not text.
pub(super) fn is_binary_head(head: &[u8]) -> bool {
    decode(head, None) == Err(GapReason::UnknownFormat)
}

/// Control characters that never occur in text. NUL is handled separately.
fn is_binary(ch: char) -> bool {
    ch.is_control()
        && !matches!(
            ch,
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{85}'
        )
}

/// Decodes UTF-32. `encoding_rs` cannot, because browsers refuse it, but some databases export it. After a byte order
/// mark invalid characters are replaced; without one every character must be valid.
fn utf_32(bytes: &[u8]) -> Option<String> {
    let (content, big_endian, is_marked) = match bytes {
        [0xFF, 0xFE, 0, 0, rest @ ..] => (rest, false, true),
        [0, 0, 0xFE, 0xFF, rest @ ..] => (rest, true, true),
        // Three of the four bytes of each character are zero.
        [0, 0, 0, 1..=255, 0, 0, 0, 1..=255, ..] => (bytes, true, false),
        [1..=255, 0, 0, 0, 1..=255, 0, 0, 0, ..] => (bytes, false, false),
        _ => return None,
    };
    let (letters, rest) = content.as_chunks::<4>();
    let letter = |bytes: &[u8; 4]| {
        let code = match big_endian {
            true => u32::from_be_bytes(*bytes),
            false => u32::from_le_bytes(*bytes),
        };
        match char::from_u32(code).filter(|ch| *ch != '\0' && !is_binary(*ch)) {
            None if is_marked => Some(char::REPLACEMENT_CHARACTER),
            letter => letter,
        }
    };
    let mut text: String = letters.iter().map(letter).collect::<Option<_>>()?;
    // Cut off in the middle of a character.
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Some(text)
}

/// UTF-16 without a byte order mark: in German or English text every other byte is zero.
fn utf_16(bytes: &[u8], head: &[u8], nuls: usize) -> Result<String, GapReason> {
    let odd = head.iter().skip(1).step_by(2);
    let odd = odd.filter(|byte| **byte == 0).count();
    let encoding = match odd * 2 > nuls {
        true => UTF_16LE,
        false => UTF_16BE,
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    match text.contains(|ch| ch == '\0' || is_binary(ch)) {
        true => Err(GapReason::UnknownFormat),
        false => Ok(text.into_owned()),
    }
}

/// Text without NUL bytes and byte order marks.
fn eight_bit(bytes: &[u8], charset: Option<&str>) -> Result<String, GapReason> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    if is_ebcdic(head) {
        return Err(GapReason::UnknownEncoding);
    }
    let known = |label: &str| Encoding::for_label(label.as_bytes());
    let stated = stated_charset(head);
    let encoding = match (charset.and_then(known), stated.as_deref()) {
        (Some(encoding), _) => Some(encoding),
        (None, Some(label)) => Some(known(label).ok_or(GapReason::UnknownEncoding)?),
        (None, None) => None,
    };
    // Files that claim to be UTF-8 or UTF-16 but are not were saved again without updating the declaration.
    let encoding = encoding.filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible());
    match encoding {
        None if is_dos(bytes) => Ok(dos_text(bytes)),
        None if is_macintosh(bytes) => {
            let (text, _) = MACINTOSH.decode_without_bom_handling(bytes);
            Ok(text.into_owned())
        }
        encoding => {
            let encoding = encoding.unwrap_or(WINDOWS_1252);
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            Ok(text.into_owned())
        }
    }
}

/// The character set declared by XML or HTML.
pub(super) fn stated_charset(head: &[u8]) -> Option<String> {
    let head = &head[..head.len().min(1024)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let rest = match head.trim_start().strip_prefix("<?xml") {
        Some(declaration) => {
            let declaration = declaration.split("?>").next()?;
            declaration.split_once("encoding")?.1
        }
        None => head.split_once("<meta")?.1.split_once("charset")?.1,
    };
    let value = rest.trim_start().strip_prefix('=')?;
    let value = value.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|ch: char| !(ch.is_ascii_alphanumeric() || "-_.:+".contains(ch)));
    let label = &value[..end.unwrap_or(value.len())];
    (!label.is_empty()).then(|| label.to_owned())
}

/// Whether bytes are EBCDIC text: nearly all are its letters, digits, punctuation or blanks, and hardly any is an ASCII
/// letter.
fn is_ebcdic(head: &[u8]) -> bool {
    let count = |wanted: fn(&u8) -> bool| head.iter().filter(|byte| wanted(byte)).count();
    let letters = count(|byte| {
        matches!(
            byte,
            0x81..=0x89 | 0x91..=0x99 | 0xA2..=0xA9 | 0xC1..=0xC9 | 0xD1..=0xD9 | 0xE2..=0xE9 | 0xF0..=0xF9
        )
    });
    let blanks = count(|byte| matches!(byte, 0x40 | 0x15 | 0x25 | 0x05 | 0x0D));
    let signs = count(|byte| matches!(byte, 0x4B..=0x50 | 0x5A..=0x61 | 0x6B..=0x6F | 0x7A..=0x7F));
    let enough = head.len() >= 32 && letters * 2 > head.len() && blanks * 50 > head.len();
    enough && (letters + blanks + signs) * 20 > head.len() * 19
}

/// Whether umlauts occur between letters as DOS encodes them. In Windows-1252 these bytes are `„`, `”` and unassigned,
/// which never occur there. Windows umlauts must be absent.
fn is_dos(bytes: &[u8]) -> bool {
    let inside = |wanted: [u8; 3]| {
        let mut words = bytes.windows(3);
        words.any(|word| {
            word[0].is_ascii_alphabetic()
                && wanted.contains(&word[1])
                && word[2].is_ascii_alphabetic()
        })
    };
    inside([0x84, 0x94, 0x81]) && !inside([0xE4, 0xF6, 0xFC])
}

/// Whether umlauts occur within words as old Macintoshes encode them. In Windows-1252 these bytes are `Š`, `Ÿ` and `§`,
/// which never occur there. Its `š` does, so the Macintosh `ö` only counts if all lines end in a carriage return, as
/// they did there. Windows umlauts must be absent.
fn is_macintosh(bytes: &[u8]) -> bool {
    let inside = |wanted: &[u8]| {
        let mut words = bytes.windows(3);
        words.any(|word| {
            word[0].is_ascii_alphabetic()
                && wanted.contains(&word[1])
                && word[2].is_ascii_lowercase()
        })
    };
    let ends_lines = || bytes.contains(&b'\r') && !bytes.contains(&b'\n');
    let has_umlauts = inside(&[0x8A, 0x9F, 0xA7]) || inside(&[0x9A]) && ends_lines();
    has_umlauts && !inside(&[0xE4, 0xF6, 0xFC])
}

/// Decodes code page 850, the DOS encoding for western European languages.
fn dos_text(bytes: &[u8]) -> String {
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
                         └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
    let upper: Vec<char> = UPPER.chars().collect();
    let letter = |byte: &u8| match byte {
        0..=0x7F => char::from(*byte),
        high => upper
            .get(usize::from(high - 0x80))
            .copied()
            .unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, GapReason> {
        decode(bytes, None)
    }

    #[test]
    fn text_is_decoded_by_mark_by_shape_and_by_fallback() {
        let cases: [(&[u8], &str); 25] = [
            (b"\xFF\xFE\0\0m\0\0\0\xE4\0\0\0", "mä"),
            (b"\0\0\xFE\xFF\0\0\0m\0\0\0\xE4", "mä"),
            (b"m\0\0\0w\0\0\0\xE4\0\0\0", "mwä"),
            (b"\xC4\0\0\0w\0\0\0", "Äw"),
            (b"\0\0\0m\0\0\0w\0\0\0\xE4", "mwä"),
            (b"\xFF\xFE\0\0m\0\0\0\0\0\x11\0w\0", "m\u{fffd}\u{fffd}"),
            (
                b"CREATE TAB\0LE person (\0name TEXT);",
                "CREATE TABLE person (name TEXT);",
            ),
            (
                b"anrede: Fr\xE4ulein, Fr\0au, Herr",
                "anrede: Fräulein, Frau, Herr",
            ),
            (b"\xEF\xBB\xBFm\xC3\xA4nnlich", "männlich"),
            ("männlich".as_bytes(), "männlich"),
            (b"m\xE4nnlich", "männlich"),
            (b"\xFF\xFEm\0\xE4\0", "mä"),
            (b"<\0a\0>\0b\0c\0d\0", "<a>bcd"),
            (b"m\x84nnlich, \x9Abersicht", "männlich, Übersicht"),
            (b"Stra\xE1e, S\x81d, H\x94he", "Straße, Süd, Höhe"),
            (b"Geb\x8Aude, T\x9Fr, Ger\x8At", "Gebäude, Tür, Gerät"),
            (b"Stra\xA7e und H\x9Ahe", "Straße und Höhe"),
            (b"Name\rH\x9Ahe\r", "Name\rHöhe\r"),
            (b"Herr Mi\x9Aka\n", "Herr Miška\n"),
            (
                b"\x8Akoda, \xA74 und \xA7 5, T\xFCr",
                "Škoda, §4 und § 5, Tür",
            ),
            (b"\x84m\x94 und \x93w\x94", "„m” und “w”"),
            (
                b"<?xml version='1.0' encoding='ISO-8859-2'?><a>\xB9</a>",
                "<?xml version='1.0' encoding='ISO-8859-2'?><a>š</a>",
            ),
            (
                b"<?xml version=\"1.0\" encoding=\"utf-16\"?><a>\xE4</a>",
                "<?xml version=\"1.0\" encoding=\"utf-16\"?><a>ä</a>",
            ),
            (
                b"<meta charset=windows-1250><p>\xBE",
                "<meta charset=windows-1250><p>ľ",
            ),
            (b"<meta charset=utf-8><p>\xE4", "<meta charset=utf-8><p>ä"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(text(bytes).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn nul_bytes_far_behind_the_head_are_left_out_too() {
        let mut bytes = vec![b' '; 2 * HEAD];
        bytes.extend(b"GESCH\0LECHT");
        assert!(text(&bytes).is_ok_and(|text| text.ends_with("GESCHLECHT")));
    }

    #[test]
    fn what_nobody_can_decode_is_said() {
        // CREATE TABLE PERSON (NAME CHAR(30), GESCHLECHT CHAR(1)) in EBCDIC.
        let mainframe = b"\xC3\xD9\xC5\xC1\xE3\xC5\x40\xE3\xC1\xC2\xD3\xC5\x40\xD7\xC5\xD9\xE2\xD6\xD5\x40\x4D\xD5\xC1\
                          \xD4\xC5\x40\xC3\xC8\xC1\xD9\x4D\xF3\xF0\x5D\x6B\x40\xC7\xC5\xE2\xC3\xC8\xD3\xC5\xC3\xC8\xE3\
                          \x40\xC3\xC8\xC1\xD9\x4D\xF1\x5D\x5D";
        assert_eq!(text(mainframe), Err(GapReason::UnknownEncoding));
        assert_eq!(
            text(b"+/v8-CREATE TABLE m+AOQ-nnlich"),
            Err(GapReason::UnknownEncoding)
        );
        let stated = b"<?xml version='1.0' encoding='IBM-9999'?><a>\xE4</a>";
        assert_eq!(text(stated), Err(GapReason::UnknownEncoding));
        let binary = b"PK\x03\x04\0\0binary data that is no text";
        assert_eq!(text(binary), Err(GapReason::UnknownFormat));
        let numbers: Vec<u8> = (0..400u16).flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&numbers), Err(GapReason::UnknownFormat));
        // Cyrillic prose is not EBCDIC.
        let cyrillic = b"\xCF\xF0\xE8\xE2\xE5\xF2, \xEA\xE0\xEA \xE4\xE5\xEB\xE0? \xD5\xEE\xF0\xEE\xF8\xEE, \xF1\xEF\xE0\xF1\xE8\xE1\xEE.";
        assert!(text(cyrillic).is_ok());
    }
}
