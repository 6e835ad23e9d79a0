//! The parts of a document that is an archive. Sizes are counted after decompression.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::format::Failure;
use crate::format::limits::{DIRECTORY_BYTES, LETTER_BYTES, LETTER_PARTS};
use crate::gap::GapReason;

/// The first bytes of an archive.
const MAGIC: &[u8] = b"PK\x03\x04";

/// Whether bytes start like an archive.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Whether the directory at the end of an archive contains a part, without reading the archive.
pub fn names(bytes: &[u8], part: &str) -> bool {
    let end = bytes
        .get(bytes.len().saturating_sub(DIRECTORY_BYTES)..)
        .unwrap_or_default();
    end.windows(part.len())
        .any(|window| window == part.as_bytes())
}

/// The texts of the wanted parts, sorted by name.
///
/// # Errors
/// A broken archive, or one that unpacks to more than the limit.
pub fn parts(bytes: &[u8], wanted: fn(&str) -> bool) -> Result<Vec<(String, String)>, Failure> {
    let broken = |cause: &str| Failure::new(GapReason::Malformed, None, cause);
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken("not a readable archive"))?;
    if archive.len() > LETTER_PARTS {
        return Err(Failure::new(GapReason::TooLarge, None, "too many parts"));
    }
    let mut names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(|name| name.into_owned())
        .filter(|name| wanted(name))
        .collect();
    names.sort();
    let mut left = LETTER_BYTES;
    let mut found = Vec::new();
    for name in names {
        let part = archive
            .by_name(&name)
            .map_err(|_| broken("a part of the archive cannot be read"))?;
        let too_much = || Failure::new(GapReason::TooLarge, None, "unpacks to too much");
        // If the stated size is already too large, nothing needs to be unpacked.
        if part.size() > left {
            return Err(too_much());
        }
        let mut content = Vec::new();
        part.take(left + 1)
            .read_to_end(&mut content)
            .map_err(|_| broken("a part of the archive is damaged"))?;
        left = left
            .checked_sub(content.len() as u64)
            .ok_or_else(too_much)?;
        let text = String::from_utf8(content).map_err(|_| broken("a part is no text"))?;
        found.push((name, text));
    }
    Ok(found)
}
