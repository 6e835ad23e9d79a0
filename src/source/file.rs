//! Files and folders.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use url::Url;

#[cfg(feature = "database")]
use super::database::sqlite;
use super::decode::is_binary_head;
use super::foreign::speaking_files;
use super::history::{history, numbered_history, step_of_folder};
use super::sheet::{self, SheetStore, Shelf};
use super::walk::{Tree, WalkOptions, reason_of};
use super::{Address, Capture, Deliver, Limits, Setting, Source, UnsavedTexts};
use crate::gap::{Gap, GapReason, Stage};
use crate::inventory::{Application, Artefact, ArtefactTarget};
use crate::model::Packing;
use crate::topic::Topic;

/// Opens the source.
pub fn open(setting: &Setting<'_>) -> Box<dyn Source> {
    Box::new(FileSource {
        root: setting.inventory.root.clone(),
        limits: setting.limits.clone(),
        topic: setting.topic.clone(),
        walk: setting.walk.clone(),
    })
}

/// Finds and reads files below a root; nothing outside the root is ever opened.
struct FileSource {
    root: PathBuf,
    limits: Limits,
    topic: Topic,
    walk: WalkOptions,
}

/// A file found but not yet read. Ordered by name; of equal names, the one named more exactly comes first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct FoundFile {
    document: String,
    /// `false` if the user named this very file.
    by_the_way: bool,
    artefact: String,
    format: Option<String>,
    path: PathBuf,
    /// Path below what the user named.
    below: String,
    /// Whether a tool generated it from sources next to it.
    built: bool,
}

impl Source for FileSource {
    fn serves(&self, address: &Address<'_>) -> bool {
        let Address::Artefact(artefact) = address else {
            return false;
        };
        !matches!(artefact.target, ArtefactTarget::Database(_))
    }

    fn acquire(
        &self,
        application: &Application,
        addresses: &[Address<'_>],
        deliver: Deliver<'_>,
    ) -> Vec<Gap> {
        let tree = match &application.root {
            Some(root) => Tree::new(root, &application.id, self.walk.clone()),
            None => Tree::new(&self.root, "", self.walk.clone()),
        };
        let mut files = Vec::new();
        let mut gaps = Vec::new();
        for address in addresses {
            if let Address::Artefact(artefact) = address {
                self.find(&tree, artefact, &mut files, &mut gaps);
            }
        }
        files.sort();
        files.dedup_by(|later, first| later.document == first.document);
        let sheets = SheetStore::new(&self.topic);
        // A check of single files runs in the working copy that they belong to.
        let around = application.root.as_ref().map(|_| Path::new("."));
        let gaps = Mutex::new(gaps);
        let lost = |gap: Gap| {
            gaps.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(gap);
        };
        documents(files)
            .par_iter()
            .for_each(|document| match document.as_slice() {
                [file] => match self.read_file(file) {
                    Ok(Some(capture)) => deliver(file.with_linked(capture, &tree, around, &sheets)),
                    Ok(None) => {}
                    Err(gap) => lost(*gap),
                },
                files => {
                    if let Some(capture) = self.read_history(files, &lost) {
                        deliver(capture);
                    }
                }
            });
        let mut gaps = gaps.into_inner().unwrap_or_else(PoisonError::into_inner);
        gaps.extend(sheets.gaps());
        gaps
    }
}

impl FoundFile {
    /// Adds the style sheets and scripts a page links to. `around`: where else to look if the file was named by itself.
    fn with_linked(
        &self,
        capture: Capture,
        tree: &Tree,
        around: Option<&Path>,
        sheets: &SheetStore,
    ) -> Capture {
        let Ok(text) = capture.text() else {
            return capture;
        };
        if !shows_pages(&capture.extension()) {
            return capture;
        }
        let folder = SheetFolder::new(tree, self.folder(around));
        let page = self.path.to_string_lossy();
        let linked = sheets.linked(&folder, &page, text.as_str());
        capture.with_linked(linked)
    }

    /// The folder the user named. For a file named by itself: `around` if the file lies in it, else the file's folder.
    fn folder<'f>(&'f self, around: Option<&'f Path>) -> &'f Path {
        let steps = self.below.split('/').filter(|part| !part.is_empty());
        let steps = steps.count();
        let lies_around = || {
            let within = |part| matches!(part, Component::Normal(_) | Component::CurDir);
            self.path.components().all(within)
        };
        if let Some(around) = around.filter(|_| steps == 0 && lies_around()) {
            return around;
        }
        let folder = self.path.ancestors().nth(steps.max(1));
        folder.unwrap_or(&self.path)
    }
}

/// Whether files with this extension may be pages, or templates that servers turn into pages.
fn shows_pages(extension: &str) -> bool {
    const OTHERS: [&str; 16] = [
        "css", "scss", "less", "js", "mjs", "ts", "json", "map", "md", "sql", "xml", "svg", "xsd",
        "csv", "yaml", "yml",
    ];
    !OTHERS.contains(&extension)
}

/// Style sheets beside pages: only in the folder the user named or works in.
struct SheetFolder<'a> {
    tree: &'a Tree,
    folder: &'a Path,
    /// The folder with all links resolved.
    real: Option<PathBuf>,
}

impl<'a> SheetFolder<'a> {
    fn new(tree: &'a Tree, folder: &'a Path) -> Self {
        Self {
            tree,
            folder,
            real: folder.canonicalize().ok(),
        }
    }
}

impl Shelf for SheetFolder<'_> {
    fn locate(&self, from: &str, address: &str) -> Result<String, String> {
        let beside = || "no file beside the page".to_owned();
        let from = std::path::absolute(from).map_err(|error| error.to_string())?;
        // The base that a page names may be a folder.
        let base = match from.to_string_lossy().ends_with('/') {
            true => Url::from_directory_path(&from),
            false => Url::from_file_path(&from),
        };
        let base = base.map_err(|()| beside())?;
        let mut url = base.join(address).map_err(|error| error.to_string())?;
        url.set_query(None);
        url.set_fragment(None);
        if url.scheme() != "file" || url.host_str().is_some_and(|host| !host.is_empty()) {
            return Err(beside());
        }
        let path = url.to_file_path().map_err(|()| beside())?;
        let trimmed = address.trim_start();
        if !trimmed.starts_with('/') {
            return Ok(path.to_string_lossy().into_owned());
        }
        // Which folder the server uses as its root is unknown: take the nearest one that contains the file.
        let inside = path.strip_prefix("/").unwrap_or(&path);
        let folder = std::path::absolute(self.folder).map_err(|error| error.to_string())?;
        let around = from.ancestors().skip(1);
        let found = around
            .take_while(|around| around.starts_with(&folder))
            .map(|around| around.join(inside))
            .find(|path| path.is_file());
        let path = found.unwrap_or_else(|| folder.join(inside));
        Ok(path.to_string_lossy().into_owned())
    }

    fn name(&self, location: &str) -> String {
        // Locations are absolute, but the folder may not be; names are relative to the working directory.
        let below = std::path::absolute(self.folder).ok().and_then(|folder| {
            let below = Path::new(location).strip_prefix(folder).ok()?;
            let path = self.folder.join(below);
            let beside_a_file = !path.starts_with(self.tree.root());
            Some(match beside_a_file {
                true => below.to_string_lossy().replace('\\', "/"),
                false => self.tree.name(&path),
            })
        });
        let outside = || location.rsplit('/').next().unwrap_or_default().to_owned();
        below.unwrap_or_else(outside)
    }

    fn read(&self, location: &str) -> Result<String, String> {
        let real = Path::new(location).canonicalize();
        let real = real.map_err(|error| error.to_string())?;
        if !self
            .real
            .as_ref()
            .is_some_and(|folder| real.starts_with(folder))
        {
            return Err("outside of the folder".to_owned());
        }
        let name = self.name(location);
        let unsaved = &self.tree.options().unsaved;
        let bytes = read_text(&real, sheet::MOST_BYTES, unsaved).map_err(|error| match error {
            ReadError::Io(error) => error.to_string(),
            ReadError::NotAFile => "not a regular file".to_owned(),
            ReadError::TooLarge { length, .. } => {
                format!("{length} bytes, limit {}", sheet::MOST_BYTES)
            }
            ReadError::Changing => "changing".to_owned(),
        })?;
        let capture = Capture::new(name, "", bytes);
        let text = capture.text().map_err(|reason| reason.name().to_owned())?;
        Ok(text.as_str().to_owned())
    }
}

/// Groups files that are read as one document: the migrations of a folder together, every other file alone. A migration
/// that the user named forms a document of its own.
fn documents(files: Vec<FoundFile>) -> Vec<Vec<FoundFile>> {
    let mut documents = Vec::new();
    let mut folders: BTreeMap<_, Vec<FoundFile>> = BTreeMap::new();
    for file in files {
        if file.by_the_way {
            let steps = step_of_folder(&file.document);
            let folder = (
                steps.map_or_else(
                    || folder(&file.document).to_owned(),
                    |(folder, _)| format!("{folder}/"),
                ),
                file.artefact.clone(),
                file.format.clone(),
            );
            folders.entry(folder).or_default().push(file);
        } else {
            documents.push(vec![file]);
        }
    }
    for ((folder, ..), files) in folders {
        let names: Vec<String> = files
            .iter()
            .map(|file| match step_of_folder(&file.document) {
                Some((_, step)) => step,
                None => file.document[self::folder(&file.document).len()..].to_owned(),
            })
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (order, idle) = history(&names)
            .or_else(|| numbered_history(&folder, &names))
            .unwrap_or_default();
        let mut files: Vec<Option<FoundFile>> = files.into_iter().map(Some).collect();
        let mut take = |index: &usize| files.get_mut(*index).and_then(Option::take);
        let together: Vec<FoundFile> = order.iter().filter_map(&mut take).collect();
        idle.iter().for_each(|index| drop(take(index)));
        if !together.is_empty() {
            documents.push(together);
        }
        documents.extend(files.into_iter().flatten().map(|file| vec![file]));
    }
    documents
}

/// The folder of a document, with the trailing slash.
fn folder(document: &str) -> &str {
    document.rfind('/').map_or("", |slash| &document[..=slash])
}

impl FileSource {
    fn find(
        &self,
        tree: &Tree,
        artefact: &Artefact,
        files: &mut Vec<FoundFile>,
        gaps: &mut Vec<Gap>,
    ) {
        let (target, found) = match &artefact.target {
            ArtefactTarget::Path(path) => (path, tree.path(path)),
            ArtefactTarget::Glob(pattern) => (pattern, tree.glob(pattern)),
            ArtefactTarget::Database(_) => return,
        };
        let speaking: Vec<(String, usize)> = found
            .foreign
            .par_iter()
            .map(|path| (tree.name(path), speaking_files(path, &self.topic)))
            .filter(|(_, count)| *count > 0)
            .collect();
        let all_asked = self.walk.changed.is_none();
        let is_nothing = found.files.is_empty() && found.gaps.is_empty() && speaking.is_empty();
        if all_asked && is_nothing {
            gaps.push(tree.nothing_at(target));
        }
        gaps.extend(found.gaps);
        gaps.extend(Gap::left_out(Stage::Acquire, &speaking));
        if all_asked && found.excluded > 0 {
            let place = tree.name(Path::new(target));
            let place = if place.is_empty() { "." } else { &place };
            let detail = match found.excluded {
                1 => "1 file that settings leave out".to_owned(),
                count => format!("{count} files that settings leave out"),
            };
            let reason = GapReason::Excluded;
            gaps.push(Gap::of_document(place, Stage::Acquire, reason, detail));
        }
        let is_folder = !tree.is_file(target);
        let by_the_way = is_folder || tree.options().by_the_way;
        files.extend(found.files.into_iter().map(|path| FoundFile {
            document: tree.name(&path),
            by_the_way,
            artefact: artefact.id.clone(),
            format: artefact.format.clone(),
            below: tree.path_below(target, &path),
            built: is_folder && tree.is_built(target, &path),
            path,
        }));
    }

    /// Reads the migrations of a folder as one script, so that only their final result counts.
    fn read_history(&self, files: &[FoundFile], lost: &dyn Fn(Gap)) -> Option<Capture> {
        let mut captures = Vec::new();
        let mut length = 0;
        for file in files {
            match self.read_file(file) {
                Ok(Some(capture)) => match capture.text() {
                    Ok(_) => {
                        length += capture.bytes().len() as u64;
                        captures.push(capture);
                    }
                    Err(reason) => {
                        lost(Gap::of_document(&file.document, Stage::Acquire, reason, ""))
                    }
                },
                Ok(None) => {}
                Err(gap) => lost(*gap),
            }
        }
        let first = files.first()?;
        let name = match step_of_folder(&first.document) {
            Some((folder, _)) => format!("{folder}/*/*.sql"),
            None => {
                let folder = folder(&first.document);
                let numbered =
                    first.document[folder.len()..].starts_with(|ch: char| ch.is_ascii_digit());
                format!("{folder}{}", if numbered { "*.sql" } else { "V*__*.sql" })
            }
        };
        if length > self.limits.max_bytes {
            let detail = format!("{length} bytes together, limit {}", self.limits.max_bytes);
            lost(Gap::of_document(
                &name,
                Stage::Acquire,
                GapReason::TooLarge,
                detail,
            ));
            return None;
        }
        (!captures.is_empty()).then(|| Capture::joined(name, &captures))
    }

    /// Reads a file under the size limit. Returns `None` for a large binary file that the user did not name: an image
    /// is no lost schema, while an archive may be.
    fn read_file(&self, file: &FoundFile) -> Result<Option<Capture>, Box<Gap>> {
        let lost = |reason, detail: String| {
            Box::new(Gap::of_document(
                &file.document,
                Stage::Acquire,
                reason,
                detail,
            ))
        };
        match read_text(&file.path, self.limits.max_bytes, &self.walk.unsaved) {
            #[cfg(feature = "database")]
            Ok(bytes) if bytes.starts_with(sqlite::MAGIC) => self.read_sqlite(file).map(Some),
            #[cfg(feature = "database")]
            Err(ReadError::TooLarge { sqlite: true, .. }) => self.read_sqlite(file).map(Some),
            Ok(bytes) => {
                let mut capture = Capture::new(file.document.clone(), file.artefact.clone(), bytes);
                capture.format.clone_from(&file.format);
                capture.named = !file.by_the_way;
                capture.below.clone_from(&file.below);
                capture.built = file.built;
                Ok(Some(capture))
            }
            Err(ReadError::TooLarge { binary: true, .. })
                if file.by_the_way && !is_worth_naming(&file.document) =>
            {
                Ok(None)
            }
            Err(ReadError::TooLarge { length, .. }) => Err(lost(
                GapReason::TooLarge,
                format!("{length} bytes, limit {}", self.limits.max_bytes),
            )),
            Err(ReadError::NotAFile) => {
                Err(lost(GapReason::Unreadable, "not a regular file".to_owned()))
            }
            Err(ReadError::Changing) => Err(lost(GapReason::Changing, String::new())),
            Err(ReadError::Io(error)) => Err(lost(reason_of(&error), error.to_string())),
        }
    }

    /// Reads the tables of a SQLite file of any size; only the pages with the schema are read.
    #[cfg(feature = "database")]
    fn read_sqlite(&self, file: &FoundFile) -> Result<Capture, Box<Gap>> {
        let (most, timeout) = (self.limits.max_bytes, self.limits.timeout);
        match sqlite::script(&file.path, most, timeout, &self.topic) {
            Ok(script) => {
                let bytes = script.into_bytes();
                let mut capture = Capture::new(file.document.clone(), file.artefact.clone(), bytes);
                capture.format = Some("sql".to_owned());
                capture.named = !file.by_the_way;
                capture.below.clone_from(&file.below);
                Ok(capture)
            }
            Err((reason, detail)) => Err(Box::new(Gap::of_document(
                &file.document,
                Stage::Acquire,
                reason,
                detail,
            ))),
        }
    }
}

/// Whether a large binary file with this name may hold something to judge: an archive, a document, or a schema or page
/// full of zeros.
fn is_worth_naming(document: &str) -> bool {
    const PROMISING: [&str; 14] = [
        "pdf", "sql", "ddl", "html", "htm", "xhtml", "xsd", "wsdl", "xml", "json", "yaml", "yml",
        "csv", "graphql",
    ];
    let extension = Path::new(document).extension().unwrap_or_default();
    Packing::from_name(document).is_some()
        || PROMISING
            .iter()
            .any(|promising| extension.eq_ignore_ascii_case(promising))
}

#[derive(Debug)]
enum ReadError {
    Io(io::Error),
    NotAFile,
    TooLarge {
        length: u64,
        binary: bool,
        #[cfg_attr(not(feature = "database"), expect(dead_code))]
        sqlite: bool,
    },
    Changing,
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The unsaved text for a file, or else its bytes.
fn read_text(path: &Path, limit: u64, unsaved: &UnsavedTexts) -> Result<Vec<u8>, ReadError> {
    let Some(text) = unsaved.of(path) else {
        return read_whole(path, limit);
    };
    match text.len() as u64 {
        length if length > limit => Err(ReadError::TooLarge {
            length,
            binary: false,
            sqlite: false,
        }),
        _ => Ok(text.as_bytes().to_vec()),
    }
}

/// All bytes of a file, as of one moment.
fn read_whole(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    // Checked before opening: opening a pipe would block until another process writes to it.
    if !std::fs::metadata(path)?.is_file() {
        return Err(ReadError::NotAFile);
    }
    // The file may be being saved right now; a second attempt usually succeeds.
    match read_once(path, limit) {
        Err(ReadError::Changing) => read_once(path, limit),
        result => result,
    }
}

fn read_once(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    const SAMPLE: u64 = 8 * 1024;
    let mut file = File::open(path)?;
    let before = file.metadata()?;
    if !before.is_file() {
        return Err(ReadError::NotAFile);
    }
    let length = before.len();
    let take = if length > limit { SAMPLE } else { limit + 1 };
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(take)).unwrap_or(0));
    file.by_ref().take(take).read_to_end(&mut bytes)?;
    if length > limit {
        let binary = is_binary_head(&bytes);
        let sqlite = bytes.starts_with(b"SQLite format 3\0");
        return Err(ReadError::TooLarge {
            length,
            binary,
            sqlite,
        });
    }
    if bytes.len() as u64 != length || !same_state(&before, &file.metadata()?) {
        return Err(ReadError::Changing);
    }
    Ok(bytes)
}

fn same_state(before: &Metadata, after: &Metadata) -> bool {
    before.len() == after.len() && before.modified().ok() == after.modified().ok()
}
