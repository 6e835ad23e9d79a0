//! What a check leaves behind: the comparison that papers are made of, and the register of evidence.

use std::fs;
use std::path::{Path, PathBuf};

use super::argument;
use crate::cli::common::{self, Failure};
use crate::cli::output;
use crate::problem::Problems;
use crate::procure::{
    COMPARISON_SCHEMA, ComparedBid, Comparison, ExhibitFile, Tender, enter_exhibits,
};
use crate::report::json_pretty;
use crate::texts::filled;

/// Folder of a tender for results.
pub const RESULTS: &str = "results";

/// The register of evidence.
const REGISTER: &str = "evidence.json";

/// Larger files are none of ours.
const MAX_BYTES: u64 = 512 << 20;

/// Where the comparison stands.
pub fn file(folder: &Path) -> PathBuf {
    folder.join("comparison.json")
}

/// A comparison as bytes.
///
/// # Errors
/// None but those of the serialiser.
pub fn bytes(comparison: &Comparison) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    json_pretty(comparison, &mut bytes)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The comparison of a tender, as the last check left it.
///
/// # Errors
/// The folder is no tender, was not checked, or the file is not ours.
pub fn load(folder: &Path) -> Result<Comparison, Problems> {
    if !Tender::is_one(folder) {
        let value = folder.display();
        return Err(argument("tender.no-tender", &[("value", &value)]));
    }
    let path = file(&folder.join(RESULTS));
    let name = path.display().to_string();
    let size = fs::metadata(&path).map(|metadata| metadata.len());
    let bytes = match size {
        Ok(size) if size <= MAX_BYTES => fs::read(&path),
        Ok(_) => Err(std::io::Error::other("too large")),
        Err(error) => Err(error),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(argument("tender.not-checked", &[("value", &name)]));
        }
        Err(error) => return Err(output::unreadable(&path, &error)),
    };
    let bad = |cause: String| {
        common::problem("PROC-015", &name, |language| {
            filled("tender.bad-result", language, &[("cause", &cause)])
        })
    };
    let comparison: Comparison =
        serde_json::from_slice(&bytes).map_err(|error| bad(error.to_string()))?;
    match comparison.schema == COMPARISON_SCHEMA {
        true => Ok(comparison),
        false => Err(bad(crate::texts::harmless(&comparison.schema))),
    }
}

/// The bid of a bidder whom the user named.
///
/// # Errors
/// There is no such bidder.
pub fn bid<'c>(comparison: &'c Comparison, bidder: &str) -> Result<&'c ComparedBid, Problems> {
    let missing = || {
        let known = comparison.bids.iter().map(|bid| bid.bidder.as_str());
        common::argument_among("tender.no-bidder", bidder, known)
    };
    comparison.bid(bidder).ok_or_else(missing)
}

/// Enters the evidence of a bid into the register of a folder of results: file and content of the new register.
///
/// # Errors
/// The register that is there cannot be read; a lost day of receipt must not go unnoticed.
pub fn enter(
    files: &mut [ExhibitFile],
    results: &Path,
    today: &str,
) -> Result<(PathBuf, Vec<u8>), Failure> {
    let path = results.join(REGISTER);
    super::refuse_links([&path].into_iter())?;
    let known: Vec<ExhibitFile> = match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
            common::problem("PROC-015", &path.display().to_string(), |language| {
                filled("tender.bad-register", language, &[("cause", &error)])
            })
        })?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(output::unreadable(&path, &error).into()),
    };
    enter_exhibits(files, &known, today);
    // What was withdrawn stays on record.
    let mut register: Vec<&ExhibitFile> = files.iter().collect();
    let gone = known
        .iter()
        .filter(|known| files.iter().all(|file| file.file != known.file));
    register.extend(gone);
    register.sort_by(|a, b| a.file.cmp(&b.file));
    let mut bytes = Vec::new();
    json_pretty(&register, &mut bytes)?;
    bytes.push(b'\n');
    Ok((path, bytes))
}
