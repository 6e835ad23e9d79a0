//! Computes what the streams of a document unpack to before anything is unpacked for good. Streams that are too large
//! or packed in an unknown way are emptied; for images this does no harm, because they are not examined.

use flate2::{Decompress, FlushDecompress, Status};

use super::content::string_end;
use crate::format::limits::{PDF_PART_BYTES, PDF_PARTS_BYTES, PDF_STREAMS};

/// A document whose streams unpack within the limits.
pub struct Weighed {
    /// The bytes, with oversized streams overwritten.
    pub bytes: Vec<u8>,
    /// Number of emptied streams that may have contained tags, fields or metadata.
    pub emptied: usize,
}

/// Maximum number of bytes that one byte of deflated data unpacks to.
const MOST_FOR_A_BYTE: u64 = 1032;
/// Maximum number of bytes that one byte of LZW data unpacks to: a code has at least nine bits and stands for at most
/// 4,096 bytes.
const MOST_FOR_AN_LZW_BYTE: u64 = 3641;
/// Maximum number of bytes that one byte of a run unpacks to: two bytes stand for at most 128.
const MOST_FOR_A_RUN: u64 = 64;
/// How many bytes before a stream are searched for its dictionary.
const DICTIONARY_BYTES: usize = 64 * 1024;
/// Bytes searched for dictionaries in total, over all streams.
const DICTIONARIES_BYTES: usize = 256 * 1024 * 1024;
/// First byte that ends deflated data: a final block of a reserved type.
pub(super) const ENDED: u8 = 0b111;

/// The document with its oversized streams emptied.
pub fn without_heavy_streams(bytes: &[u8]) -> Weighed {
    let mut scale = Scale::default();
    let mut emptied = 0;
    let mut result = bytes.to_vec();
    let ends: Vec<usize> = positions(bytes, b"endstream").collect();
    let mut clean_from = 0;
    let mut left = DICTIONARIES_BYTES;
    for (count, keyword) in positions(bytes, KEYWORD).enumerate() {
        // Streams inside an emptied one are gone.
        if keyword < clean_from || bytes[..keyword].ends_with(b"end") {
            continue;
        }
        let dictionary = match dictionary_before(bytes, keyword, &mut left) {
            Before::Dictionary(dictionary) => Some(dictionary),
            Before::Unclear => None,
            Before::Else => continue,
        };
        let start = data_behind(bytes, keyword);
        let end = ends.get(ends.partition_point(|end| *end < start));
        let end = end.copied().unwrap_or(bytes.len());
        let weight = dictionary
            .filter(|_| count < PDF_STREAMS)
            .and_then(|it| scale.weigh(it, &bytes[start..], end - start));
        if weight.is_none() {
            result[start..end].fill(ENDED);
            clean_from = end;
            // Missing page content is reported elsewhere.
            let tells = |it| TELLING.iter().any(|mark| find(it, mark).is_some());
            emptied += usize::from(dictionary.is_none_or(tells));
        }
    }
    Weighed {
        bytes: result,
        emptied,
    }
}

/// Dictionary entries of streams that contain objects or metadata.
const TELLING: [&[u8]; 5] = [b"/ObjStm", b"/XRef", b"/First", b"/Metadata", b"/XML"];
const KEYWORD: &[u8] = b"stream";

/// Where the data after a keyword starts.
fn data_behind(bytes: &[u8], keyword: usize) -> usize {
    let behind = keyword + KEYWORD.len();
    match bytes.get(behind..) {
        Some([b'\r', b'\n', ..]) => behind + 2,
        Some([b'\n' | b'\r', ..]) => behind + 1,
        // Readers are lenient here.
        _ => behind,
    }
}

/// What precedes a keyword.
enum Before<'a> {
    Dictionary(&'a [u8]),
    /// Perhaps a dictionary, but its content is uncertain.
    Unclear,
    /// Not a dictionary, so the keyword does not start a stream.
    Else,
}

/// The dictionary that ends before a position. Comments and escaped names could hide entries, and no stream worth
/// reading has any.
fn dictionary_before<'a>(bytes: &'a [u8], keyword: usize, left: &mut usize) -> Before<'a> {
    let floor = keyword.saturating_sub(DICTIONARY_BYTES.min(*left));
    let window = &bytes[floor..keyword];
    let end = match positions(window, b">>").next_back() {
        Some(at) => at + 2,
        None => return Before::Else,
    };
    let mut behind = window[end..].trim_ascii_start();
    while let [b'%', comment @ ..] = behind {
        let line = comment
            .iter()
            .position(|byte| matches!(byte, b'\r' | b'\n'));
        // Without a line end, the keyword is inside the comment.
        behind = match line {
            Some(line) => comment[line..].trim_ascii_start(),
            None => return Before::Else,
        };
    }
    if !behind.is_empty() {
        return Before::Else;
    }
    let mut at = end;
    let mut depth = 0_u32;
    let start = loop {
        let Some(pair) = at.checked_sub(2).and_then(|from| window.get(from..at)) else {
            *left = left.saturating_sub(window.len());
            return Before::Unclear;
        };
        match pair {
            b">>" => (depth, at) = (depth + 1, at - 2),
            b"<<" if depth == 1 => break at - 2,
            b"<<" => (depth, at) = (depth.saturating_sub(1), at - 2),
            _ => at -= 1,
        }
    };
    let line = window[..start].iter().rev();
    let line = line.take_while(|byte| !matches!(byte, b'\r' | b'\n'));
    let is_commented = line.clone().any(|byte| *byte == b'%');
    *left = left.saturating_sub(window.len() - start + line.count());
    let dictionary = &window[start..end];
    match !is_commented && is_whole(dictionary) {
        true => Before::Dictionary(dictionary),
        false => Before::Unclear,
    }
}

/// Whether the bytes found between brackets are one dictionary from its beginning and not part of a larger one, in
/// which case they would end a string that does not start in them.
fn is_whole(dictionary: &[u8]) -> bool {
    let mut depth = 0_u32;
    let mut at = 0;
    while let Some(byte) = dictionary.get(at) {
        let next = dictionary.get(at + 1);
        match (byte, next) {
            (b'<', Some(b'<')) => (depth, at) = (depth + 1, at + 2),
            (b'>', Some(b'>')) => match depth {
                1 => return at + 2 == dictionary.len(),
                _ => (depth, at) = (depth - 1, at + 2),
            },
            (b'<', _) => {
                let is_hex = |byte: &u8| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace();
                let end = dictionary[at + 1..].iter().position(|byte| !is_hex(byte));
                match end.map(|end| at + 1 + end) {
                    Some(end) if dictionary[end] == b'>' => at = end + 1,
                    _ => return false,
                }
            }
            (b'(', _) => at = string_end(dictionary, at),
            (b'#', _) if is_harmless_escape(&dictionary[at + 1..]) => at += 3,
            (b')' | b'>' | b'\\' | b'#' | b'%', _) => return false,
            _ => at += 1,
        }
    }
    false
}

/// Whether an escape in a name stands for a character that occurs in no relevant key or filter name.
fn is_harmless_escape(behind: &[u8]) -> bool {
    let code = behind
        .get(..2)
        .and_then(|code| std::str::from_utf8(code).ok());
    let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
    code.is_some_and(|code| !code.is_ascii_alphanumeric())
}

/// Computes the unpacked size of streams.
struct Scale {
    inflater: Decompress,
    sink: Vec<u8>,
    /// How many more bytes may be unpacked.
    left: u64,
}

impl Default for Scale {
    fn default() -> Self {
        Self {
            inflater: Decompress::new(false),
            sink: vec![0; 32 * 1024],
            left: PDF_PARTS_BYTES,
        }
    }
}

impl Scale {
    /// Accepts a stream if its unpacked size is known and within the limits. `length` is that of its data; compressed
    /// data knows its own end.
    fn weigh(&mut self, dictionary: &[u8], data: &[u8], length: usize) -> Option<()> {
        let allowed = PDF_PART_BYTES.min(self.left);
        let weight = match packing(dictionary)? {
            Packing::Plain => 0,
            Packing::Deflated => self.inflated(data, length as u64, allowed)?,
            // These are counted when they are read.
            Packing::AtMost(factor) => {
                let most = (length as u64).saturating_mul(factor);
                (most <= allowed).then_some(0)?
            }
        };
        self.left = self.left.saturating_sub(weight);
        Some(())
    }

    /// The size of inflated data, up to `allowed`. Readers continue after damaged or encrypted data, so the worst case
    /// is assumed for those.
    fn inflated(&mut self, data: &[u8], length: u64, allowed: u64) -> Option<u64> {
        let has_header = data.len() >= 2
            && data[0] & 0x0f == 8
            && (u16::from(data[0]) << 8 | u16::from(data[1])).is_multiple_of(31)
            && data[1] & 0x20 == 0;
        let data = if has_header { &data[2..] } else { data };
        let inflater = &mut self.inflater;
        inflater.reset(false);
        loop {
            let before = (inflater.total_in(), inflater.total_out());
            let read = usize::try_from(before.0).unwrap_or(data.len());
            let rest = data.get(read..).unwrap_or_default();
            let status = inflater.decompress(rest, &mut self.sink, FlushDecompress::None);
            let (consumed, made) = (inflater.total_in(), inflater.total_out());
            if made > allowed {
                return None;
            }
            match status {
                Ok(Status::StreamEnd) => return Some(made),
                Ok(_) if (consumed, made) != before => {}
                Ok(_) | Err(_) => {
                    let open = length.saturating_sub(consumed);
                    let most = made.saturating_add(open.saturating_mul(MOST_FOR_A_BYTE));
                    return (most <= allowed).then_some(made);
                }
            }
        }
    }
}

enum Packing {
    Plain,
    Deflated,
    /// Each byte unpacks to at most this many.
    AtMost(u64),
}

/// How a stream is packed; `None` if unknown, or if it is of no interest here.
fn packing(dictionary: &[u8]) -> Option<Packing> {
    let key = |key: &[u8]| positions(dictionary, key).collect::<Vec<_>>();
    // A stream in another file uses other keys for its filters.
    let is_elsewhere = positions(dictionary, b"/F").any(|at| {
        matches!(
            dictionary.get(at + 2),
            None | Some(b' ' | b'\t' | b'\r' | b'\n' | 0 | 12 | b'/' | b'[' | b'(' | b'<')
        )
    });
    let filters = key(b"/Filter");
    match (is_elsewhere, filters.as_slice()) {
        (false, []) => Some(Packing::Plain),
        (false, [at]) => {
            let behind = dictionary.get(at + b"/Filter".len()..)?.trim_ascii_start();
            let list = match behind.strip_prefix(b"[") {
                Some(list) => list.get(..list.iter().position(|byte| *byte == b']')?)?,
                None => {
                    let name = behind.strip_prefix(b"/")?;
                    let ends = |byte: &u8| !byte.is_ascii_alphanumeric();
                    let end = name.iter().position(ends).unwrap_or(name.len());
                    behind.get(..=end)?
                }
            };
            let list = std::str::from_utf8(list).ok()?;
            let mut names = list.split(['/', ' ', '\t', '\r', '\n']);
            let mut names = names.by_ref().filter(|name| !name.is_empty());
            match (names.next(), names.next(), names.next()) {
                (None, ..) => Some(Packing::Plain),
                (Some("FlateDecode" | "Fl"), None, _) => Some(Packing::Deflated),
                (Some("LZWDecode" | "LZW"), None, _)
                | (
                    Some("ASCII85Decode" | "A85" | "ASCIIHexDecode" | "AHx"),
                    Some("LZWDecode" | "LZW"),
                    None,
                ) => Some(Packing::AtMost(MOST_FOR_AN_LZW_BYTE)),
                (
                    Some("ASCII85Decode" | "A85" | "ASCIIHexDecode" | "AHx"),
                    None | Some("FlateDecode" | "Fl"),
                    None,
                ) => Some(Packing::AtMost(MOST_FOR_A_BYTE)),
                (Some("RunLengthDecode" | "RL"), None, _) => Some(Packing::AtMost(MOST_FOR_A_RUN)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The first position of a word.
pub(super) fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    positions(bytes, word).next()
}

/// All positions of a word.
pub(super) fn positions<'a>(
    bytes: &'a [u8],
    word: &'a [u8],
) -> impl DoubleEndedIterator<Item = usize> + 'a {
    let first = word.first().copied();
    (0..bytes.len().saturating_sub(word.len().saturating_sub(1)))
        .filter(move |at| bytes.get(*at).copied() == first && bytes[*at..].starts_with(word))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).expect("memory takes everything");
        packer.finish().expect("memory takes everything")
    }

    fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = format!("7 0 obj\n{dictionary}\nstream\n").into_bytes();
        bytes.extend(data);
        bytes.extend(b"\nendstream\nendobj\n");
        bytes
    }

    #[test]
    fn honest_parts_stay() {
        let data = deflated(b"BT (Antrag) Tj ET");
        for dictionary in [
            "<</Filter/FlateDecode/Length 9>>",
            "<< /Filter [ /FlateDecode ] /DecodeParms << /Predictor 12 >> >>",
            "<</Length 9>>",
            "<</Filter/FlateDecode/First 12/FontBBox[0 0 1 1]/FunctionType 4>>",
            "<</Type/XRef/ID[(a%\\)#<) (()>)]/Filter/FlateDecode/W[1 2 1]>>",
            "<</Registry(Adobe)/Ordering()/Filter/FlateDecode/ID[<41><4142>]>>",
        ] {
            let bytes = stream(dictionary, &data);
            let weighed = without_heavy_streams(&bytes);
            assert_eq!(
                (weighed.bytes == bytes, weighed.emptied),
                (true, 0),
                "{dictionary}"
            );
        }
    }

    #[test]
    fn bombs_and_what_hides_them_are_emptied() {
        let bomb = deflated(&vec![0; PDF_PART_BYTES as usize + 1]);
        let small = deflated(b"x");
        for (dictionary, data) in [
            ("<</Filter/FlateDecode>>", &bomb),
            ("<</Filter/Fl#61teDecode>>", &small),
            ("<</Filter[/FlateDecode/FlateDecode]>>", &small),
            ("<</Filter/JPXDecode>>", &small),
            ("<</Filter/LZWDecode>>", &bomb),
            ("<</Filter 9 0 R>>", &small),
            ("<</Filter/FlateDecode/Filter/LZWDecode>>", &small),
            ("<</X(<<)/Filter/JPXDecode/Y<</A 1>>>>", &small),
            ("<</Filter/JPXDecode/A(<<)/B 1>>", &small),
            ("<</Filter/JPXDecode/A(<<\\()/B 1>>", &small),
            ("<</Filter/JPXDecode/A(<<\\(())/B()>>", &small),
            ("<</Filter/JPXDecode/A<4<<1>/B 1>>", &small),
            ("<</Filter/JPXDecode%<<\n/B 1>>", &small),
            ("<</Filter/JPXDecode/B(>>)>>", &small),
            ("<</Filter/JPXDecode>>%", &small),
            ("<</Filter/JPXDecode>>% one\r% two", &small),
        ] {
            let weighed = without_heavy_streams(&stream(dictionary, data));
            let start = find(&weighed.bytes, b"stream\n").expect("it has one") + 7;
            assert!(
                weighed.bytes[start..start + data.len()]
                    .iter()
                    .all(|byte| *byte == ENDED)
            );
        }
    }

    #[test]
    fn words_that_end_like_the_keyword_are_none() {
        for bytes in [
            &b"<</FontName/BitstreamVeraSans>> (upstream\n) endstream"[..],
            b"<</Filter/DCTDecode>>\n% object in a stream\n(Antrag) endstream",
        ] {
            assert_eq!(without_heavy_streams(bytes).bytes, bytes);
        }
    }

    #[test]
    fn what_may_tell_something_is_counted() {
        for (dictionary, expected) in [
            ("<</Subtype/Image/Filter/DCTDecode>>", 0),
            ("<</Filter 9 0 R>>", 0),
            ("<</Type/ObjStm/N 1/First 4/Filter 9 0 R>>", 1),
            ("<</N 1/First 4/Filter 9 0 R>>", 1),
            ("<</Subtype/text#2Fxml/Type/EmbeddedFile>>", 0),
            ("<</Subtype/te#78t/Type/EmbeddedFile>>", 1),
            ("<</Type/Metadata/Subtype/XML/Filter/Crypt>>", 1),
            ("<</Type/Obj#53tm/Filter/Crypt>>", 1),
        ] {
            let weighed = without_heavy_streams(&stream(dictionary, b"data"));
            assert_eq!(weighed.emptied, expected, "{dictionary}");
        }
    }
}
