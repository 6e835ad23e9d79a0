//! Packages (`docx`, `xlsx`, `odt`, `ods`): mutated part by part, because a zip archive with a flipped bit is hardly
//! ever opened.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::choice::Choices;
use crate::support::mutate::mutate;

/// Numbers that length fields may hold, in the sizes that binary formats use.
const SIZES: [&[u8]; 6] = [
    &[0xFF, 0xFF, 0xFF, 0xFF],
    &[0xFF, 0xFF, 0xFF, 0x7F],
    &[0xFF, 0xFF],
    &[0x00, 0x00, 0x00, 0x00],
    &[0xFF, 0x7F],
    &[0x00, 0x00, 0x01, 0x00],
];

/// Changes a package, mostly so that it can still be unpacked; other binary documents byte by byte.
pub fn mutate_package(
    bytes: &mut Vec<u8>,
    tokens: &[Vec<u8>],
    other: &[u8],
    choices: &mut impl Choices,
) {
    if choices.one_in(6) {
        claim_size(bytes, choices);
        return;
    }
    let Some(mut parts) = unpack(bytes) else {
        claim_size(bytes, choices);
        return;
    };
    match choices.below(12) {
        0 => {
            let at = choices.below(parts.len());
            parts.remove(at);
        }
        1 => {
            let (from, to) = (choices.below(parts.len()), choices.below(parts.len()));
            parts[to].1 = parts[from].1.clone();
        }
        2 => {
            let at = choices.below(parts.len());
            parts[at].0 = format!("../{}", parts[at].0);
        }
        _ => {
            let at = choices.below(parts.len());
            let name = parts[at].0.clone();
            let like = unpack(other).unwrap_or_default();
            let same = like.into_iter().find(|(part, _)| *part == name);
            let other = same.map(|(_, content)| content).unwrap_or_default();
            mutate(&mut parts[at].1, tokens, &other, choices);
        }
    }
    if let Some(packed) = pack(&parts) {
        *bytes = packed;
    }
}

fn claim_size(bytes: &mut [u8], choices: &mut impl Choices) {
    let size = SIZES[choices.below(SIZES.len())];
    let at = choices.below(bytes.len().saturating_sub(size.len()));
    if let Some(place) = bytes.get_mut(at..at + size.len()) {
        place.copy_from_slice(size);
    }
}

/// The parts of a package by name; nothing for anything else.
pub fn unpack(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    const MOST: u64 = 1024 * 1024;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.take(MOST).read_to_end(&mut content).ok()?;
        parts.push((name, content));
    }
    (!parts.is_empty()).then_some(parts)
}

fn pack(parts: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive
            .start_file(name, SimpleFileOptions::default())
            .ok()?;
        archive.write_all(content).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}
