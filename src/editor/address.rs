//! Converts between the URIs by which editors name files and paths.

use std::path::{Path, PathBuf};

use url::Url;

/// The real path of the file at a URI; `None` if it is not a file. A file that does not exist (yet) gets its name in
/// the real path of its folder.
pub fn path_of(address: &str) -> Option<PathBuf> {
    let url = Url::parse(address).ok()?;
    let path = match url.scheme() {
        "file" => url.to_file_path().ok()?,
        _ => return None,
    };
    real(&path)
}

/// The real path of a file, even if only its folder exists.
pub fn real(path: &Path) -> Option<PathBuf> {
    path.canonicalize()
        .ok()
        .or_else(|| Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?)))
}

/// The URI of a file.
pub fn address_of(path: &Path) -> Option<String> {
    Url::from_file_path(path).ok().map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_have_paths() {
        for address in [
            "untitled:Untitled-1",
            "https://example.org/a.sql",
            "file:",
            "git:/a.sql?x",
            "a.sql",
            "",
        ] {
            let path = path_of(address);
            assert!(path.is_none_or(|path| path == Path::new("/")), "{address}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn addresses_lead_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().canonicalize().expect("a folder");
        for name in ["a.sql", "a b%20ä#?.sql", "noch nicht da.html"] {
            let path = folder.join(name);
            let address = address_of(&path).expect("an address");
            assert_eq!(path_of(&address), Some(path), "{address}");
        }
        std::fs::write(folder.join("a.sql"), "").expect("a file");
        std::os::unix::fs::symlink(folder.join("a.sql"), folder.join("link")).expect("a link");
        let address = address_of(&folder.join("link")).expect("an address");
        assert_eq!(path_of(&address), Some(folder.join("a.sql")));
    }
}
