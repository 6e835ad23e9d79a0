//! What readers and sources look for comes from the vocabulary: nothing it knows is missed, and what an organisation
//! adds reaches every reader.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::LazyLock;

use fachcheck::engine;
use fachcheck::format::FORMATS;
use fachcheck::gender::Vocabulary;
use fachcheck::rule::{self, RuleBook};
use fachcheck::source::Capture;
use fachcheck::topic::{Attribute, Topic, tokens};
use regex::{Captures, Regex};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

fn shipped() -> &'static Topic {
    support::shipped::vocabulary().topic()
}

#[test]
fn words_are_found_inside_identifiers() {
    for text in [
        "private String personGeschlecht;",
        "bool IsMale",
        "is_female: bool",
        "enum Title { MR, MRS }",
        "enum Art { MALE, FEMALE }",
        "enum Art { MAN, WOMAN }",
        "'Herr', 'Frau'",
        "mw_kz",
        "person.sex",
        "patientSex",
        "SEX_CODE",
        "sexcode",
        "xsexm",
        "DATA gesch TYPE c",
        "\"m\\u00e4nnlich\"",
        "unmännlich",
        "form_of_address",
        "formOfAddress",
        "frühererVorname",
        "FRUEHERER_VORNAME",
        "import namsor",
    ] {
        assert!(shipped().may_occur_in(text), "{text}");
    }
}

#[test]
fn words_that_only_hold_the_letters_are_not() {
    for text in [
        "private String strasse;",
        "catch (FileExistsException e)",
        "in folgender Tabelle",
        "FOLGENDER",
        "TensExpr, sexpr, Essex, sextet",
        "Geschichte, geschaeft",
        "female.connect(plug)",
        "Frau, Mrs",
        "management, isManaged, isMandatory",
        "fraud, herring",
        "timeoutMs, ms, gs",
        "String title, prefix",
    ] {
        assert!(!shipped().may_occur_in(text), "{text}");
    }
}

#[test]
fn expressions_name_attributes() {
    for (text, gender, salutation) in [
        ("person.getGender() == 'm'", true, false),
        ("title.equals(\"Frau\")", false, true),
        ("anrede != null && geschlecht == 'd'", true, true),
        ("folgender == 1", false, false),
    ] {
        assert_eq!(shipped().names(Attribute::Gender, text), gender, "{text}");
        assert_eq!(
            shipped().names(Attribute::Salutation, text),
            salutation,
            "{text}"
        );
    }
}

/// Every name that the vocabulary knows by itself, in each of the usual spellings.
#[test]
fn no_name_of_the_vocabulary_is_missed() {
    let file = toml_of("identifiers.toml");
    let mut names = Vec::new();
    for (section, keys) in [
        ("gender", &["strong", "heads", "compounds"][..]),
        ("salutation", &["strong", "heads", "compounds"]),
        ("former", &["names"]),
    ] {
        for key in keys {
            let list = file[section][*key].as_array().expect("a list");
            names.extend(list.iter().map(words));
        }
    }
    assert!(names.len() > 80);
    let capital = |word: &String| word[..1].to_uppercase() + &word[1..];
    for parts in names {
        let camel: String = parts.iter().map(capital).collect();
        for name in [
            parts.join("_"),
            parts.join("_").to_uppercase(),
            format!("person{camel}"),
            camel.clone(),
        ] {
            assert!(shipped().may_occur_in(&name), "{name}");
        }
    }
}

/// The words of a name: a list of words, or a text in which spaces part them.
fn words(name: &toml::Value) -> Vec<String> {
    match name {
        toml::Value::Array(parts) => parts.iter().flat_map(words).collect(),
        other => {
            let name = other.as_str().expect("a word");
            name.split(' ').map(str::to_owned).collect()
        }
    }
}

fn toml_of(file: &str) -> toml::Table {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/vocabulary/");
    let text = std::fs::read_to_string(format!("{path}{file}")).expect("a vocabulary file");
    toml::from_str(&text).expect("the vocabulary is TOML")
}

/// A rule book with the words of an organisation of its own, each file as short as it may be.
static OWN: LazyLock<(RuleBook, Vocabulary)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let vocabulary = folder.path().join("vocabulary");
    std::fs::create_dir(&vocabulary).expect("a folder");
    for (file, text) in [
        (
            "identifiers-own.toml",
            "[gender]\nstrong = [\"zorvik\"]\n[salutation]\nstrong = [\"grumbal\"]\n",
        ),
        (
            "values-own.toml",
            "[spelling]\nmale = [\"zarvo\", \"zerr\"]\nfemale = [\"zarva\", \"zrau\"]\n\
             [salutation]\nwords = [\"zerr\", \"zrau\"]\n",
        ),
    ] {
        std::fs::write(vocabulary.join(file), text).expect("a file");
    }
    let book = rule::load(Some(folder.path())).expect("the rules load");
    let vocabulary = Vocabulary::load(&book.vocabulary).expect("the vocabulary loads");
    (book, vocabulary)
});

/// What is written for words of the shipped vocabulary: the first that fits.
const RENAMED: [(&str, &str); 10] = [
    ("geschlecht", "zorvik"),
    ("gender", "zorvik"),
    ("sex", "zorvik"),
    ("anrede", "grumbal"),
    ("salutation", "grumbal"),
    ("weiblich|female", "zarva"),
    ("m(?:ä|ae)nnlich|male", "zarvo"),
    ("herrn?", "zerr"),
    ("frau", "zrau"),
    ("titel|title", "grumbal"),
];

/// A text in which nobody but its organisation knows what it is about.
fn renamed(text: &str) -> String {
    let mut text = text.to_owned();
    for (words, invented) in RENAMED {
        let words = Regex::new(&format!("(?i){words}")).expect("a pattern");
        let replace = |found: &Captures| {
            let mut letters = found[0].chars();
            let first = letters.next().is_some_and(char::is_uppercase);
            let second = letters.next().is_some_and(char::is_uppercase);
            match (first, second) {
                (true, true) => invented.to_uppercase(),
                (true, false) => invented[..1].to_uppercase() + &invented[1..],
                _ => invented.to_owned(),
            }
        };
        text = words.replace_all(&text, replace).into_owned();
    }
    text
}

/// The same inside of an archive.
fn renamed_bytes(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.starts_with(b"PK") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        return renamed(&text).into_bytes();
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        written
            .start_file(part.name().expect("a name"), options)
            .expect("a part");
        written
            .write_all(renamed(&text).as_bytes())
            .expect("a part");
    }
    written.finish().expect("an archive").into_inner()
}

/// What a document yields for gender and salutation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Field,
    Mapping,
    Statement,
    Line,
    Text,
}

/// What is found by the invented names: the format, and what of it.
fn found_by_name(
    capture: &Capture,
    (_, words): &(RuleBook, Vocabulary),
) -> (Option<String>, BTreeSet<Found>) {
    let invented = |text: &str| {
        let text = text.to_lowercase();
        text.contains("zorvik") || text.contains("grumbal")
    };
    let reading = engine::read_capture(capture, words).stored;
    let mut found = BTreeSet::new();
    // Fields whose values are known as well are no proof.
    let fields = reading.fields.iter().filter(|field| {
        let mut signals = field.signals.iter();
        signals.any(|signal| signal.kind != "values" && invented(&signal.seen))
    });
    found.extend(fields.map(|_| Found::Field));
    for usage in &reading.usages {
        let mappings = usage.mappings.iter();
        let named = mappings.filter(|mapping| {
            [&mapping.subject, &mapping.target]
                .into_iter()
                .chain(&mapping.path.0)
                .any(|name| invented(name))
        });
        found.extend(named.map(|_| Found::Mapping));
        let statements = usage.statements.iter();
        found.extend(
            statements
                .filter(|statement| invented(&statement.field))
                .map(|_| Found::Statement),
        );
        let lines = usage.lines.iter();
        found.extend(
            lines
                .filter(|line| line.entry.as_deref().is_some_and(invented))
                .map(|_| Found::Line),
        );
    }
    let texts = reading.texts.iter();
    found.extend(
        texts
            .filter(|text| text.key.0.iter().any(|part| invented(part)))
            .map(|_| Found::Text),
    );
    (reading.document.format, found)
}

/// What the fixtures of a format must yield. A new format needs a fixture with a field.
fn expected(format: &str) -> &'static [Found] {
    match format {
        // A picture has no fields.
        "svg" => &[],
        "abap" | "java" | "kotlin" | "csharp" | "typescript" | "python" | "php" | "ruby" | "go"
        | "scala" | "vue" => &[Found::Field, Found::Mapping],
        "sql" => &[Found::Field, Found::Mapping, Found::Statement],
        "template" | "word" | "opendocument" => &[Found::Field, Found::Mapping, Found::Line],
        "qweb" => &[Found::Field, Found::Mapping],
        // They hold no controls.
        "latex" | "rich-text" => &[Found::Mapping],
        "properties" | "gettext" | "translations" | "xliff" | "resx" | "android-strings" => {
            &[Found::Text]
        }
        _ => &[Found::Field],
    }
}

/// The fixtures of all readers, with words in place of those that the shipped vocabulary knows.
#[test]
fn words_of_an_organisation_reach_every_format() {
    let shipped = (
        rule::load(None).expect("the shipped rules load"),
        support::shipped::vocabulary().clone(),
    );
    let mut found: BTreeMap<String, BTreeSet<Found>> = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.expect("fixtures");
        let path = entry.path();
        if !path.is_file()
            || path
                .extension()
                .is_some_and(|extension| extension == "snap")
        {
            continue;
        }
        let name = path.strip_prefix(&root).expect("below the root");
        let name = renamed(&name.to_string_lossy().replace('\\', "/"));
        let bytes = renamed_bytes(std::fs::read(path).expect("a fixture"));
        let capture = || Capture::new(name.as_str(), name.as_str(), bytes.clone());
        let (format, own) = found_by_name(&capture(), &OWN);
        // What is found by something else is no proof.
        let (_, without) = found_by_name(&capture(), &shipped);
        found
            .entry(format.unwrap_or_default())
            .or_default()
            .extend(own.difference(&without));
    }
    let mut missing = Vec::new();
    for format in FORMATS {
        let found = found.get(format.name()).cloned().unwrap_or_default();
        for kind in expected(format.name()) {
            if !found.contains(kind) {
                missing.push(format!("{}: {kind:?}", format.name()));
            }
        }
    }
    assert!(missing.is_empty(), "not found: {missing:#?}");
}

#[test]
fn values_of_an_organisation_are_looked_for() {
    let own = OWN.1.topic();
    assert!(own.may_occur_in("enum Art { ZARVO, ZARVA }"));
    assert!(own.may_occur_in("'Zerr', 'Zrau'"));
    assert!(!own.may_occur_in("enum Art { ZARVO, ZERR }"));
    assert!(own.is_mentioned_in("art == ZARVO"));
    assert!(!shipped().is_mentioned_in("art == ZARVO"));
}

/// The rows of a lookup table are read where its name is a word of the vocabulary.
#[cfg(feature = "database")]
#[test]
fn lookup_tables_are_known_by_the_words_of_an_organisation() {
    use fachcheck::inventory::Inventory;
    use fachcheck::source::{Limits, Setting, Sources, WalkOptions};

    let folder = tempfile::tempdir().expect("a folder");
    let connection = rusqlite::Connection::open(folder.path().join("a.db")).expect("a file");
    connection
        .execute_batch(
            "create table tblzorvik (code text primary key, bezeichnung text);
             insert into tblzorvik values ('1', 'Zarvo'), ('2', 'Zarva');",
        )
        .expect("a table");
    drop(connection);
    let rows_are_read = |topic: &Topic| {
        let inventory = Inventory {
            root: folder.path().to_owned(),
            ..Inventory::default()
        };
        let sources = Sources::open(&Setting {
            inventory: &inventory,
            limits: &Limits::default(),
            walk: WalkOptions::default(),
            topic,
        });
        let application = support::with_artefacts("APP-1", &["a.db"]);
        let (captures, gaps) = sources.acquire_each(&application, |capture| capture);
        assert_eq!(gaps, []);
        let script = captures[0].text().expect("a script").as_str();
        script.contains("'Zarva'")
    };
    assert!(rows_are_read(OWN.1.topic()));
    assert!(!rows_are_read(shipped()));
}

/// Names in standards that a reader reads: no words of ours.
const OF_STANDARDS: [&str; 1] = [
    // Elements of resources, such as Patient.gender.
    "format/fhir/structure.rs",
];

/// Below the vocabulary no reader and no source knows a word of gender or salutation.
#[test]
fn no_reader_knows_a_word_of_its_own() {
    let words = searched_words();
    assert!(words.len() > 60);
    let literal = Regex::new(r#""(?:[^"\\]|\\.)*""#).expect("a pattern");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut literals = 0;
    for room in ["format", "source"] {
        for entry in walkdir::WalkDir::new(source.join(room)).sort_by_file_name() {
            let entry = entry.expect("the source tree is readable");
            let path = entry.path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let name = path.strip_prefix(&source).expect("below src");
            let name = name.to_string_lossy().replace('\\', "/");
            if OF_STANDARDS.contains(&name.as_str()) || name.ends_with("/tests.rs") {
                continue;
            }
            let text = std::fs::read_to_string(path).expect("source files are UTF-8");
            let code = text
                .split("#[cfg(test)]\nmod tests")
                .next()
                .unwrap_or_default();
            let lines = code.lines().enumerate();
            for (number, line) in lines.filter(|(_, line)| !line.trim_start().starts_with("//")) {
                for found in literal.find_iter(line) {
                    literals += 1;
                    for token in tokens(found.as_str()) {
                        if words.contains(&token) {
                            wrong.push(format!("{name}:{}: {token}", number + 1));
                        }
                    }
                }
            }
        }
    }
    assert!(literals > 1_000, "the literals were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words that name an attribute or stand for an entry, and nothing else.
fn searched_words() -> BTreeSet<String> {
    /// Shorter ones are also abbreviations of something else.
    const SHORTEST: usize = 3;
    let names = toml_of("identifiers.toml");
    let values = toml_of("values.toml");
    let lists = [
        &names["gender"]["stems"],
        &names["gender"]["beginnings"],
        &names["gender"]["strong"],
        &names["gender"]["weak"],
        &names["salutation"]["stems"],
        &names["salutation"]["strong"],
        &values["spelling"]["male"],
        &values["spelling"]["female"],
        &values["salutation"]["words"],
    ];
    lists
        .into_iter()
        .flat_map(|list| list.as_array().expect("a list"))
        .map(|word| words(word).concat())
        .filter(|word| word.len() >= SHORTEST)
        .collect()
}
