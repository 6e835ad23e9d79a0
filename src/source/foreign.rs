//! Files in a source tree that its team did not write: installed, generated or minified.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use crate::topic::Topic;

/// Whether the walk skips an entry: installed packages, compiler output, minified code, lock files. A folder counts as
/// foreign by its own mark, by a name with no other use, or by a common name next to the file of the tool that fills
/// it.
pub(super) fn is_foreign(entry: &DirEntry) -> bool {
    let Some(name) = entry.file_name().to_str() else {
        return false;
    };
    if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return is_lock(name) || is_minified(name);
    }
    if matches!(
        name,
        "node_modules" | "bower_components" | "__pycache__" | "site-packages"
    ) {
        return true;
    }
    if ["CACHEDIR.TAG", "pyvenv.cfg"]
        .iter()
        .any(|mark| entry.path().join(mark).is_file())
    {
        return true;
    }
    stands_beside_tool(entry.path(), COMPILED_FOLDERS)
}

/// Whether a folder holds what a tool generated from scripts next to it. Without sources next to it, as in a published
/// package, it is all there is and does not count.
pub(super) fn is_build_output(folder: &Path) -> bool {
    stands_beside_tool(folder, SCRIPT_FOLDERS) && folder.parent().is_some_and(holds_sources)
}

/// Folder names, each with the files beside it that show which tool fills it.
type FolderTools = &'static [(&'static str, &'static [&'static str])];

/// Folders that compilers and package managers write.
const COMPILED_FOLDERS: FolderTools = &[
    ("target", &["Cargo.toml", "pom.xml", "build.sbt"]),
    (
        "vendor",
        &["composer.json", "go.mod", "Gemfile", "Cargo.toml"],
    ),
    (
        "build",
        &["build.gradle", "build.gradle.kts", "CMakeLists.txt"],
    ),
    ("out", &["build.gradle", "build.gradle.kts", "build.xml"]),
];

/// Folders generated from scripts: scripts again, with their declarations.
const SCRIPT_FOLDERS: FolderTools = &[
    ("dist", SCRIPT_TOOLS),
    ("build", SCRIPT_TOOLS),
    ("out", SCRIPT_TOOLS),
];

const SCRIPT_TOOLS: &[&str] = &["package.json", "pyproject.toml", "setup.py"];

fn stands_beside_tool(folder: &Path, tools: FolderTools) -> bool {
    let name = folder.file_name().unwrap_or_default();
    tools
        .iter()
        .filter(|(folder, _)| name == *folder)
        .flat_map(|(_, tools)| *tools)
        .any(|tool| folder.with_file_name(tool).is_file())
}

/// Whether scripts or a source folder stand directly in a folder.
fn holds_sources(folder: &Path) -> bool {
    const FOLDERS: [&str; 6] = ["src", "source", "sources", "lib", "app", "packages"];
    const SCRIPTS: [&str; 7] = ["ts", "tsx", "js", "mjs", "jsx", "vue", "py"];
    let Ok(entries) = folder.read_dir() else {
        return false;
    };
    entries.flatten().any(|entry| {
        let path = entry.path();
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return false;
        };
        if path.is_dir() {
            return FOLDERS.contains(&name) || path.join("__init__.py").is_file();
        }
        let is_setting = name.starts_with('.') || name.contains(".config.") || name == "setup.py";
        let extension = path.extension().and_then(|extension| extension.to_str());
        !is_setting && extension.is_some_and(|extension| SCRIPTS.contains(&extension))
    })
}

fn is_lock(name: &str) -> bool {
    const LOCKS: [&str; 14] = [
        "package-lock.json",
        "npm-shrinkwrap.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "bun.lock",
        "composer.lock",
        "Cargo.lock",
        "Gemfile.lock",
        "poetry.lock",
        "uv.lock",
        "Pipfile.lock",
        "packages.lock.json",
        "gradle.lockfile",
        "go.sum",
    ];
    LOCKS.contains(&name)
}

fn is_minified(name: &str) -> bool {
    [".min.js", ".min.css", ".min.html", ".js.map", ".css.map"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// Counts the files below a skipped path that mention the topic. Bounded, because installed packages may be larger than
/// all the rest, and what matters is that they mention the topic at all.
pub(super) fn speaking_files(passed_by: &Path, topic: &Topic) -> usize {
    const MOST_FILES: usize = 5_000;
    WalkBuilder::new(passed_by)
        .standard_filters(false)
        .follow_links(false)
        .build()
        .flatten()
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(DirEntry::into_path)
        .filter(|path| may_declare(path))
        .take(MOST_FILES)
        .filter(|path| speaks(path, topic))
        .count()
}

/// Whether files with this name can declare or show something. Source maps and package settings cannot.
fn may_declare(path: &Path) -> bool {
    const EXTENSIONS: [&str; 27] = [
        "js", "mjs", "cjs", "ts", "tsx", "jsx", "vue", "svelte", "html", "htm", "php", "py", "rb",
        "java", "kt", "cs", "go", "rs", "scala", "sql", "xsd", "wsdl", "proto", "graphql",
        "prisma", "xhtml", "twig",
    ];
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
}

fn speaks(path: &PathBuf, topic: &Topic) -> bool {
    /// How many bytes are read.
    const MOST_BYTES: u64 = 1 << 20;
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes));
    read.is_ok() && topic.may_occur_in(&String::from_utf8_lossy(&bytes))
}
