//! JSON without characters that control a terminal, or that hide or reverse text: they are escaped (`\\u202e`), and
//! JSON parsers restore them.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::texts::is_hidden;

/// Writes a value as JSON on one line.
///
/// # Errors
/// I/O errors of `out`.
pub fn json_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(Escaped(out), value)?;
    Ok(())
}

/// Writes a value as indented JSON.
///
/// # Errors
/// I/O errors of `out`.
pub fn json_pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaped(out), value)?;
    Ok(())
}

/// Writes a value as JSON with one line per item: each field of the value and each element of its lists gets a line,
/// without further breaks. Such a file is half as large as an indented one, and can still be searched and compared line
/// by line.
///
/// # Errors
/// I/O errors of `out`.
pub fn json_items(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer =
        serde_json::Serializer::with_formatter(Escaped(out), ItemFormatter::default());
    value.serialize(&mut serializer)?;
    Ok(())
}

/// Breaks lines in the outermost two levels.
#[derive(Default)]
struct ItemFormatter {
    depth: usize,
}

impl ItemFormatter {
    const BROKEN_UP: usize = 2;

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        if self.depth <= Self::BROKEN_UP {
            out.write_all(b"\n")?;
        }
        self.depth = self.depth.saturating_sub(1);
        out.write_all(bracket)
    }

    fn item<W: ?Sized + Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        if self.depth <= Self::BROKEN_UP {
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

impl Formatter for ItemFormatter {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }
}

/// Escapes such characters in JSON. Outside strings only line breaks occur; inside strings these are already escaped.
struct Escaped<'a>(&'a mut dyn Write);

impl Write for Escaped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        // The serialiser writes whole characters.
        let Ok(text) = std::str::from_utf8(bytes) else {
            return self.0.write_all(bytes);
        };
        let mut rest = text;
        let hidden = |ch: char| ch != '\n' && is_hidden(ch);
        while let Some(at) = rest.find(hidden) {
            self.0.write_all(&rest.as_bytes()[..at])?;
            let Some(ch) = rest[at..].chars().next() else {
                break;
            };
            for unit in ch.encode_utf16(&mut [0; 2]) {
                write!(self.0, "\\u{unit:04x}")?;
            }
            rest = &rest[at + ch.len_utf8()..];
        }
        self.0.write_all(rest.as_bytes())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_written_out_and_read_back() {
        let text = "Straße \u{202e}egal\u{1b}[2J\u{9b}\n\u{e0041}";
        let mut out = Vec::new();
        json_line(&text, &mut out).expect("memory");
        let json = String::from_utf8(out).expect("text");
        assert_eq!(
            json,
            "\"Straße \\u202eegal\\u001b[2J\\u009b\\n\\udb40\\udc41\""
        );
        let back: String = serde_json::from_str(&json).expect("JSON");
        assert_eq!(back, text);
        let mut items = Vec::new();
        let report = serde_json::json!({ "a": [{ "b": [1, 2] }, {}], "c": {} });
        json_items(&report, &mut items).expect("memory");
        assert_eq!(
            String::from_utf8(items).expect("text"),
            "{\n\"a\":[\n{\"b\":[1,2]},\n{}\n],\n\"c\":{\n}\n}"
        );
        let mut pretty = Vec::new();
        json_pretty(&[1, 2], &mut pretty).expect("memory");
        assert_eq!(pretty, b"[\n  1,\n  2\n]");
    }
}
