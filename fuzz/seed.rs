//! What documents are mutated from: the fixtures of `tests/`, and what earlier campaigns found.

use std::collections::BTreeSet;
use std::path::Path;

/// A document that begins well.
#[derive(Clone, Debug)]
pub struct Seed {
    /// The folder of `tests/formats` it stands in; empty for others.
    pub folder: String,
    /// Its file name, by which formats are told apart.
    pub name: String,
    /// What it says.
    pub bytes: Vec<u8>,
}

impl Seed {
    /// All fixtures, in the order of their paths.
    pub fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let mut seeds = Vec::new();
        for folder in ["formats", "rules", "regressions"] {
            for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
                let entry = entry.expect("fixtures are readable");
                let path = entry.path();
                if !path.is_file()
                    || path
                        .extension()
                        .is_some_and(|extension| extension == "snap")
                {
                    continue;
                }
                let parent = path.parent().and_then(Path::file_name).unwrap_or_default();
                let of_format = folder == "formats";
                seeds.push(Self {
                    folder: if of_format {
                        parent.to_string_lossy().into_owned()
                    } else {
                        String::new()
                    },
                    name: entry.file_name().to_string_lossy().into_owned(),
                    bytes: std::fs::read(path).expect("fixtures are readable"),
                });
            }
        }
        seeds
    }

    /// Whether the file name ends in one of these extensions.
    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        let ends = |extension: &&str| {
            self.name
                .strip_suffix(*extension)
                .is_some_and(|stem| stem.ends_with('.'))
        };
        extensions.iter().any(ends)
    }
}

/// Words of documents: what mutations insert.
pub fn words<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Vec<Vec<u8>> {
    const MOST: usize = 2_000;
    let mut words = BTreeSet::new();
    for text in texts {
        let parts = text.split(|byte| !byte.is_ascii_alphanumeric() && !b"_-$@#:".contains(byte));
        words.extend(
            parts
                .filter(|word| (1..24).contains(&word.len()))
                .map(<[u8]>::to_vec),
        );
        if words.len() > MOST {
            break;
        }
    }
    words.into_iter().collect()
}
