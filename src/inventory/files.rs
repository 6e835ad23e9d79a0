//! The files of an inventory: found, decoded, parsed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::DeTable;

use super::entry::SourceFile;
use super::message::{Message, both};
use crate::model::{Position, SourceText};
use crate::problem::{Problem, io_causes};
use crate::texts::Bilingual;

// ── Find ────────────────────────────────────────────────────────────────────────────────────────────────

/// Maximum size of an inventory file.
pub(crate) const MAX_BYTES: u64 = 32 << 20;

/// Folders beside the inventory that hold other data.
const OTHER_FOLDERS: &[&str] = &["answers", "artefacts", "survey"];

/// Files beside the inventory that hold other data.
const OTHER_FILES: &[&str] = &[
    "listenstand.toml",
    "spalten.toml",
    "umfrage.toml",
    "waivers.toml",
];

/// The files of an inventory.
pub(super) struct Found {
    /// The folder that relative paths start from.
    pub root: PathBuf,
    /// Files that declare applications and what belongs to them.
    pub files: Vec<SourceFile>,
    /// Files of `answers/`.
    pub answers: Vec<SourceFile>,
    /// `waivers.toml`, if it exists.
    pub waivers: Vec<SourceFile>,
}

impl Found {
    /// An inventory that does not exist yet: a folder, or a file if the path has its extension.
    pub fn none_yet(path: &Path) -> Self {
        let root = if is_toml(path) {
            path.parent().unwrap_or(Path::new(""))
        } else {
            path
        };
        Self {
            root: root.to_path_buf(),
            files: Vec::new(),
            answers: Vec::new(),
            waivers: Vec::new(),
        }
    }

    /// Replaces the content of files with content that is not on disk yet; adds the files that do not exist.
    pub fn replace(&mut self, changed: &BTreeMap<String, String>) {
        for (relative, text) in changed {
            let text = SourceText::new(text.as_str());
            match self
                .files
                .iter_mut()
                .find(|file| file.relative == *relative)
            {
                Some(file) => file.text = text,
                None => self.files.push(SourceFile {
                    name: self.root.join(relative).to_string_lossy().into_owned(),
                    relative: relative.clone(),
                    text,
                }),
            }
        }
    }
}

/// Finds and reads the files of an inventory that is one file or a folder.
pub(super) fn find(path: &Path, problems: &mut Vec<Problem>) -> Found {
    let (root, files) = if path.is_dir() {
        (
            path.to_path_buf(),
            walk(path, path, is_inventory_file, problems),
        )
    } else {
        let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let file = read_file(path, &root, problems);
        (root, file.into_iter().collect())
    };
    let present = |name: &str| Some(root.join(name)).filter(|path| path.symlink_metadata().is_ok());
    let in_any = |path: Option<PathBuf>, problems: &mut Vec<Problem>| {
        path.map_or_else(Vec::new, |path| walk(&path, &root, is_toml, problems))
    };
    let answers = in_any(present("answers"), problems);
    let waivers = in_any(present("waivers.toml"), problems);
    Found {
        root,
        files,
        answers,
        waivers,
    }
}

/// Reads a file, or the files of a folder in order of their names. Does not follow symbolic links.
fn walk(
    start: &Path,
    root: &Path,
    wanted: fn(&Path) -> bool,
    problems: &mut Vec<Problem>,
) -> Vec<SourceFile> {
    let mut files = Vec::new();
    let entries = walkdir::WalkDir::new(start)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            let other = entry.file_type().is_dir()
                && (name.starts_with('.') || OTHER_FOLDERS.contains(&name.as_ref()));
            entry.depth() == 0 || !other
        });
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let name = error.path().unwrap_or(start).to_string_lossy().into_owned();
                let denied =
                    |error: &std::io::Error| error.kind() == std::io::ErrorKind::PermissionDenied;
                let message = if error.io_error().is_some_and(denied) {
                    Message::new("inv-111")
                } else {
                    Message::new("inv-106").with_both("cause", io_causes(&error.into()))
                };
                problems.push(message.problem(&name, None));
                continue;
            }
        };
        if entry.file_type().is_dir() || !wanted(entry.path()) {
            continue;
        }
        if entry.path_is_symlink() {
            let name = entry.path().to_string_lossy();
            problems.push(Message::new("inv-110").problem(&name, None));
            continue;
        }
        files.extend(read_file(entry.path(), root, problems));
    }
    files
}

fn is_toml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

fn is_inventory_file(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    is_toml(path)
        && !name.starts_with('.')
        && !name.ends_with("mapping.toml")
        && !OTHER_FILES.contains(&name.as_str())
}

/// Reads and decodes a file; reports an unreadable file with cause and place.
fn read_file(path: &Path, root: &Path, problems: &mut Vec<Problem>) -> Option<SourceFile> {
    let name = path.to_string_lossy().into_owned();
    let mut refuse = |message: Message, position: Option<Position>| {
        problems.push(message.problem(&name, position));
    };
    let size = std::fs::metadata(path).map(|metadata| metadata.len());
    let bytes = match size {
        Ok(size) if size > MAX_BYTES => {
            refuse(
                Message::new("inv-106-large").with("max", (MAX_BYTES >> 20).to_string()),
                None,
            );
            return None;
        }
        Ok(_) => std::fs::read(path),
        Err(error) => Err(error),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            refuse(Message::new("inv-106-missing"), None);
            return None;
        }
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            refuse(Message::new("inv-106-denied"), None);
            return None;
        }
        Err(error) => {
            refuse(
                Message::new("inv-106").with_both("cause", io_causes(&error)),
                None,
            );
            return None;
        }
    };
    match decode(&bytes) {
        Ok(text) => Some(SourceFile {
            relative: path
                .strip_prefix(root)
                .unwrap_or(path)
                .to_string_lossy()
                .replace('\\', "/"),
            name,
            text: SourceText::new(text),
        }),
        Err((message, position)) => {
            refuse(message, position);
            None
        }
    }
}

/// TOML is UTF-8. Other encodings are reported by name, because editors of other systems still write them.
fn decode(bytes: &[u8]) -> Result<&str, (Message, Option<Position>)> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err((Message::new("inv-106-utf16"), None));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let before = SourceText::new(String::from_utf8_lossy(valid).into_owned());
        let end = u32::try_from(valid.len()).unwrap_or(u32::MAX);
        (Message::new("inv-106-encoding"), Some(before.position(end)))
    })
}

// ── Parse ───────────────────────────────────────────────────────────────────────────────────────────────

/// A parsed file.
pub(super) struct Document<'d> {
    pub source: &'d SourceFile,
    pub root: Spanned<DeTable<'d>>,
    /// Whether the file is syntactically valid, apart from duplicate keys.
    pub whole: bool,
}

/// Maximum number of syntax errors per file; further ones are consequences of the first.
const MAX_SYNTAX_ERRORS: usize = 10;

/// Parses files and reports syntax errors.
pub(super) fn parse_all<'d>(
    files: &'d [SourceFile],
    problems: &mut Vec<Problem>,
) -> Vec<Document<'d>> {
    files.iter().map(|file| parse(file, problems)).collect()
}

/// Parses a file.
pub(super) fn parse<'d>(source: &'d SourceFile, problems: &mut Vec<Problem>) -> Document<'d> {
    let syntax = syntax(&source.text);
    for (position, cause) in syntax.errors {
        let message = Message::new("inv-101").with_both("cause", cause);
        problems.push(message.problem(&source.name, Some(position)));
    }
    Document {
        source,
        root: syntax.root,
        whole: syntax.whole,
    }
}

/// A text parsed as TOML, as far as possible.
pub(crate) struct Syntax<'d> {
    pub root: Spanned<DeTable<'d>>,
    /// Whether the text is syntactically valid, apart from duplicate keys.
    pub whole: bool,
    /// Syntax errors, with place and cause.
    pub errors: Vec<(Position, Bilingual)>,
}

/// Parses a text as TOML; continues after a syntax error.
pub(crate) fn syntax(source: &SourceText) -> Syntax<'_> {
    let text = source.as_str();
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut whole = true;
    let mut places: BTreeMap<Position, String> = BTreeMap::new();
    for error in &errors {
        whole &= error.message() == "duplicate key";
        let start = error.span().map_or(0, |span| span.start);
        let position = source.position_at(start);
        // The parser recovers within a line by guessing, so only its first error there is useful.
        let taken = places
            .keys()
            .any(|place| place.line == position.line && place.column <= position.column);
        if !taken {
            places.retain(|place, _| place.line != position.line);
            places.insert(position, error.message().to_owned());
        }
    }
    let explain = |(position, message): (Position, String)| {
        let line = text.lines().nth(position.line as usize - 1);
        (position, syntax_cause(&message, line.unwrap_or_default()))
    };
    let errors = places.into_iter().take(MAX_SYNTAX_ERRORS).map(explain);
    Syntax {
        root,
        whole,
        errors: errors.collect(),
    }
}

/// The parser's messages are English; the most common ones are translated.
pub(crate) fn syntax_cause(message: &str, line: &str) -> Bilingual {
    const KNOWN: &[(&str, &str)] = &[
        ("duplicate key", "toml-duplicate"),
        ("string values must be quoted", "toml-unquoted"),
        ("invalid basic string", "toml-unclosed-string"),
        ("invalid literal string", "toml-unclosed-string"),
        ("invalid multi-line basic string", "toml-unclosed-string"),
        ("too few unicode", "toml-backslash"),
        ("missing escaped value", "toml-backslash"),
        ("missing comma", "toml-comma"),
        ("unclosed array", "toml-unclosed-array"),
        ("unclosed inline table", "toml-unclosed-table"),
        ("unclosed table", "toml-unclosed-header"),
        ("key with no value", "toml-no-value"),
        ("missing value", "toml-no-value"),
        ("missing assignment", "toml-no-value"),
    ];
    let german_date = line.split_once('=').is_some_and(|(_, value)| {
        let mut parts = value.trim().splitn(3, '.');
        let mut short = || {
            parts.next().is_some_and(|part| {
                !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())
            })
        };
        short()
            && short()
            && parts
                .next()
                .is_some_and(|year| year.starts_with(|ch: char| ch.is_ascii_digit()))
    });
    if german_date {
        return both("toml-date", &[]);
    }
    KNOWN
        .iter()
        .find(|(start, _)| message.starts_with(start))
        .map_or_else(
            || both("toml-other", &[("cause", &message)]),
            |(_, key)| both(key, &[]),
        )
}
