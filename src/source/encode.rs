//! Text → the bytes of the file it came from, so that only the changed parts differ.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::decode::stated_charset;

/// The bytes of the file with the text `after`, in the file's own encoding and with its byte order mark. `before` is
/// the text the bytes were decoded to. `None` if encoding `before` does not give these very bytes (a read-only
/// encoding, damaged characters), or if the encoding lacks a new character.
pub fn rewritten(bytes: &[u8], before: &str, after: &str) -> Option<Vec<u8>> {
    let stated = stated_charset(&bytes[..bytes.len().min(4096)]);
    let stated = stated.and_then(|label| Encoding::for_label(label.as_bytes()));
    let ways = [
        Way::Utf8,
        Way::Utf16 { big: false },
        Way::Utf16 { big: true },
    ]
    .into_iter()
    .chain(stated.map(Way::EightBit))
    .chain([Way::EightBit(WINDOWS_1252)]);
    for way in ways {
        for mark in [false, true] {
            if way.encode(before, mark).is_some_and(|same| same == bytes) {
                return way.encode(after, mark);
            }
        }
    }
    None
}

#[derive(Clone, Copy)]
enum Way {
    Utf8,
    Utf16 { big: bool },
    EightBit(&'static Encoding),
}

impl Way {
    fn encode(self, text: &str, mark: bool) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => {
                let mut bytes = if mark {
                    vec![0xEF, 0xBB, 0xBF]
                } else {
                    Vec::new()
                };
                bytes.extend_from_slice(text.as_bytes());
                Some(bytes)
            }
            Self::Utf16 { big } => {
                let mark = mark.then_some(0xFEFF);
                let units = mark.into_iter().chain(text.encode_utf16());
                Some(
                    units
                        .flat_map(|unit| {
                            if big {
                                unit.to_be_bytes()
                            } else {
                                unit.to_le_bytes()
                            }
                        })
                        .collect(),
                )
            }
            Self::EightBit(_) if mark => None,
            Self::EightBit(encoding) => {
                let single = encoding.output_encoding() == encoding && encoding != UTF_8;
                let (bytes, _, lossy) = encoding.encode(text);
                (single && !lossy).then(|| bytes.into_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Capture;

    fn round(bytes: &[u8], from: &str, to: &str) -> Option<Vec<u8>> {
        let capture = Capture::new("a", "a", bytes);
        let before = capture.text().ok()?.as_str().to_owned();
        rewritten(bytes, &before, &before.replace(from, to))
    }

    #[test]
    fn files_keep_their_encoding_their_mark_and_their_line_ends() {
        let cases: [(&[u8], &[u8]); 5] = [
            ("größe\r\nm\n".as_bytes(), "größe\r\nmd\n".as_bytes()),
            (b"\xEF\xBB\xBFm\r\n", b"\xEF\xBB\xBFmd\r\n"),
            (b"gr\xF6\xDFe m", b"gr\xF6\xDFe md"),
            (b"\xFF\xFEa\0m\0\n\0", b"\xFF\xFEa\0m\0d\0\n\0"),
            (b"\xFE\xFF\0a\0m\0\n", b"\xFE\xFF\0a\0m\0d\0\n"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(round(bytes, "m", "md").as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_cannot_be_written_back_is_not_written() {
        assert_eq!(
            round(b"gr\xF6\xDFe m", "m", "\u{3b1}"),
            None,
            "no such letter"
        );
        // DOS text can be read but not written.
        assert_eq!(round(b"M\x84nner f\x81r m", "m", "md"), None);
    }
}
