//! Registry 1: where bytes come from. Everything that waits lives here.

mod capture;
mod file;

pub use capture::{Capture, Limits, Payload};
pub use file::{FileSource, WalkOptions};

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
