//! Reads lines typed at a prompt.

use std::io::{self, BufRead, Write};

use crate::texts::harmless;

/// Maximum length of a typed line, in bytes.
const LONGEST_LINE: u64 = 1 << 16;

/// Reads the line typed at a prompt, trimmed; `None` at the end of the input.
///
/// # Errors
/// I/O errors of `input` and `out`.
pub fn typed_line(input: &mut impl BufRead, out: &mut impl Write) -> io::Result<Option<String>> {
    out.flush()?;
    let mut line = Vec::new();
    let read = io::Read::take(input, LONGEST_LINE).read_until(b'\n', &mut line)?;
    if read == 0 {
        writeln!(out)?;
        return Ok(None);
    }
    let line = String::from_utf8_lossy(&line);
    Ok(Some(harmless(line.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_was_typed_and_the_end_is_none() {
        let (mut input, mut out) = (&b"  ja\x1b[2J \r\n\nnein"[..], Vec::new());
        let mut line = || typed_line(&mut input, &mut out).expect("memory");
        assert_eq!(line().as_deref(), Some("ja\u{fffd}[2J"));
        assert_eq!(line().as_deref(), Some(""));
        assert_eq!(line().as_deref(), Some("nein"));
        assert_eq!(line(), None);
        assert_eq!(out, b"\n");
    }
}
