//! What other programs start: the action for GitHub, the template for GitLab, the hooks for pre-commit, the starter
//! files, the package. Their shell runs as it stands there, in a repository with a defect and in one without.
#![cfg(unix)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use fachcheck::project::STARTER_FILES;
use fachcheck::texts::Language;
use serde_json::Value;
use support::yaml;

const DEFECT: &str = "create table person (\n  vorname varchar(20),\n  geschlecht char(1) check (geschlecht in ('m', 'w'))\n);\n";
const CLEAN: &str = "create table person (\n  vorname varchar(20),\n  geschlecht char(1) check (geschlecht in ('m', 'w', 'd', 'x'))\n);\n";
/// Nobody can say what it holds, for it ends too early.
const UNREADABLE: &str = "create table person (\n  geschlecht ";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn document(path: &str) -> Value {
    yaml::parsed(&fs::read_to_string(root().join(path)).expect(path))
}

/// A repository with one commit, or more.
struct Repository(tempfile::TempDir);

impl Repository {
    fn with(text: &str) -> Self {
        let repository = Self(tempfile::tempdir().expect("a folder"));
        repository.git(&["init", "-q", "-b", "main"]);
        repository.commit("a.sql", text);
        repository
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn commit(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).expect("a file");
        self.git(&["add", "."]);
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
        self.git(&[&identity[..], &["commit", "-qm", name]].concat());
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(self.path())
            .output()
            .expect("git starts");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_default()
    }

    /// Runs shell as a service does, with the program on the PATH.
    fn run(&self, shell: &[&str], script: &str, variables: &BTreeMap<String, String>) -> Output {
        let program = Path::new(env!("CARGO_BIN_EXE_fachcheck"))
            .parent()
            .expect("a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        Command::new(shell[0])
            .args(&shell[1..])
            .arg(script)
            .current_dir(self.path())
            .env("PATH", format!("{}:{path}", program.display()))
            .envs(variables)
            .output()
            .expect("the shell starts")
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

/// The inputs of the action as its last step gets them.
fn action(inputs: &[(&str, &str)]) -> (String, BTreeMap<String, String>) {
    let action = document(".ci/action/action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    let steps = action["runs"]["steps"].as_array().expect("steps");
    let step = steps.last().expect("a step");
    let mut variables = BTreeMap::new();
    for (name, value) in step["env"].as_object().expect("variables") {
        let value = value.as_str().expect("a text");
        let input = value
            .strip_prefix("${{ inputs.")
            .and_then(|rest| rest.strip_suffix(" }}"));
        let input = input.expect("every variable is an input");
        let standard = action["inputs"][input]["default"].as_str();
        let standard = standard.unwrap_or_else(|| panic!("{input} has no default"));
        let given = inputs.iter().find(|(name, _)| *name == input);
        variables.insert(
            name.clone(),
            given.map_or(standard, |(_, value)| value).to_owned(),
        );
    }
    // What somebody proposes must not become shell: inputs come as variables alone.
    for step in steps {
        let script = step["run"].as_str().expect("a script");
        assert!(!script.contains("${{"), "{script}");
    }
    (
        step["run"].as_str().expect("a script").to_owned(),
        variables,
    )
}

/// As GitHub starts steps with `shell: bash`.
const GITHUB: &[&str] = &["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"];

fn run_action(repository: &Repository, inputs: &[(&str, &str)]) -> (Output, String) {
    let (script, mut variables) = action(inputs);
    let told = repository.path().join(".git/output");
    variables.insert("GITHUB_OUTPUT".to_owned(), told.display().to_string());
    let _ = fs::remove_file(&told);
    let output = repository.run(GITHUB, &script, &variables);
    (output, fs::read_to_string(told).unwrap_or_default())
}

#[test]
fn the_action_marks_lines_and_fails_on_a_defect() {
    let repository = Repository::with(DEFECT);
    let (output, told) = run_action(&repository, &[]);
    assert_eq!(code(&output), 1, "{output:?}");
    assert_eq!(told, "sarif=fachcheck.sarif\ncode=1\n");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("::error file=a.sql,line=3,"), "{text}");
    let sarif: Value = serde_json::from_str(&repository.read("fachcheck.sarif")).expect("SARIF");
    assert_eq!(
        sarif["runs"][0]["results"][0]["ruleId"],
        "gender/four-entries-storable"
    );

    let (output, told) = run_action(&Repository::with(CLEAN), &[]);
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(told.ends_with("code=0\n"), "{told}");
}

#[test]
fn the_action_heeds_its_inputs() {
    let repository = Repository::with(DEFECT);
    repository.commit("b.txt", "x");
    fs::create_dir(repository.path().join("c d")).expect("a folder");
    let (output, _) = run_action(&repository, &[("changed", "HEAD~1")]);
    assert_eq!(code(&output), 0, "the defect was there before: {output:?}");
    let (output, _) = run_action(&repository, &[("language", "en")]);
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("missing:"),
        "{output:?}"
    );
    let (output, told) = run_action(&repository, &[("threshold", "lout")]);
    assert_eq!(
        (code(&output), told.ends_with("code=2\n")),
        (2, true),
        "{output:?}"
    );
    // Whatever an input holds is a word for the program and no command.
    let (output, _) = run_action(&repository, &[("paths", "a.sql $(touch ran) ; touch ran")]);
    assert_eq!(code(&output), 2, "{output:?}");
    assert!(!repository.path().join("ran").exists());

    let repository = Repository::with(UNREADABLE);
    let (output, _) = run_action(&repository, &[]);
    assert_eq!(code(&output), 3, "{output:?}");
    let (output, told) = run_action(&repository, &[("incomplete", "pass")]);
    assert_eq!(
        (code(&output), told.ends_with("code=3\n")),
        (0, true),
        "{output:?}"
    );
}

#[test]
fn the_action_builds_the_program_from_the_folder_above_it() {
    let action = document(".ci/action/action.yml");
    let script = action["runs"]["steps"][0]["run"]
        .as_str()
        .expect("a script");
    let repository = Repository::with(CLEAN);
    let tools = tempfile::tempdir().expect("a folder");
    let cargo = tools.path().join("cargo");
    fs::write(
        &cargo,
        "#!/bin/sh\necho \"$@\"\ntest -f \"$4/Cargo.toml\"\n",
    )
    .expect("a file");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&cargo, mode).expect("a file");
    let folder = root().join(".ci/action");
    let output = Command::new("bash")
        .args(&GITHUB[1..])
        .arg(script)
        .current_dir(repository.path())
        .env("PATH", format!("{}:/usr/bin:/bin", tools.path().display()))
        .env("GITHUB_ACTION_PATH", folder)
        .output()
        .expect("the shell starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.starts_with("install --locked --path "),
        "{output:?}"
    );
}

/// The job of the template with its variables, changed as a project changes them.
fn gitlab(changed: &[(&str, &str)]) -> (String, BTreeMap<String, String>) {
    let template = document(".ci/gitlab/fachcheck.yml");
    let job = &template["fachcheck"];
    let script = job["script"].as_array().expect("a script");
    let lines: Vec<&str> = script.iter().filter_map(Value::as_str).collect();
    let mut variables: BTreeMap<String, String> = job["variables"]
        .as_object()
        .expect("variables")
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().expect("a text").to_owned()))
        .collect();
    for (name, value) in changed {
        variables.insert((*name).to_owned(), (*value).to_owned());
    }
    (lines.join("\n"), variables)
}

/// Images have a plain shell at least.
const GITLAB: &[&str] = &["sh", "-e", "-c"];

#[test]
fn the_template_writes_its_reports_and_fails_on_a_defect() {
    let (script, variables) = gitlab(&[]);
    let template = document(".ci/gitlab/fachcheck.yml");
    let reports = &template["fachcheck"]["artifacts"]["reports"];
    for (text, wanted) in [(DEFECT, 1), (CLEAN, 0)] {
        let repository = Repository::with(text);
        let output = repository.run(GITLAB, &script, &variables);
        assert_eq!(code(&output), wanted, "{output:?}");
        let quality = repository.read(reports["codequality"].as_str().expect("a file"));
        let quality: Value = serde_json::from_str(&quality).expect("JSON");
        assert_eq!(quality.as_array().expect("a list").len() as i32, wanted);
        let junit = repository.read(reports["junit"].as_str().expect("a file"));
        assert!(junit.contains("<testsuite"), "{junit}");
    }
}

#[test]
fn the_template_heeds_its_variables() {
    let repository = Repository::with(DEFECT);
    let base = repository.git(&["rev-parse", "HEAD"]);
    repository.commit("b.txt", "x");
    let of_request = ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.as_str());
    for (changed, wanted) in [
        (&[of_request][..], 1),
        (&[of_request, ("FACHCHECK_CHANGED_ONLY", "true")], 0),
        // In no merge request there is nothing to compare with.
        (&[("FACHCHECK_CHANGED_ONLY", "true")], 1),
        (&[("FACHCHECK_PATHS", "a.sql b.txt")], 1),
        (&[("FACHCHECK_PATHS", "gibt-es-nicht")], 2),
        (&[("FACHCHECK_ARGUMENTS", "--offline --threshold lout")], 2),
    ] {
        let (script, variables) = gitlab(changed);
        let output = repository.run(GITLAB, &script, &variables);
        assert_eq!(code(&output), wanted, "{changed:?}: {output:?}");
    }
    let repository = Repository::with(UNREADABLE);
    for (value, wanted) in [("false", 3), ("true", 0)] {
        let (script, variables) = gitlab(&[("FACHCHECK_INCOMPLETE_PASSES", value)]);
        let output = repository.run(GITLAB, &script, &variables);
        assert_eq!(code(&output), wanted, "{output:?}");
    }
}

/// Runs a hook as pre-commit does: its words, then the files that change.
fn hook(hook: &Value, text: &str) -> i32 {
    let repository = Repository::with(text);
    let entry = hook["entry"].as_str().expect("an entry");
    let output = repository.run(&["sh", "-c"], &format!("{entry} a.sql"), &BTreeMap::new());
    code(&output)
}

#[test]
fn hooks_fail_on_a_defect() {
    let hooks = document(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().expect("a list");
    let ids: Vec<&str> = hooks
        .iter()
        .filter_map(|hook| hook["id"].as_str())
        .collect();
    assert_eq!(ids, ["fachcheck", "fachcheck-system"]);
    for one in hooks {
        assert_eq!((hook(one, DEFECT), hook(one, CLEAN)), (1, 0), "{one}");
    }
}

#[test]
fn starter_files_run_as_they_are_written() {
    for language in [Language::De, Language::En] {
        run_starter_files(language);
    }
}

fn run_starter_files(language: Language) {
    let starter = |name: &str| {
        let mut files = STARTER_FILES.iter();
        let file = files.find(|file| file.name == Some(name)).expect(name);
        yaml::parsed(file.content.get(language))
    };
    let github = starter("github");
    let steps = github["jobs"]["fachcheck"]["steps"]
        .as_array()
        .expect("steps");
    let scripts: Vec<&str> = steps
        .iter()
        .filter_map(|step| step["run"].as_str())
        .collect();
    let gitlab = starter("gitlab");
    let script = gitlab["fachcheck"]["script"].as_array().expect("a script");
    let lines: Vec<&str> = script.iter().filter_map(Value::as_str).collect();
    let runs: [(&[&str], String); 2] = [(GITHUB, scripts.join("\n")), (GITLAB, lines.join("\n"))];
    for (shell, script) in runs {
        assert!(script.contains("fachcheck check"), "{script}");
        for (text, wanted) in [(DEFECT, 1), (CLEAN, 0)] {
            let output = Repository::with(text).run(shell, &script, &BTreeMap::new());
            assert_eq!(code(&output), wanted, "{script}: {output:?}");
        }
    }
    let hooks = starter("pre-commit");
    let one = &hooks["repos"][0]["hooks"][0];
    assert_eq!((hook(one, DEFECT), hook(one, CLEAN)), (1, 0));
}

#[test]
fn the_package_holds_the_program_its_pages_and_its_licences() {
    let out = tempfile::tempdir().expect("a folder");
    // Any program that answers like ours; ours itself is a hundred megabytes before it is optimised.
    let program = out.path().join("program");
    let script = format!(
        "#!/bin/sh\n# GLIBC_2.17 GLIBC_2.34\nexec '{}' \"$@\"\n",
        env!("CARGO_BIN_EXE_fachcheck")
    );
    fs::write(&program, script).expect("a file");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&program, mode).expect("a file");
    let package = |folder: &Path| {
        let output = Command::new(root().join(".ci/package"))
            .arg("--binary")
            .arg(&program)
            .arg("--out")
            .arg(folder)
            .env("SOURCE_DATE_EPOCH", "1790000000")
            .output()
            .expect("the script starts");
        assert!(output.status.success(), "{output:?}");
        let said = String::from_utf8(output.stdout).expect("UTF-8");
        said.lines().map(PathBuf::from).collect::<Vec<_>>()
    };
    let made = package(&out.path().join("1"));
    let again = package(&out.path().join("2"));
    assert!(!made.is_empty());
    for (one, other) in made.iter().zip(&again) {
        let (one, other) = (
            fs::read(one).expect("a file"),
            fs::read(other).expect("a file"),
        );
        assert!(one == other, "the same sources make the same package");
    }
    let list = |command: &[&str], file: &Path| {
        let output = Command::new(command[0])
            .args(&command[1..])
            .arg(file)
            .output()
            .expect("a list");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let wanted = [
        "bin/fachcheck",
        "man/man1/fachcheck-check.1.gz",
        "man/de/man1/fachcheck-check.1.gz",
        "bash-completion/completions/fachcheck",
        "doc/fachcheck/copyright",
        "doc/fachcheck/THIRD-PARTY.md",
        "doc/fachcheck/docs/handbuch.md",
    ];
    let archive = list(&["tar", "-tzf"], &made[0]);
    for name in wanted {
        assert!(archive.contains(name), "{name}: {archive}");
    }
    if let Some(package) = made.get(1) {
        let held = list(&["dpkg-deb", "--contents"], package);
        for name in wanted {
            assert!(held.contains(name), "{name}: {held}");
        }
        let control = list(&["dpkg-deb", "--field"], package);
        assert!(control.contains("libc6 (>= 2.34)"), "{control}");
    }
}

#[test]
fn the_image_is_made_of_files_that_are_there_and_nobody_in_it_is_root() {
    let text = fs::read_to_string(root().join(".ci/Containerfile")).expect("a file");
    let last = text.rsplit("\nFROM ").next().expect("a stage");
    let user = last.lines().find_map(|line| line.strip_prefix("USER "));
    assert!(
        user.is_some_and(|user| !user.starts_with('0') && user != "root"),
        "{user:?}"
    );
    let copied = last
        .lines()
        .filter_map(|line| line.strip_prefix("COPY --from=build "));
    for name in copied.flat_map(str::split_whitespace) {
        if let Some(name) = name.strip_prefix("/source/") {
            assert!(root().join(name).exists(), "{name}");
        }
    }
    // The compiler is the one that the project asks for.
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("a file");
    let asked = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = \""));
    let asked = asked.expect("a version").trim_end_matches('"');
    assert!(text.contains(&format!("FROM rust:{asked}-")), "{asked}");
}

#[test]
fn the_extension_for_vs_code_starts_the_server() {
    let folder = root().join("docs/vscode");
    let manifest = fs::read_to_string(folder.join("package.json")).expect("a file");
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    let main = manifest["main"].as_str().expect("a file");
    let text = fs::read_to_string(folder.join(main)).expect("a file");
    assert!(text.contains("args: [\"lsp\", "), "{text}");
    let settings = manifest["contributes"]["configuration"]["properties"].as_object();
    let settings = settings.expect("settings");
    for name in settings
        .keys()
        .filter_map(|name| name.strip_prefix("fachcheck."))
    {
        assert!(
            text.contains(&format!("settings.get(\"{name}\")")),
            "{name}"
        );
    }
    // A repository must not choose the program that is started.
    assert!(
        settings
            .values()
            .all(|setting| setting["scope"] == "machine")
    );
}
