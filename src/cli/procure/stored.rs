//! Files left by a check: the comparison, from which papers are made, and the register of evidence.

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

/// Results folder of a tender.
pub const RESULTS: &str = "results";

/// File name of the register of evidence.
const REGISTER: &str = "evidence.json";

/// Larger files are not ours.
const MAX_BYTES: u64 = 512 << 20;

/// Path of the comparison.
pub fn file(folder: &Path) -> PathBuf {
    folder.join("comparison.json")
}

/// A serialised comparison.
///
/// # Errors
/// Only those of the serialiser.
pub fn bytes(comparison: &Comparison) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    json_pretty(comparison, &mut bytes)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The comparison of a tender from the last check.
///
/// # Errors
/// The folder is not a tender, was not checked, or the file is not ours.
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

/// The bid of the given bidder.
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

/// Adds the evidence of a bid to the register in a results folder; returns path and content of the new register.
///
/// # Errors
/// The existing register cannot be read; a lost date of receipt must not go unnoticed.
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
    // Withdrawn evidence stays on record.
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
