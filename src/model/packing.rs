//! Files that contain other files, recognised by name.

/// How a file contains others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Files, or a whole application, with a directory at the end.
    Archive,
    /// A library in the same format, usually third-party.
    Library,
    /// A document, spreadsheet or presentation made of several files.
    Office,
    /// Files in sequence, or with a compressed directory.
    Bundle,
    /// A single file, named by the part before the extension.
    Compressed,
}

impl Packing {
    /// How the file with this name or path contains others; `None` if it does not.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.rsplit('/').next().unwrap_or_default();
        let (stem, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "zip" | "war" | "ear" => Some(Self::Archive),
            "jar" => Some(Self::Library),
            "docm" | "docx" | "dotm" | "dotx" | "odp" | "ods" | "odt" | "ott" | "pptx" | "xlsb"
            | "xlsm" | "xlsx" | "xltx" => Some(Self::Office),
            "7z" | "cab" | "rar" | "tar" | "tbz2" | "tgz" | "txz" => Some(Self::Bundle),
            "bz2" | "gz" | "lz4" | "xz" | "z" | "zst" => match Self::from_name(stem) {
                None => Some(Self::Compressed),
                inner => inner,
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_how_files_are_packed() {
        for (name, expected) in [
            ("lib/schema.ZIP", Some(Packing::Archive)),
            ("app.jar", Some(Packing::Library)),
            ("felder.xlsx", Some(Packing::Office)),
            ("dump.tar.gz", Some(Packing::Bundle)),
            ("dump.sql.gz", Some(Packing::Compressed)),
            ("archive.zip/schema.sql", None),
            ("zip", None),
        ] {
            assert_eq!(Packing::from_name(name), expected, "{name}");
        }
    }
}
