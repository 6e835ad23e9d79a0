//! What the path of a document says about its origin.

use super::head::tests_something;
use super::words;

/// A path split into parts.
pub(super) struct Parts {
    folders: Vec<String>,
    /// File name in its original case, because test frameworks rely on capitals.
    file: String,
}

impl Parts {
    pub(super) fn from_path(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let mut folders: Vec<String> = path.split('/').map(str::to_lowercase).collect();
        folders.pop();
        // Below src/main are packages: com/example/test is a name, not a test.
        let main = folders
            .windows(2)
            .position(|pair| pair[0] == "src" && pair[1] == "main");
        folders.truncate(main.unwrap_or(folders.len()));
        // com.example and org.example are packages anywhere.
        let package = folders
            .windows(2)
            .position(|pair| words().package_roots.contains(&pair[0]) && pair[1] == "example");
        folders.truncate(package.unwrap_or(folders.len()));
        Self {
            folders,
            file: path.rsplit('/').next().unwrap_or_default().to_owned(),
        }
    }

    pub(super) fn below(&self, names: &[String]) -> bool {
        self.folders.iter().any(|folder| names.contains(folder))
    }

    /// Whether the outermost folder has one of some names.
    pub(super) fn is_outermost(&self, names: &[String]) -> bool {
        let mut folders = self.folders.iter();
        let outermost = folders.next();
        outermost.is_some_and(|folder| names.contains(folder))
    }

    /// Whether it shows a component to its developers.
    pub(super) fn is_story(&self) -> bool {
        let extension = self.file.rsplit('.').next().unwrap_or_default();
        self.below(&words().stories) && words().components.iter().any(|known| known == extension)
    }

    /// Whether it lies below a folder that stands directly in another one.
    pub(super) fn below_pair(&self, pairs: &[[String; 2]]) -> bool {
        let mut around = self.folders.windows(2);
        around.any(|folders| pairs.iter().any(|pair| pair[..] == folders[..]))
    }

    /// Whether it is a library delivered unchanged (`static/tinymce-3.5.11`) or the demonstration page of an icon font.
    pub(super) fn is_foreign(&self) -> bool {
        let served = self
            .folders
            .iter()
            .position(|folder| words().served.contains(folder));
        let versioned = served.is_some_and(|at| {
            let below = self.folders.iter().skip(at + 1);
            below.into_iter().any(|folder| {
                let is_library = self.is_page() && words().libraries.contains(folder);
                is_library || names_version(folder)
            })
        });
        versioned || self.below(&words().foreign_pages)
    }

    /// Whether it is documentation of an installed package, or a snippet for documentation.
    pub(super) fn is_documentation(&self) -> bool {
        self.below_pair(&words().documentation_inside)
    }

    fn ends_with(&self, endings: &[String]) -> bool {
        let file = self.file.to_lowercase();
        endings.iter().any(|ending| file.ends_with(ending.as_str()))
    }

    pub(super) fn is_page(&self) -> bool {
        self.ends_with(&words().pages)
    }

    /// Whether the file is a window that people draw in a designer: its controls and their choices stand nowhere else.
    pub(super) fn is_window(&self, head: &str) -> bool {
        self.ends_with(&words().windows)
            && head.contains("InitializeComponent")
            && head.contains("System.Windows.Forms")
    }

    pub(super) fn is_generated(&self) -> bool {
        self.below(&words().generated)
            || self.below_pair(&words().generated_inside)
            || self.file.to_lowercase().contains(".generated.")
            || self.ends_with(&words().generated_endings)
    }

    /// Whether test frameworks would find the file by its name.
    pub(super) fn is_test_file(&self, head: &str) -> bool {
        let stem = self.file.split('.').next().unwrap_or_default();
        if self.file.ends_with("_test.php") && !tests_something(head) {
            // PHP frameworks go by classes: without one, the file is a page that happens to have such a name.
            return false;
        }
        let is_end = |end: &String| stem.len() > end.len() && stem.ends_with(end.as_str());
        words().test_suffixes.iter().any(is_end)
            || stem.starts_with("test_")
            || words()
                .test_infixes
                .iter()
                .any(|infix| self.file.contains(infix.as_str()))
    }
}

/// Whether a folder name consists of a name and a version of two or three numbers (`extensible-1.0.1`,
/// `jquery.ui-1.12.1`).
fn names_version(folder: &str) -> bool {
    let Some((name, version)) = folder.rsplit_once(['-', '_', '@']) else {
        return false;
    };
    let version = version.strip_prefix('v').unwrap_or(version);
    let numbers: Vec<&str> = version.split('.').collect();
    name.starts_with(|ch: char| ch.is_alphabetic())
        && numbers.len() >= 2
        && numbers
            .iter()
            .all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
