//! Documents that once ended the program, tripped a reader or took too long, found by folder:
//! `tests/regressions/<what>.<ext>`. A document that the fuzzer finds is copied there, as small as it can be made.

mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use support::grammar::entries;
use support::reading::read_soundly;

#[test]
fn what_was_found_once_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regressions");
    let documents = entries(&folder);
    assert!(!documents.is_empty(), "documents are found");
    for document in documents {
        let name = document.file_name().unwrap_or_default().to_string_lossy();
        let bytes = std::fs::read(&document).expect("a document");
        let begun = Instant::now();
        read_soundly(&name, &bytes);
        let taken = begun.elapsed();
        assert!(taken < Duration::from_secs(10), "{name}: {taken:?}");
    }
}
