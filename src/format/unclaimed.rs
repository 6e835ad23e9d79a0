//! Documents that no format claims. Most are irrelevant; those that may contain what we look for but cannot be examined
//! are reported as lost.

use std::io::Cursor;

use zip::ZipArchive;

use super::FORMATS;
use super::limits::{ARCHIVE_BYTES, ARCHIVE_PARTS};
use crate::gap::GapReason;
use crate::model::Packing;
use crate::source::Capture;

/// Why a document is lost, and the technical cause; `None` if it is irrelevant. `reason` says why no format claims it.
pub(super) fn loss(capture: &Capture, reason: GapReason) -> Option<(GapReason, String)> {
    let because = |reason| Some((reason, String::new()));
    if reason != GapReason::Empty {
        let by_content = || by_content(capture).filter(|_| capture.named);
        let packing = Packing::from_name(&capture.file_name()).or_else(by_content);
        if let Some(packing) = packing {
            let named = match packing {
                Packing::Office => reason,
                _ => GapReason::Packed,
            };
            let named = || because(named).filter(|_| capture.named);
            return packed_loss(capture, packing).or_else(named);
        }
        if let Err(reason) = capture.text()
            && (capture.named || is_text_by_name(capture))
        {
            return Some((reason, "the content is no text".to_owned()));
        }
    }
    let name = capture.file_name();
    let extension = extension(&name);
    let promises =
        extension == "pdf" || is_schema_by_name(&extension) || Packing::from_name(&name).is_some();
    because(reason).filter(|_| capture.named || promises || is_markup_to_fill_in(capture))
}

/// Whether a file is markup with controls, images or frames among marks of a template language, whatever its name: people
/// see it as a part of pages. Program text that contains markup, and documents about it, begin otherwise.
fn is_markup_to_fill_in(capture: &Capture) -> bool {
    /// Descriptions, data and drawings.
    const OTHERS: [&str; 22] = [
        "adoc", "asciidoc", "atom", "css", "csv", "htm", "html", "json", "less", "md", "markdown",
        "mdx", "opml", "plist", "po", "pot", "resx", "rss", "rst", "scss", "svg", "txt",
    ];
    /// What rules on pages are about.
    const SHOWN: [&str; 8] = [
        "<input",
        "<select",
        "<textarea",
        "<button",
        "<img",
        "<iframe",
        "<form",
        "<a ",
    ];
    /// Marks of template languages.
    const MARKS: [&str; 8] = ["<%", "{{", "{%", "[%", "${", "#{", "<#", "%>"];
    let extension = capture.extension();
    if OTHERS.contains(&extension.as_str()) || extension.starts_with("xl") {
        return false;
    }
    let Ok(text) = capture.text() else {
        return false;
    };
    let text = text.as_str().trim_start_matches('\u{feff}').trim_start();
    let begins = text.starts_with(['<', '%', '{', '[']);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let instructs = || {
        let mut instructions = text.split("<?").skip(1);
        instructions.any(|instruction| !instruction.starts_with("xml"))
    };
    // Elements with a prefix among those of HTML.
    let is_mixed = || {
        let mut ends = text.split("</").skip(1);
        text.contains("www.w3.org/1999/xhtml")
            && ends.any(|end| {
                let name = end.split('>').next().unwrap_or_default();
                name.contains(':')
            })
    };
    begins && has(&SHOWN) && text.contains("</") && (has(&MARKS) || instructs() || is_mixed())
}

/// Whether an extension promises a schema, unlike `json` or `html`. Includes languages that no format reads: a schema
/// that cannot be read is worth a gap.
fn is_schema_by_name(extension: &str) -> bool {
    const SCHEMAS: [&str; 16] = [
        "avdl", "avsc", "dbml", "ddl", "fbs", "gql", "graphql", "graphqls", "prisma", "proto",
        "rnc", "rng", "sql", "thrift", "wsdl", "xsd",
    ];
    SCHEMAS.contains(&extension)
}

/// Whether a format reads files with this extension.
fn is_read_by_name(extension: &str) -> bool {
    let mut known = FORMATS.iter().flat_map(|format| format.extensions());
    known.any(|known| *known == extension)
}

/// Whether a compressed file with this extension may be a schema, a page or program source. Plain text is not, and
/// servers keep compressed images and scripts beside the originals.
fn is_worth_unpacking(extension: &str) -> bool {
    let is_plain = matches!(extension, "txt" | "svg" | "js" | "mjs");
    !is_plain && (is_read_by_name(extension) || is_schema_by_name(extension))
}

/// Whether the name promises text that a format reads. Old workbooks are binary.
fn is_text_by_name(capture: &Capture) -> bool {
    let extension = capture.extension();
    is_read_by_name(&extension) && extension != "xls"
}

/// Detects archives by content, whatever their name.
fn by_content(capture: &Capture) -> Option<Packing> {
    let begins = |magic: &[u8]| capture.bytes().starts_with(magic);
    match () {
        () if begins(b"PK\x03\x04") => Some(Packing::Archive),
        () if begins(b"\x1F\x8B") || begins(b"BZh") || begins(b"\xFD7zXZ") => {
            Some(Packing::Compressed)
        }
        () if begins(b"7z\xBC\xAF\x27\x1C") || begins(b"Rar!") => Some(Packing::Bundle),
        () => None,
    }
}

/// Why a packed file is lost.
fn packed_loss(capture: &Capture, packing: Packing) -> Option<(GapReason, String)> {
    let promises: fn(&str) -> bool = match packing {
        Packing::Archive => {
            |name| is_worth_unpacking(&extension(name)) || Packing::from_name(name).is_some()
        }
        // Every library contains settings and translations; only schemas are worth a look.
        Packing::Library => |name| is_schema_by_name(&extension(name)),
        // An office file with a readable document is claimed by a format, all others are irrelevant.
        Packing::Office => |_| false,
        Packing::Bundle => return Some((GapReason::Packed, String::new())),
        Packing::Compressed => {
            let name = capture.file_name();
            let inner = name.rsplit_once('.').map_or("", |(stem, _)| stem);
            return is_worth_unpacking(&extension(inner))
                .then(|| (GapReason::Packed, String::new()));
        }
    };
    let Ok(archive) = ZipArchive::new(Cursor::new(capture.bytes())) else {
        return Some((GapReason::Malformed, "not a readable archive".to_owned()));
    };
    if archive.len() > ARCHIVE_PARTS {
        return Some((GapReason::TooLarge, "too many parts".to_owned()));
    }
    // The stated sizes are only claims, but nothing is unpacked: an archive that lies is still reported as packed.
    let unpacked = archive.decompressed_size().unwrap_or_default();
    if unpacked > ARCHIVE_BYTES && unpacked / 100 > capture.bytes().len() as u128 {
        return Some((GapReason::TooLarge, "unpacks to too much".to_owned()));
    }
    let names = archive.file_names().flatten();
    let name = names
        .map(|name| name.into_owned())
        .find(|name| promises(name))?;
    let name: String = name.chars().take(120).collect();
    Some((GapReason::Packed, format!("among others {name}")))
}

fn extension(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.to_ascii_lowercase()
}
