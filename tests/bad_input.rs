//! Input that is broken, hostile or simply not for us: a run ends, says what it lost, and stays inside.

mod support;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use fachcheck::gap::GapReason;
use fachcheck::outcome::Severity;
use fachcheck::record::Report;
use fachcheck::report::{Exit, exit};
use fachcheck::source::Limits;
use fachcheck::texts::Language;
use support::{check, documents, lost, run_over, with_artefacts};

const SCHEMA: &str = "syntax = \"proto3\";\nenum Geschlecht { UNBEKANNT = 0; MAENNLICH = 1; }\n";

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    folder
}

fn audit(root: &Path, targets: &[&str]) -> Report {
    let limits = Limits {
        max_bytes: 64 * 1024,
        ..Limits::default()
    };
    run_over(root, limits, vec![with_artefacts("APP-1", targets)])
}

fn reasons(report: &Report) -> Vec<GapReason> {
    report.applications[0]
        .gaps
        .iter()
        .map(|gap| gap.reason)
        .collect()
}

/// Names of documents without the folder they lie in.
fn names<'r>(report: &'r Report, root: &Path) -> Vec<&'r str> {
    let root = root.display().to_string();
    documents(report)
        .into_iter()
        .map(|name| name.trim_start_matches(&root).trim_start_matches('/'))
        .collect()
}

#[test]
fn content_that_cannot_be_read_is_lost_and_nothing_else() {
    let deep = |open: &str, close: &str| open.repeat(50_000) + &close.repeat(50_000);
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
                <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d SYSTEM \"file:///etc/passwd\">]><a>&c;&d;</a>";
    let aliases = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n\
                   c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n\
                   e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
                   g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nopenapi: 3.1.0\n";
    let cyclic = r##"{"$schema":"https://json-schema.org/draft/2020-12/schema",
        "properties":{"geschlecht":{"$ref":"#/$defs/a"}},
        "$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}"##;
    let outside = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
        <xs:include schemaLocation="../../../../../../etc/passwd"/>
        <xs:include schemaLocation="file:///etc/passwd"/></xs:schema>"#;
    let utf16: Vec<u8> = SCHEMA.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty.sql", vec![]),
        ("blank.json", b" \n\t\r\n".to_vec()),
        ("binary.sql", (0..=255).cycle().take(9_000).collect()),
        ("binary.html", b"\x7fELF\0\0\0\0".repeat(400)),
        (
            "noise.html",
            (0..60_000u32)
                .map(|n| ((n * 7919) >> 3) as u8 | 1)
                .collect(),
        ),
        (
            "half.json",
            b"{\"openapi\": \"3.1.0\", \"components\": {\"schemas\": {\"Person\": {".to_vec(),
        ),
        (
            "half.xsd",
            b"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element".to_vec(),
        ),
        ("half.yaml", b"openapi: 3.0.0\n\tcomponents: [".to_vec()),
        (
            "half.sql",
            b"CREATE TABLE person (geschlecht CHAR(1) CHECK (geschlecht IN ('m".to_vec(),
        ),
        (
            "half.proto",
            b"syntax = \"proto3\"; message Person { enum Geschlecht { A = 0".to_vec(),
        ),
        ("deep.json", deep("[", "]").into_bytes()),
        ("deep-objects.json", (r#"{"a":"#.repeat(9_000)).into_bytes()),
        ("deep.yaml", deep("[", "]").into_bytes()),
        ("deep.html", "<div>".repeat(12_000).into_bytes()),
        ("deep.xsd", "<a>".repeat(20_000).into_bytes()),
        (
            "deep.sql",
            format!("SELECT {}", deep("(", ")")).into_bytes(),
        ),
        (
            "Deep.java",
            format!("class A {{ int x = {}1; }}", "(".repeat(30_000)).into_bytes(),
        ),
        ("bomb.xml", bomb.as_bytes().to_vec()),
        ("bomb.xsd", bomb.as_bytes().to_vec()),
        ("bomb.yaml", aliases.as_bytes().to_vec()),
        ("cyclic.json", cyclic.as_bytes().to_vec()),
        ("outside.xsd", outside.as_bytes().to_vec()),
        (
            "latin.sql",
            b"CREATE TABLE t (anrede VARCHAR(9) CHECK (anrede IN ('m\xE4nnlich')));".to_vec(),
        ),
        ("utf16.proto", utf16),
        ("utf16-half.sql", b"\xFF\xFEC\0R\0E".to_vec()),
        ("nul.html", b"<p>a\0b</p>".to_vec()),
        (
            "ansi.html",
            b"<title>\x1b[31mrot\x1b]0;x\x07</title>".to_vec(),
        ),
    ];
    let files: Vec<(&str, &[u8])> = cases
        .iter()
        .map(|(name, text)| (*name, text.as_slice()))
        .collect();
    let folder = folder(&files);
    let names: Vec<&str> = cases.iter().map(|(name, _)| *name).collect();
    let begun = Instant::now();
    let limits = Limits::default();
    let report = run_over(folder.path(), limits, vec![with_artefacts("APP-1", &names)]);
    assert!(
        begun.elapsed() < Duration::from_secs(60),
        "{:?}",
        begun.elapsed()
    );

    let application = &report.applications[0];
    for gap in &application.gaps {
        assert_ne!(gap.reason, GapReason::CheckPanicked, "{gap:?}");
    }
    for name in &names {
        // Each was named, so each is either a document of a known format or a gap.
        let read = application
            .documents
            .iter()
            .any(|document| document.document == *name && document.format.is_some());
        let gap = application
            .gaps
            .iter()
            .any(|gap| gap.place.document == *name);
        assert!(read || gap, "{name} vanished");
    }
    for name in ["empty.sql", "blank.json"] {
        assert!(
            application
                .gaps
                .iter()
                .any(|gap| gap.place.document == name && gap.reason == GapReason::Empty)
        );
    }
    let text = serde_json::to_string(&report).expect("a report is JSON");
    assert!(!text.contains("root:x:0"), "a file outside was read");
}

#[test]
fn a_file_beyond_the_limit_is_a_gap_unless_it_is_a_picture_nobody_named() {
    let long = SCHEMA.repeat(2_000);
    let folder = folder(&[
        ("big.proto", long.as_bytes()),
        ("film.mp4", &[0; 70_000]),
        ("schema.proto", SCHEMA.as_bytes()),
    ]);
    let report = audit(folder.path(), &[""]);
    let gaps = lost(&report);
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!(
        (gaps[0].0.as_str(), gaps[0].1),
        ("big.proto", GapReason::TooLarge)
    );
    assert!(gaps[0].2.contains("65536"), "{}", gaps[0].2);
    assert_eq!(documents(&report), ["schema.proto"]);
    let report = audit(folder.path(), &["film.mp4"]);
    assert_eq!(reasons(&report), [GapReason::TooLarge]);
}

#[test]
fn what_is_missing_or_nameless_is_told() {
    let folder = folder(&[("a.proto", SCHEMA.as_bytes())]);
    let report = audit(
        folder.path(),
        &["gone.sql", "gone/**/*.sql", "*.xsd", "a[*", ""],
    );
    let missing = lost(&report);
    assert_eq!(missing.len(), 4, "{missing:?}");
    assert!(missing.iter().all(|gap| gap.1 == GapReason::Missing));
    assert_eq!(reasons(&audit(folder.path(), &[])), [GapReason::NoArtefact]);
}

#[test]
fn an_empty_folder_is_told_by_its_name() {
    let folder = folder(&[]);
    let place = folder.path().join("leer");
    fs::create_dir(&place).expect("a folder");
    let report = check(&place);
    let gaps = &report.applications[0].gaps;
    assert_eq!(reasons(&report), [GapReason::EmptyFolder]);
    assert!(gaps[0].place.document.ends_with("leer"), "{gaps:?}");
    // In an inventory, too.
    let report = audit(folder.path(), &["leer"]);
    assert_eq!(reasons(&report), [GapReason::EmptyFolder]);
    assert_eq!(report.applications[0].gaps[0].place.document, "leer");
}

#[test]
fn files_that_are_no_schemas_are_none_of_our_business() {
    let picture = (0..=255).cycle().take(3_000).collect::<Vec<u8>>();
    let mut files: Vec<(String, Vec<u8>)> = (0..300)
        .map(|n| (format!("assets/{n}.png"), picture.clone()))
        .collect();
    files.push(("README.md".into(), b"# Fachverfahren\n".to_vec()));
    files.push(("src/__init__.py".into(), vec![]));
    files.push(("config.json".into(), b"{\"port\": 80}".to_vec()));
    files.push(("schema.proto".into(), SCHEMA.into()));
    let borrowed: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(n, c)| (n.as_str(), c.as_slice()))
        .collect();
    let folder = folder(&borrowed);
    let report = check(folder.path());
    assert_eq!(reasons(&report), []);
    assert!(names(&report, folder.path()).contains(&"schema.proto"));
    assert!(
        names(&report, folder.path())
            .iter()
            .all(|name| !name.ends_with(".png"))
    );

    // A schema by its name that nobody can read is lost, wherever it lies.
    fs::write(folder.path().join("damaged.xsd"), &picture).unwrap();
    assert_eq!(reasons(&check(folder.path())), [GapReason::UnknownFormat]);
    // So is a file that somebody named, and a folder of nothing but such files.
    assert_eq!(
        reasons(&check(&folder.path().join("assets/1.png"))),
        [GapReason::UnknownFormat]
    );
    let nothing = check(&folder.path().join("assets"));
    assert_eq!(reasons(&nothing), [GapReason::UnknownFormat]);
    assert!(nothing.applications[0].gaps[0].detail.contains("300 files"));
}

#[test]
fn what_is_missing_is_one_gap_however_often_it_is_named() {
    let folder = folder(&[("a.proto", SCHEMA.as_bytes())]);
    let report = audit(
        folder.path(),
        &["gone.sql", "a.proto", "gone.sql", "./gone.sql"],
    );
    assert_eq!(reasons(&report), [GapReason::Missing]);
}

#[test]
fn only_what_the_team_wrote_is_checked() {
    let schema = SCHEMA.as_bytes();
    let folder = folder(&[
        (".gitignore", b"/generated/\n"),
        ("own.proto", schema),
        ("build/own.proto", schema),
        ("vendor/own.proto", schema),
        (".hidden/x.proto", schema),
        ("generated/x.proto", schema),
        ("node_modules/lib/x.proto", schema),
        ("service/pom.xml", b"<project/>"),
        ("service/target/x.proto", schema),
        ("python/env/pyvenv.cfg", b"home = /usr\n"),
        ("python/env/x.proto", schema),
        ("web/composer.json", b"{}"),
        ("web/vendor/x.proto", schema),
        ("web/package-lock.json", b"{}"),
    ]);
    let report = check(folder.path());
    let read: Vec<&str> = names(&report, folder.path())
        .into_iter()
        .filter(|name| name.ends_with(".proto"))
        .collect();
    assert_eq!(read, ["build/own.proto", "own.proto", "vendor/own.proto"]);
    // What is named is checked, ignored or not.
    for named in ["generated", "node_modules/lib/x.proto", ".hidden"] {
        let path = folder.path().join(named);
        assert_eq!(documents(&check(&path)).len(), 1, "{named}");
    }
}

#[test]
fn build_output_is_read_and_is_generated_where_its_sources_stand_beside_it() {
    use fachcheck::model::Origin;
    let types = b"export type Geschlecht = 'MAENNLICH' | 'WEIBLICH';\n";
    let folder = folder(&[
        ("published/package.json", b"{}"),
        ("published/dist/types.d.ts", types),
        ("own/package.json", b"{}"),
        ("own/src/types.ts", types),
        ("own/dist/types.d.ts", types),
    ]);
    let report = check(folder.path());
    let root = folder.path().display().to_string();
    let mut origins: Vec<(&str, Origin)> = report.applications[0]
        .fields
        .iter()
        .map(|field| (field.path.trim_start_matches(&root), field.origin))
        .collect();
    origins.sort_unstable();
    assert_eq!(
        origins,
        [
            ("/own/dist/types.d.ts", Origin::Generated),
            ("/own/src/types.ts", Origin::Own),
            ("/published/dist/types.d.ts", Origin::Own),
        ]
    );
}

#[test]
fn what_is_passed_by_and_speaks_of_the_topic_is_one_gap() {
    let types = b"export type Geschlecht = 'MAENNLICH' | 'WEIBLICH';\n";
    let folder = folder(&[
        ("app.ts", b"export const a = 1;\n"),
        ("node_modules/a/index.ts", types),
        ("node_modules/b/index.ts", types),
        ("node_modules/c/index.ts", b"export const c = 1;\n"),
        ("node_modules/a/README.md", b"geschlecht"),
        ("static/form.min.js", b"var geschlecht=['m','w']"),
        ("static/other.min.js", b"var a=1"),
        ("web/pom.xml", b"<project/>"),
        ("web/target/other.ts", b"export const d = 1;\n"),
    ]);
    let report = check(folder.path());
    assert_eq!(reasons(&report), [GapReason::LeftOut]);
    // Said, and no reason to stop a build: it is the work of others.
    assert_eq!(exit(&report, Severity::Advice), Exit::Clean);
    let gap = &report.applications[0].gaps[0];
    assert!(gap.place.document.ends_with("node_modules"), "{gap:?}");
    assert!(
        gap.detail.contains("node_modules\u{201d} \u{d7} 2"),
        "{gap:?}"
    );
    assert!(gap.detail.contains("form.min.js"), "{gap:?}");
    assert!(!gap.detail.contains("other"), "{gap:?}");
}

#[test]
fn minified_programs_are_a_gap_of_their_own() {
    let program = format!("var geschlecht=['m','w'];{}", "a(1);".repeat(500));
    let files: &[(&str, &[u8])] = &[
        ("app.ts", b"export const a = 1;\n"),
        ("web/form.js", program.as_bytes()),
        ("web/search.js", program.as_bytes()),
    ];
    let report = check(folder(&files[..2]).path());
    assert_eq!(reasons(&report), [GapReason::Minified]);
    assert_eq!(exit(&report, Severity::Advice), Exit::Clean);
    let gap = &report.applications[0].gaps[0];
    assert_eq!(gap.cause(Language::De), gap.reason.cause(Language::De));
    let report = check(folder(files).path());
    assert_eq!(reasons(&report), [GapReason::Minified]);
    let gap = &report.applications[0].gaps[0];
    for name in ["form.js", "search.js"] {
        assert!(gap.cause(Language::De).contains(name), "{gap:?}");
    }
}

#[test]
fn a_script_of_statements_that_nobody_knows_is_never_green() {
    for broken in [
        "CREATE TABEL person (name TEXT);\n",
        "CREAT TABLE a (b int);\n",
    ] {
        let folder = folder(&[("schema.sql", broken.as_bytes())]);
        let named = folder.path().join("schema.sql");
        for target in [folder.path(), &named] {
            assert_eq!(
                reasons(&check(target)),
                [GapReason::NothingFound],
                "{broken}"
            );
        }
    }
    for fine in [
        "CREATE TABLE person (name TEXT);\nFROBNICATE x;\n",
        "-- nothing yet\n",
        "GRANT SELECT ON a TO b;\n",
        "CREATE EXTENSION pgcrypto;\n",
    ] {
        let folder = folder(&[("schema.sql", fine.as_bytes())]);
        assert!(reasons(&check(folder.path())).is_empty(), "{fine}");
    }
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_never_lead_out_or_in_circles() {
        let outside = folder(&[("secret.proto", SCHEMA.as_bytes())]);
        let folder = folder(&[
            ("schemas/a.proto", SCHEMA.as_bytes()),
            ("shared/b.proto", SCHEMA.as_bytes()),
        ]);
        let root = folder.path();
        let link = |target: &Path, name: &str| symlink(target, root.join(name)).unwrap();
        link(outside.path(), "schemas/out");
        link(&outside.path().join("secret.proto"), "schemas/out.proto");
        link(
            Path::new("../../../../../../../../etc/passwd"),
            "schemas/passwd.proto",
        );
        link(Path::new("."), "schemas/self");
        link(Path::new(".."), "schemas/up");
        link(Path::new("ring-b"), "schemas/ring-a");
        link(Path::new("ring-a"), "schemas/ring-b");
        link(Path::new("gone.proto"), "schemas/dangling.proto");
        link(Path::new("../shared"), "schemas/shared");
        link(Path::new("a.proto"), "schemas/same.proto");
        let report = audit(root, &["schemas"]);
        // Through links inside the root, each file once.
        assert_eq!(
            documents(&report),
            ["schemas/a.proto", "schemas/shared/b.proto"]
        );
        use GapReason::{DeadLink, Loop, Outside};
        let gaps: Vec<(String, GapReason)> = lost(&report)
            .into_iter()
            .map(|gap| (gap.0, gap.1))
            .collect();
        let expected = [
            ("dangling.proto", DeadLink),
            ("out", Outside),
            ("out.proto", Outside),
            ("passwd.proto", Outside),
            ("ring-a", Loop),
            ("ring-b", Loop),
            ("self", Loop),
            ("up", Loop),
        ]
        .map(|(name, reason)| (format!("schemas/{name}"), reason));
        assert_eq!(gaps, expected);
        for path in [
            "..",
            "../..",
            "schemas/../..",
            "/etc/passwd",
            "schemas/out/secret.proto",
        ] {
            assert_eq!(reasons(&audit(root, &[path])), [Outside], "{path}");
        }
    }

    #[test]
    fn a_thicket_of_links_is_walked_once() {
        // Thirty storeys with two doors each: a thousand million ways, one file.
        let folder = folder(&[("0/x", b""), ("30/deep.proto", SCHEMA.as_bytes())]);
        for storey in 0..30 {
            fs::create_dir_all(folder.path().join(storey.to_string())).unwrap();
            for door in ["a", "b"] {
                let target = format!("../{}", storey + 1);
                symlink(target, folder.path().join(storey.to_string()).join(door)).unwrap();
            }
        }
        let begun = Instant::now();
        let report = audit(folder.path(), &["0"]);
        assert!(begun.elapsed() < Duration::from_secs(20));
        assert_eq!(documents(&report).len(), 1, "{:?}", reasons(&report));
    }

    #[test]
    fn pipes_are_not_waited_for() {
        let folder = folder(&[("a.proto", SCHEMA.as_bytes())]);
        let pipe = folder.path().join("pipe.proto");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo works");
        symlink("/dev/zero", folder.path().join("zero.proto")).unwrap();
        let report = audit(folder.path(), &[""]);
        assert_eq!(documents(&report), ["a.proto"]);
        assert_eq!(
            reasons(&report),
            [GapReason::Unreadable, GapReason::Outside]
        );
    }

    #[test]
    fn names_that_are_no_text_are_kept_apart() {
        let folder = folder(&[]);
        for name in [&b"a\xff.proto"[..], b"a\xfe.proto", b"a\\b.proto"] {
            fs::write(folder.path().join(OsStr::from_bytes(name)), SCHEMA).unwrap();
        }
        let report = audit(folder.path(), &[""]);
        assert_eq!(
            documents(&report),
            ["a%FE.proto", "a%FF.proto", "a\\b.proto"]
        );
    }

    #[test]
    fn what_may_not_be_read_is_a_gap() {
        let folder = folder(&[("a.proto", b"x"), ("closed/b.proto", b"x")]);
        let shut = |name: &str| {
            let path = folder.path().join(name);
            fs::set_permissions(path, fs::Permissions::from_mode(0o0)).unwrap();
        };
        shut("a.proto");
        shut("closed");
        let report = audit(folder.path(), &[""]);
        // The administrator of a machine may read everything.
        if fs::read(folder.path().join("a.proto")).is_err() {
            assert_eq!(reasons(&report), [GapReason::Unreadable; 2]);
        }
        let open = fs::Permissions::from_mode(0o700);
        fs::set_permissions(folder.path().join("closed"), open).unwrap();
    }

    #[test]
    fn a_file_that_is_being_written_is_read_whole_or_not_at_all() {
        let folder = folder(&[("log.proto", b"")]);
        let path = folder.path().join("log.proto");
        let stop = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                use std::io::Write;
                let mut file = fs::File::options().append(true).open(&path).unwrap();
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    file.write_all(b"// noch eine Zeile\n").unwrap();
                    if file.metadata().unwrap().len() > 60_000 {
                        file.set_len(0).unwrap();
                    }
                }
            });
            let seen: Vec<GapReason> = (0..40)
                .flat_map(|_| reasons(&audit(folder.path(), &["log.proto"])))
                .collect();
            // Before anything is asserted: a panic would wait for the writer.
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
            let known = [
                GapReason::Changing,
                GapReason::Empty,
                GapReason::NothingFound,
                GapReason::NotUnderstood,
                GapReason::UnknownFormat,
            ];
            for reason in seen {
                assert!(known.contains(&reason), "{reason:?}");
            }
        });
    }
}

#[test]
fn twenty_thousand_files_are_no_problem() {
    let taken = |parts: u32| {
        let folder = tempfile::tempdir().unwrap();
        for part in 0..parts {
            let sub = folder.path().join(format!("part{part}"));
            fs::create_dir(&sub).unwrap();
            for file in 0..100 {
                fs::write(sub.join(format!("{file}.txt")), "Guten Tag\n").unwrap();
            }
        }
        fs::write(folder.path().join("schema.proto"), SCHEMA).unwrap();
        let begun = Instant::now();
        let report = check(folder.path());
        assert_eq!(names(&report, folder.path()), ["schema.proto"]);
        assert_eq!(reasons(&report), []);
        begun.elapsed()
    };
    // Ten times as many files; if each were compared with all others, it would take a hundred times as long.
    let (few, many) = (taken(20), taken(200));
    assert!(many < few * 40, "{few:?} {many:?}");
}
