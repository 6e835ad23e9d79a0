//! Paths → report, the core of `check`; also the entry point for programs that use this crate as a library.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::{Accepted, Baseline, NamedFiles, ProjectConfig, inventory_of, targets::is_on_disk};
use crate::inventory::Inventory;
use crate::model::{Browser, Origin};
use crate::problem::{Problems, one_of};
use crate::record::{Report, Scope};
use crate::rule::RuleBook;
use crate::run::{Request, Silent, run};
use crate::source::{ChangedFiles, GitFailure, Limits, WalkOptions};
use crate::texts::{Bilingual, filled};

/// What to look at, and how. Everything but the paths and the day has a default: no network, the shipped rules, the
/// settings of the repository that the first path lies in.
///
/// ```
/// use fachcheck::outcome::Severity;
/// use fachcheck::report::{self, Exit};
/// use fachcheck::{Date, Scan};
///
/// let folder = tempfile::tempdir()?;
/// let script = "create table person (vorname text, geschlecht char(1) check (geschlecht in ('m', 'w')));";
/// std::fs::write(folder.path().join("schema.sql"), script)?;
///
/// let day = Date::constant(2026, 11, 23);
/// let report = Scan::new([folder.path().display()], day).run().map_err(|problems| problems.to_string())?;
///
/// let failures: Vec<&str> = report.applications.iter()
///     .flat_map(|application| &application.assertions)
///     .filter(|assertion| assertion.findings.iter().any(|finding| finding.is_failure()))
///     .map(|assertion| assertion.rule.as_str())
///     .collect();
/// assert!(failures.contains(&"gender/four-entries-storable"));
/// assert_eq!(report::exit(&report, Severity::Critical), Exit::Findings);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scan {
    /// Folders, files and URLs as accepted by `check`.
    pub paths: Vec<String>,
    /// Whether files given one by one belong together.
    pub named: NamedFiles,
    /// Where the repository's settings come from.
    pub settings: ProjectSettings,
    /// Folder with rules that add to or replace the shipped ones; takes precedence over the one in the settings.
    pub rules: Option<PathBuf>,
    /// Ids of optional checklists to include.
    pub checklists: Vec<String>,
    /// Existing findings to set aside.
    pub baseline: Option<Arc<Baseline>>,
    /// Limits the scan to changes; `None` means everything.
    pub since: Option<Since>,
    /// What is judged besides the team's own work.
    pub include: Vec<Origin>,
    /// How the layout of pages is determined; takes precedence over the settings.
    pub browser: Option<Browser>,
    /// Limits on everything from outside; `online` permits fetching URLs.
    pub limits: Limits,
    /// Whether files named one by one that no reader knows are passed over.
    pub known_only: bool,
    /// The date of the run; waivers expire by it.
    pub today: Date,
}

/// Where settings come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProjectSettings {
    /// `fachcheck.toml` in the folder of the first path or above, up to the root of its repository.
    #[default]
    Nearest,
    /// This file.
    File(PathBuf),
    /// Settings are ignored.
    None,
}

/// What changes are relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// The last commit.
    LastCommit,
    /// The merge base of the present state and this one (a branch, a tag, a commit id).
    Commit(String),
}

/// A scan with its settings and rules loaded.
pub struct PreparedScan {
    /// What to run.
    pub request: Request,
    /// The settings in force.
    pub config: Option<Arc<ProjectConfig>>,
}

impl Scan {
    /// A scan of folders, files or URLs.
    pub fn new(paths: impl IntoIterator<Item = impl ToString>, today: Date) -> Self {
        Self {
            paths: paths.into_iter().map(|path| path.to_string()).collect(),
            named: NamedFiles::Together,
            settings: ProjectSettings::default(),
            rules: None,
            checklists: Vec::new(),
            baseline: None,
            since: None,
            include: Vec::new(),
            browser: None,
            limits: Limits::default(),
            known_only: false,
            today,
        }
    }

    /// Runs the scan.
    ///
    /// # Errors
    /// All mistakes in paths, rules and settings. What cannot be examined is not an error: the report holds it as a
    /// gap.
    pub fn run(self) -> Result<Report, Problems> {
        run(&self.prepare()?.request, &Silent)
    }

    /// Loads rules and settings, and asks git if only changes are wanted.
    ///
    /// # Errors
    /// All mistakes in paths, rules and settings, and failures of git.
    pub fn prepare(self) -> Result<PreparedScan, Problems> {
        let mut inventory = inventory_of(&self.paths, self.named)?;
        let changed = match &self.since {
            Some(since) => Some(Arc::new(self.changed(since)?)),
            None => None,
        };
        let (config, book) = match self.config_file()? {
            Some(file) => {
                let name = from_here(&file);
                let load = |own: Option<&Path>| crate::rule::load(self.rules.as_deref().or(own));
                let (config, book) = ProjectConfig::load(&file, &name, load)?;
                (Some(Arc::new(config)), book)
            }
            None => (None, crate::rule::load(self.rules.as_deref())?),
        };
        let book = self.with_checklists(book)?;
        let mut include = self.include;
        let mut walk = WalkOptions {
            respect_ignore: true,
            changed,
            by_the_way: self.known_only,
            ..WalkOptions::default()
        };
        if let Some(config) = &config {
            walk.files.clone_from(&config.files);
            include.extend(config.judge.iter().copied());
            if let Some(id) = &config.application {
                rename_only(&mut inventory, id);
            }
        }
        let set = config.as_ref().and_then(|config| config.browser);
        let request = Request {
            inventory,
            notices: Vec::new(),
            book: Arc::new(book),
            limits: self.limits,
            scope: Scope::Check,
            selection: None,
            walk,
            explain: false,
            include,
            browser: self.browser.or(set).unwrap_or_default(),
            acceptance: Some(Box::new(Accepted {
                config: config.clone(),
                baseline: self.baseline,
                today: self.today,
            })),
            today: self.today,
        };
        Ok(PreparedScan { request, config })
    }

    /// The settings file in force: the given one, or that of the first path's repository.
    fn config_file(&self) -> Result<Option<PathBuf>, Problems> {
        match &self.settings {
            ProjectSettings::None => Ok(None),
            ProjectSettings::File(file) if file.is_file() => Ok(Some(file.clone())),
            ProjectSettings::File(file) => {
                let name = file.display().to_string();
                Err(wrong(
                    "project.config-missing",
                    &name,
                    &Bilingual::default(),
                ))
            }
            ProjectSettings::Nearest => {
                let found = self.paths.iter().find(|path| Path::new(path).exists());
                Ok(found.and_then(|path| ProjectConfig::find(Path::new(path))))
            }
        }
    }

    fn with_checklists(&self, mut book: RuleBook) -> Result<RuleBook, Problems> {
        let mut problems = Problems::default();
        for id in &self.checklists {
            if let Err(known) = book.request_checklist(id) {
                let hint = one_of(id, known);
                problems
                    .0
                    .extend(wrong("cli.unknown-checklist", id, &hint).0);
            }
        }
        match problems.0.is_empty() {
            true => Ok(book),
            false => Err(problems),
        }
    }

    fn changed(&self, since: &Since) -> Result<ChangedFiles, Problems> {
        let mut problems = Problems::default();
        let (on_disk, elsewhere): (Vec<&String>, Vec<&String>) =
            self.paths.iter().partition(|path| is_on_disk(path));
        for path in elsewhere {
            let path = crate::source::public_name(path);
            problems
                .0
                .extend(wrong("project.changed-not-on-disk", &path, &Bilingual::default()).0);
        }
        if !problems.0.is_empty() {
            return Err(problems);
        }
        let commit = match since {
            Since::LastCommit => None,
            Since::Commit(name) => Some(name.as_str()),
        };
        let paths: Vec<PathBuf> = on_disk.into_iter().map(PathBuf::from).collect();
        ChangedFiles::since(commit, &paths, self.limits.max_bytes).map_err(|(path, failure)| {
            let commit = commit.unwrap_or("HEAD");
            let path = path.display().to_string();
            let (key, value, cause) = match &failure {
                GitFailure::NoProgram => ("no-git", path.as_str(), ""),
                GitFailure::NoRepository => ("no-repository", path.as_str(), ""),
                GitFailure::NoSuchCommit { shallow: true } => ("commit-not-cloned", commit, ""),
                GitFailure::NoSuchCommit { shallow: false } => ("no-such-commit", commit, ""),
                GitFailure::CutOff => ("history-cut-off", commit, ""),
                GitFailure::Other(cause) => ("git-failed", path.as_str(), cause.as_str()),
            };
            let message = |language| {
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("value", &value), ("cause", &cause)];
                filled(&format!("project.{key}"), language, &values)
            };
            let message = Bilingual::of(message);
            Problems::one("ARG", "--changed", message)
        })
    }
}

/// Gives the only application of a scan its id from the settings.
fn rename_only(inventory: &mut Inventory, id: &str) {
    if inventory.applications.len() == 1
        && let Some((_, mut application)) = inventory.applications.pop_first()
    {
        id.clone_into(&mut application.id);
        inventory.applications.insert(id.to_owned(), application);
    }
}

fn wrong(key: &str, value: &str, hint: &Bilingual) -> Problems {
    let message = Bilingual::filled(key, &[("value", &value)]);
    Problems::one("ARG", "fachcheck", message.followed_by(hint))
}
/// The path of a file as seen from the working folder, like the places of findings; the path itself where that is no
/// shorter way to say it.
fn from_here(file: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let near = here.ok().and_then(|here| {
        let mut folders = (0usize..).zip(here.ancestors());
        folders.find_map(|(up, folder)| {
            // A path from the root of the drive is not far either.
            folder.parent()?;
            let below = file.strip_prefix(folder).ok()?;
            Some(
                std::iter::repeat_n(Path::new(".."), up)
                    .collect::<PathBuf>()
                    .join(below),
            )
        })
    });
    near.as_deref().unwrap_or(file).display().to_string()
}
