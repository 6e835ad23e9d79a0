//! Style sheets of libraries, known by address: their effect is known even if they are not available. The vocabulary
//! lists them; sources look them up.

use std::sync::Arc;

use serde::Deserialize;

use crate::model::SheetReach;

/// A file of `rules/vocabulary/` about style sheets.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SheetFile {
    /// The sheets.
    pub sheet: Vec<KnownSheet>,
}

/// Sheets of one library, and the patterns of their addresses.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownSheet {
    /// Display name of the library.
    pub name: String,
    /// Patterns of their addresses; one match suffices.
    pub at: Vec<SheetPlace>,
    /// Classes of the elements they style; empty if they only provide fonts.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Whether all generated content consists of icons of a font.
    #[serde(default)]
    pub icons: bool,
    /// Classes whose icon is nevertheless a letter.
    #[serde(default)]
    pub letters: Vec<String>,
}

/// Pattern of an address of a sheet. One entry of each non-empty list must match.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SheetPlace {
    /// Hosts that serve nothing else.
    pub hosts: Vec<String>,
    /// File names without `.min` and `.css`; a trailing asterisk matches any ending.
    pub files: Vec<String>,
    /// Prefixes of the host or of a folder before the file name.
    pub within: Vec<String>,
    /// Substrings of the address.
    pub says: Vec<String>,
}

/// The sheets of all libraries.
#[derive(Debug, Default)]
pub struct KnownSheets(Vec<(KnownSheet, Arc<SheetReach>)>);

impl KnownSheets {
    /// Adds the sheets of a file.
    pub fn extend(&mut self, file: SheetFile) {
        let lower = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect();
        self.0.extend(file.sheet.into_iter().map(|sheet| {
            let reach = SheetReach {
                name: sheet.name.clone(),
                classes: lower(&sheet.classes),
                icons: sheet.icons,
                letters: lower(&sheet.letters),
            };
            (sheet, Arc::new(reach))
        }));
    }

    /// The reach of the sheet at an address; `None` if it is unknown.
    pub fn find(&self, address: &str) -> Option<&Arc<SheetReach>> {
        let address = SheetAddress::new(address);
        let mut sheets = self.0.iter();
        let (_, reach) =
            sheets.find(|(sheet, _)| sheet.at.iter().any(|place| place.fits(&address)))?;
        Some(reach)
    }
}

impl SheetPlace {
    fn fits(&self, address: &SheetAddress) -> bool {
        let demands = [&self.hosts, &self.files, &self.within, &self.says];
        if demands.iter().all(|demanded| demanded.is_empty()) {
            return false;
        }
        let has = |words: &[String], says: &dyn Fn(&str) -> bool| {
            words.is_empty() || words.iter().any(|word| says(&word.to_lowercase()))
        };
        has(&self.hosts, &|host| address.host == host)
            && has(&self.files, &|file| fits(file, &address.file))
            && has(&self.within, &|start| {
                let mut folders = address.folders.iter();
                folders.any(|folder| folder.starts_with(start))
            })
            && has(&self.says, &|part| address.whole.contains(part))
    }
}

/// Whether a word matches a pattern that may end with an asterisk.
fn fits(pattern: &str, word: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == pattern,
    }
}

/// The parts of an address, in lower case.
struct SheetAddress {
    whole: String,
    host: String,
    folders: Vec<String>,
    file: String,
}

impl SheetAddress {
    fn new(address: &str) -> Self {
        let whole = address.trim().to_lowercase();
        let path = whole.split(['?', '#']).next().unwrap_or_default();
        let (host, path) = match path.split_once("//") {
            Some((_, behind)) => behind.split_once('/').unwrap_or((behind, "")),
            None => ("", path),
        };
        let host = host.rsplit('@').next().unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default().to_owned();
        let mut folders: Vec<String> = path.split('/').map(str::to_owned).collect();
        let file = folders.pop().unwrap_or_default();
        let file = file.strip_suffix(".css").unwrap_or(&file);
        let file = file.strip_suffix(".min").unwrap_or(file).to_owned();
        folders.push(host.clone());
        Self {
            whole,
            host,
            folders,
            file,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_known_by_package_and_file_name() {
        let mut known = KnownSheets::default();
        let file = r#"
            [[sheet]]
            name = "Icons"
            at = [{ hosts = ["icons.example"] }, { files = ["ic"] }]
            classes = ["ic"]
            [[sheet]]
            name = "Pictures"
            at = [{ files = ["all", "pictures*"], within = ["pictures"] }]
            classes = ["PC-*"]
            [[sheet]]
            name = "Fonts"
            at = [{ hosts = ["fonts.example"], says = ["family=x"] }]
        "#;
        known.extend(toml::from_str(file).expect("a file"));
        let library = |address: &str| known.find(address).map(|reach| reach.name.as_str());
        for (address, expected) in [
            ("https://icons.example/x/y.css", Some("Icons")),
            ("//ICONS.example:443/y.css", Some("Icons")),
            ("a/ic.css", Some("Icons")),
            ("https://icons.example.evil/y.css", None),
            ("https://evil/icons.example/y.css", None),
            ("lib/pictures@1.2/css/all.min.css?v=3", Some("Pictures")),
            ("lib/css/all.min.css", None),
            ("pictures/css/other.css", None),
            ("https://fonts.example/css?family=X", Some("Fonts")),
            ("https://fonts.example/css", None),
            ("", None),
        ] {
            assert_eq!(library(address), expected, "{address}");
        }
        let reach = known.find("pictures/all.css").expect("known");
        assert!(reach.styles("a pc-b"));
        assert!(!reach.styles("pc a"));
    }
}
