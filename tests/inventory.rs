//! Inventory files and what is said about them. A case is a file in `tests/inventory/`: `inv-NNN-….toml`
//! reports the code NNN and nothing else, at exactly the lines that end in `#: INV-NNN`; `ok-….toml`
//! reports nothing.

#[path = "inventory/command_line.rs"]
mod command_line;
#[path = "inventory/never_panics.rs"]
mod never_panics;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use fachcheck::inventory::{
    AnswerValue, GenderValue, Inventory, KnownIds, LoadOptions, Phase, Subject, json_schemas,
    reference,
};
use fachcheck::problem::{Level, Problems};
use fachcheck::texts::Language;
use jiff::civil::date;

fn options() -> LoadOptions {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    let known = KnownIds {
        rules: ids(&[
            "gender/four-entries-storable",
            "accessibility/page-language",
        ]),
        criteria: ids(&["gifa/G01", "gifa/G02", "gifa/G03", "gifa/G04", "gifa/G05"]),
        findings: Some(ids(&["fc1:0123456789abcdef0123456789abcdef"])),
    };
    LoadOptions {
        known: Some(known.into()),
        ..LoadOptions::on(date(2026, 11, 1))
    }
}

fn problems(path: &Path, options: &LoadOptions) -> Problems {
    match Inventory::load(path, options) {
        Ok((_, warnings)) => {
            assert!(!warnings.has_errors(), "{warnings}");
            warnings
        }
        Err(problems) => {
            assert!(problems.has_errors(), "{problems}");
            problems
        }
    }
}

fn cases(prefix: &str) -> Vec<PathBuf> {
    let folder = Path::new("tests/inventory");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .expect("tests run in the package folder")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(prefix))
        })
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

/// The files of a case: itself, or those of its folder.
fn files_of(case: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(case)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("readable").into_path())
        .filter(|path| path.is_file())
        .collect()
}

/// Codes by file and line, and how often.
type Codes = BTreeMap<(String, u32, String), usize>;

fn announced(case: &Path) -> Codes {
    let mut announced = Codes::new();
    for file in files_of(case) {
        let name = file.to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("UTF-8");
        for (number, line) in (1..).zip(text.lines()) {
            let codes = line.rsplit_once("#:").map_or("", |(_, codes)| codes);
            for code in codes.split_whitespace() {
                *announced
                    .entry((name.clone(), number, code.to_owned()))
                    .or_default() += 1;
            }
        }
    }
    announced
}

#[test]
fn wrong_files_are_reported_where_they_announce_it() {
    let mut wrong = String::new();
    for case in cases("inv-") {
        let stem = case
            .file_stem()
            .expect("name")
            .to_string_lossy()
            .into_owned();
        let code = stem[..7].to_uppercase();
        let problems = problems(&case, &options());
        let mut reported = Codes::new();
        for problem in &problems.0 {
            if let Some(position) = problem.position {
                let key = (problem.file.clone(), position.line, problem.code.clone());
                *reported.entry(key).or_default() += 1;
            }
        }
        let only = problems.0.iter().all(|problem| problem.code == code);
        let announced = announced(&case);
        if problems.0.is_empty() || !only || reported != announced {
            wrong.push_str(&format!(
                "{stem}: announced {announced:?}, reported:\n{problems}\n"
            ));
        }
        let mut lines = String::new();
        for problem in &problems.0 {
            for language in [Language::De, Language::En] {
                let line = problem.line(language).replace('\\', "/");
                lines.push_str(&line.replace("tests/inventory/", ""));
                lines.push('\n');
            }
        }
        snapshot("messages", &stem, &lines);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// `N.N.` owns nothing, and `in Arbeit` is no number of a record: both are as good as missing, and said so.
#[test]
fn placeholders_are_no_values() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("inventory.toml");
    let text = r#"
[inventory]
organisation = "Stadt Musterhausen"
[[department]]
id = "BUE"
name = "Referat für Bürgerdienste"
[[application]]
id = "APP-0001"
name = "Hundesteuer"
department = "BUE"
business_owner = "N.N."
kind = "desktop"
lifecycle = { phase = "active" }
user_groups = ["employees"]
personal_data = true
vvt_ids = ["in Arbeit"]
"#;
    fs::write(&file, text).expect("file");
    let (inventory, said) = Inventory::load(&file, &options()).expect("an inventory");
    let application = &inventory.applications["APP-0001"];
    assert_eq!(application.business_owner, None);
    assert!(application.vvt_ids.is_empty());
    let codes: Vec<&str> = said.0.iter().map(|problem| problem.code.as_str()).collect();
    for (code, times) in [("INV-021", 2), ("INV-006", 1), ("INV-012", 1)] {
        let count = codes.iter().filter(|other| **other == code).count();
        assert_eq!(count, times, "{code}: {said}");
    }
}

#[test]
fn artefacts_that_are_not_there_are_named() {
    let folder = tempfile::tempdir().expect("folder");
    let text = r#"
[inventory]
organisation = "Stadt Musterhausen"
[[department]]
id = "BUE"
name = "Referat für Bürgerdienste"
[[application]]
id = "APP-0001"
name = "Hundesteuer"
department = "BUE"
kind = "desktop"
lifecycle = { phase = "plan" }
user_groups = ["employees"]
personal_data = false
artefact = [{ path = "da.sql" }, { path = "gibtsnicht/" }, { glob = "*.xsd" }]
"#;
    fs::write(folder.path().join("inventory.toml"), text).expect("file");
    fs::write(folder.path().join("da.sql"), "SELECT 1;").expect("file");
    let (inventory, _) = Inventory::load(folder.path(), &options()).expect("an inventory");
    let missing = Problems(inventory.missing_artefacts());
    let [problem] = missing.0.as_slice() else {
        panic!("one is missing: {missing}")
    };
    assert_eq!(
        (problem.code.as_str(), problem.level),
        ("INV-030", Level::Warning)
    );
    assert!(problem.message.de.contains("gibtsnicht/"), "{missing}");
    assert!(problem.message.de.contains("Hundesteuer"), "{missing}");
}

fn snapshot(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("inventory/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn right_files_are_left_alone() {
    for case in cases("ok-") {
        let problems = problems(&case, &options());
        assert!(problems.0.is_empty(), "{}:\n{problems}", case.display());
    }
}

#[test]
fn lenient_loading_turns_unknown_fields_into_warnings() {
    let path = Path::new("tests/inventory/inv-003-unknown-fields.toml");
    let lenient = LoadOptions {
        lenient: true,
        ..options()
    };
    let strict = problems(path, &options());
    let problems = problems(path, &lenient);
    assert_eq!(problems.0.len(), strict.0.len());
    assert_eq!(problems.0.len(), announced(path).values().sum::<usize>());
    assert!(
        problems
            .0
            .iter()
            .all(|problem| problem.level == Level::Warning)
    );
}

#[test]
fn a_file_becomes_the_inventory_it_describes() {
    let (inventory, _) =
        Inventory::load(Path::new("tests/inventory/ok-one-file.toml"), &options()).expect("valid");
    assert_eq!(inventory.root, Path::new("tests/inventory"));
    assert_eq!(inventory.organisation, "Stadt Musterhausen");
    assert_eq!(inventory.departments.len(), 2);
    let termin = &inventory.applications["APP-0001"];
    assert_eq!(termin.lifecycle.phase, Phase::Active);
    assert_eq!(termin.lifecycle.phase_out_from, Some(date(2028, 1, 1)));
    assert_eq!(termin.user_count.as_deref(), Some("1200"));
    assert_eq!(termin.short_name, None);
    assert!(termin.is_public());
    assert_eq!(termin.accessibility.standard, None);
    assert_eq!(
        inventory.default_standard.as_deref(),
        Some("EN 301 549 V3.2.1")
    );
    assert_eq!(
        inventory.departments[&termin.department].name,
        "Referat für Bürgerdienste"
    );
    let ids: Vec<&str> = termin
        .artefacts
        .iter()
        .map(|artefact| artefact.id.as_str())
        .collect();
    assert_eq!(
        ids,
        ["artefacts/termin/schema.sql", "artefacts/termin/**/*.html"]
    );
    let gender = termin.gender.as_ref().expect("answered");
    use GenderValue as V;
    assert_eq!(gender.values, [V::Male, V::Female, V::Diverse, V::NoEntry]);
    assert_eq!(
        (termin.origin.file.as_str(), termin.origin.line),
        ("ok-one-file.toml", 19)
    );
    let ids: Vec<&str> = inventory
        .interfaces
        .iter()
        .filter(|interface| interface.touches("APP-0001"))
        .map(|interface| interface.id.as_str())
        .collect();
    assert_eq!(
        ids,
        ["APP-0002>APP-0001", "APP-0001>external:Melderegister"]
    );
    assert!(inventory.interfaces[1].two_way);
}

const HEAD: &str = "[inventory]\norganisation = \"Stadt\"\n[[department]]\nid = \"BUE\"\nname = \"Bürgerdienste\"\n";

fn application(id: &str, name: &str) -> String {
    format!(
        "[[application]]\nid = \"{id}\"\nname = \"{name}\"\ndepartment = \"BUE\"\nbusiness_owner = \"Verantwortung\"\nkind = \"desktop\"\nlifecycle.phase = \"active\"\nuser_groups = [\"employees\"]\npersonal_data = false\n"
    )
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("temporary folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("inside")).expect("folder");
        fs::write(path, content).expect("file");
    }
    folder
}

#[test]
fn a_folder_is_read_whole_and_what_lies_beside_it_is_not() {
    let one = application("APP-1", "Hundesteuer");
    let two = format!(
        "{}successor = \"APP-1\"\n",
        application("APP-2", "Wohngeld")
    );
    let folder = folder(&[
        ("inventory.toml", HEAD.as_bytes()),
        ("applications/b.toml", one.as_bytes()),
        ("applications/a/a.toml", two.as_bytes()),
        (
            "interfaces.toml",
            b"\xef\xbb\xbf[[interface]]\nfrom = \"APP-1\"\nto = \"APP-2\"\n",
        ),
        ("survey/x.toml", b"= wrong"),
        ("artefacts/Cargo.toml", b"[package]"),
        (".git/x.toml", b"= wrong"),
        ("spalten.toml", b"x = 1"),
        ("umfrage-mapping.toml", b"x = 1"),
        ("notes.txt", b"x"),
    ]);
    let (inventory, warnings) = Inventory::load(folder.path(), &options()).expect("valid");
    assert_eq!(warnings.0, []);
    assert_eq!(inventory.applications.len(), 2);
    assert_eq!(
        inventory.applications["APP-2"].origin.file,
        "applications/a/a.toml"
    );
    assert_eq!(inventory.interfaces.len(), 1);
    assert_eq!(inventory.root, folder.path());
}

/// An entry ends where the next table begins, of whatever kind it is.
#[test]
fn warnings_are_put_down_to_the_application_they_stand_in() {
    let own = format!("{}unheard = 1\n", application("APP-1", "Hundesteuer"));
    let other = application("APP-2", "Wohngeld");
    let both =
        format!("{own}{other}[[interface]]\nfrom = \"APP-1\"\nto = \"APP-2\"\nunheard = 1\n");
    let folder = folder(&[
        ("inventory.toml", HEAD.as_bytes()),
        ("a.toml", both.as_bytes()),
    ]);
    let options = LoadOptions {
        lenient: true,
        ..options()
    };
    let (_, warnings) = Inventory::load(folder.path(), &options).expect("valid");
    let about: Vec<Option<&str>> = warnings
        .0
        .iter()
        .map(|problem| problem.application.as_ref().map(|entry| entry.id.as_str()))
        .collect();
    assert_eq!(about, [Some("APP-1"), None], "{warnings}");
}

/// Codes with the place inside the folder.
fn codes(folder: &Path) -> Vec<String> {
    let code = |problem: &fachcheck::problem::Problem| {
        let file = Path::new(&problem.file)
            .strip_prefix(folder)
            .unwrap_or(Path::new("?"));
        let line = problem.position.map_or(0, |position| position.line);
        format!("{} {}:{line}", problem.code, file.display())
    };
    problems(folder, &options()).0.iter().map(code).collect()
}

#[test]
fn nothing_found_is_an_error() {
    let empty = folder(&[("readme.txt", b"x")]);
    assert_eq!(codes(empty.path()), ["INV-105 :0"]);
    let missing = empty.path().join("no-such-folder");
    assert_eq!(problems(&missing, &options()).0[0].code, "INV-106");
}

/// What lies in a folder that may not be read is missing and said; the rest goes on. Who writes must know all of it.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_does_not_stop_the_others() {
    use std::os::unix::fs::PermissionsExt;
    let one = format!("{HEAD}{}", application("APP-1", "Hundesteuer"));
    let folder = folder(&[("a.toml", one.as_bytes()), ("zu/b.sql", b"x")]);
    let closed = folder.path().join("zu");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).expect("a mode");
    // The administrator of a machine may read everything.
    if fs::read_dir(&closed).is_err() {
        let codes = codes(folder.path());
        assert!(codes.contains(&"INV-111 zu:0".to_owned()), "{codes:?}");
        assert!(Inventory::texts(folder.path()).is_err());
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).expect("a mode");
}

#[test]
fn other_encodings_are_named_with_their_place() {
    let one = application("APP-1", "Hundesteuer");
    let utf16: Vec<u8> = "\u{feff}[inventory]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let folder = folder(&[
        ("a.toml", one.as_bytes()),
        ("latin1.toml", b"# Geb\xfchren"),
        (
            "second-line.toml",
            b"[inventory]\norganisation = \"M\xfcnchen\"",
        ),
        ("utf16.toml", &utf16),
    ]);
    // The department may stand in a file that could not be read, so it is not called unknown.
    assert_eq!(
        codes(folder.path()),
        [
            "INV-109 a.toml:1",
            "INV-106 latin1.toml:1",
            "INV-106 second-line.toml:2",
            "INV-106 utf16.toml:0"
        ]
    );
}

#[test]
fn references_into_a_broken_file_are_not_called_wrong() {
    let one = format!(
        "{}successor = \"APP-2\"\n",
        application("APP-1", "Hundesteuer")
    );
    let broken = format!(
        "{}notes = Ohne Anführungszeichen\n",
        application("APP-2", "Wohngeld")
    );
    let folder = folder(&[
        ("a.toml", HEAD.as_bytes()),
        ("b.toml", one.as_bytes()),
        ("c.toml", broken.as_bytes()),
    ]);
    assert_eq!(codes(folder.path()), ["INV-101 c.toml:10"]);
}

#[test]
fn the_head_stands_once() {
    let one = application("APP-1", "Hundesteuer");
    let folder = folder(&[
        ("a.toml", HEAD.as_bytes()),
        ("b.toml", one.as_bytes()),
        ("c.toml", b"[inventory]\norganisation = \"Stadt\""),
    ]);
    assert_eq!(codes(folder.path()), ["INV-107 c.toml:1"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let one = application("APP-1", "Hundesteuer");
    let folder = folder(&[("a.toml", HEAD.as_bytes()), ("b.toml", one.as_bytes())]);
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("c.toml")).expect("link");
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).expect("link");
    assert_eq!(codes(folder.path()), ["INV-110 c.toml:0"]);
}

#[test]
fn two_thousand_applications_load_as_one_inventory() {
    let mut files = vec![("inventory.toml".to_owned(), HEAD.to_owned())];
    for part in 0..40 {
        let mut text = String::new();
        for number in part * 50..(part + 1) * 50 {
            text.push_str(&application(
                &format!("APP-{number:04}"),
                &format!("Fachverfahren {number:04}"),
            ));
            text.push_str(&format!(
                "\n[[application.url]]\nurl = \"https://a{number}.stadt.example/\"\n"
            ));
            text.push_str("\n[application.gender]\nstored = \"nein\"\n\n");
        }
        files.push((format!("applications/{part:02}.toml"), text));
    }
    let mut interfaces = String::new();
    for number in 1..2000 {
        interfaces.push_str(&format!(
            "[[interface]]\nfrom = \"APP-{:04}\"\nto = \"APP-{number:04}\"\n",
            number - 1
        ));
    }
    files.push(("interfaces.toml".to_owned(), interfaces));
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let folder = folder(&files);
    let (inventory, warnings) = Inventory::load(folder.path(), &options()).expect("valid");
    assert_eq!(warnings.0, []);
    assert_eq!(inventory.applications.len(), 2000);
    assert_eq!(inventory.interfaces.len(), 1999);
    let of_one = inventory
        .interfaces
        .iter()
        .filter(|interface| interface.touches("APP-1000"));
    assert_eq!(of_one.count(), 2);
    assert_eq!(
        inventory.applications["APP-1999"].urls[0].url,
        "https://a1999.stadt.example/"
    );
}

#[test]
fn answers_and_waivers_come_with_the_inventory() {
    let (inventory, _) =
        Inventory::load(Path::new("tests/inventory/ok-folder"), &options()).expect("valid");
    let answers = inventory.answers_about("APP-0001");
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0].answer, AnswerValue::Met);
    assert!(answers[0].about.is_criterion("gifa", "G02"));
    assert_eq!(answers[0].role, "Verfahrensverantwortung");
    assert_eq!(answers[0].origin.file, "answers/APP-0001.toml");
    let field = Subject::Rule {
        rule: "gender/four-entries-storable".to_owned(),
        field: Some("person.geschlecht".to_owned()),
    };
    assert_eq!(answers[1].about, field);
    assert_eq!(answers[1].answer, AnswerValue::NotApplicable);
    assert!(
        answers
            .iter()
            .all(|answer| answer.holds_on(options().today))
    );
    assert_eq!(inventory.waivers.len(), 2);
    assert!(inventory.waivers[1].covers("APP-0001", "fc1:00", &["accessibility/page-language"]));
    assert_eq!(inventory.answers_about("APP-0002"), []);
}

#[test]
fn an_answer_for_a_group_reaches_its_applications_behind_their_own() {
    let (inventory, _) =
        Inventory::load(Path::new("tests/inventory/ok-groups"), &options()).expect("valid");
    let said = |application: &str| -> Vec<(String, bool, AnswerValue)> {
        let answers = inventory.answers_about(application).iter();
        answers
            .map(|answer| {
                let about = match &answer.about {
                    Subject::Criterion(name) | Subject::Finding(name) => name.clone(),
                    Subject::Rule { rule, .. } => rule.clone(),
                };
                (about, answer.grouped, answer.answer)
            })
            .collect()
    };
    let storable = (
        "gender/four-entries-storable".to_owned(),
        true,
        AnswerValue::Met,
    );
    let own = ("gifa/G02".to_owned(), false, AnswerValue::NotMet);
    let tagged = ("gifa/G02".to_owned(), true, AnswerValue::Met);
    let listed = ("gifa/G01".to_owned(), true, AnswerValue::Met);
    assert_eq!(
        said("APP-0001"),
        [own, storable.clone(), tagged.clone(), listed.clone()]
    );
    assert_eq!(said("APP-0002"), [tagged]);
    assert_eq!(said("APP-0003"), [storable, listed]);
    let waiver = &inventory.waivers[0];
    let rule = ["accessibility/page-language"];
    let covered = |application| waiver.covers(application, "fc1:00", &rule);
    assert!(covered("APP-0001") && covered("APP-0002") && !covered("APP-0003"));
}

/// Pages made from the program; `UPDATE_DOCS=1 cargo test --test inventory` writes them anew.
#[test]
fn the_reference_is_the_one_the_program_makes() {
    let schema = |(name, text)| (format!("docs/schemas/{name}.schema.json"), text);
    let pages = [
        ("docs/inventory.md".to_owned(), reference(Language::En)),
        ("docs/inventory.de.md".to_owned(), reference(Language::De)),
    ];
    for (path, made) in pages
        .into_iter()
        .chain(json_schemas().into_iter().map(schema))
    {
        if std::env::var_os("UPDATE_DOCS").is_some_and(|value| !value.is_empty()) {
            fs::create_dir_all("docs/schemas").expect("folder");
            fs::write(&path, &made).expect("file");
        }
        let stored = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            stored == made,
            "{path} is stale: run UPDATE_DOCS=1 cargo test --test inventory"
        );
    }
}
