//! Lists of other programs in, the inventory as a list out: messy spreadsheets, surveys, hand edits that stay, and the
//! way there and back.

#[path = "import/again.rs"]
mod again;
#[path = "import/dates.rs"]
mod dates;
#[path = "import/dirt.rs"]
mod dirt;
#[path = "import/flows.rs"]
mod flows;
#[path = "import/private.rs"]
mod private;
#[path = "import/spellings.rs"]
mod spellings;
#[path = "import/survey.rs"]
mod survey;
#[path = "import/there_and_back.rs"]
mod there_and_back;
#[path = "import/unsure.rs"]
mod unsure;
#[path = "import/year.rs"]
mod year;

use std::fs;
use std::path::{Path, PathBuf};

use fachcheck::import::{self, Import, Part, Request, Shown};
use fachcheck::inventory::{AnswerState, GenderValue, Inventory, LoadOptions, ProtectionNeed};
use fachcheck::problem::Problems;
use fachcheck::texts::Language;
use jiff::civil::date;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

fn options() -> LoadOptions {
    LoadOptions::on(date(2026, 11, 23))
}

/// A folder with an inventory in it and files beside it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("folder"))
    }

    /// With the inventory of `tests/import/inventory`.
    fn with_inventory() -> Self {
        let desk = Self::new();
        for file in ["inventory.toml", "applications/kvr.toml"] {
            let text = fs::read(Path::new("tests/import/inventory").join(file)).expect("fixture");
            desk.put(&format!("inventory/{file}"), &text);
        }
        desk
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("inside")).expect("folder");
        fs::write(&path, bytes).expect("file");
        path
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("file")
    }

    fn try_import(&self, files: &[PathBuf], mapping: Option<&Path>) -> Result<Import, Problems> {
        import::prepare(&Request {
            files,
            inventory: &self.path("inventory"),
            mapping,
            options: options(),
        })
    }

    fn import(&self, files: &[PathBuf]) -> Import {
        self.try_import(files, None)
            .unwrap_or_else(|problems| panic!("{problems}"))
    }

    fn write(&self, import: &Import) {
        for (path, text) in &import.files {
            fs::create_dir_all(path.parent().expect("inside")).expect("folder");
            fs::write(path, text).expect("file");
        }
    }

    /// What is said, with the folder taken out.
    fn said(&self, import: &Import, language: Language) -> String {
        let shown = Shown {
            language,
            most: 50,
            written: false,
        };
        let folder = format!("{}/", self.0.path().display());
        import::render(&import.plan, shown).replace(&folder, "")
    }

    fn inventory(&self) -> Inventory {
        Inventory::load(&self.path("inventory"), &options())
            .map(|(inventory, _)| inventory)
            .unwrap_or_else(|problems| panic!("{problems}"))
    }
}

fn windows_1252(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new("tests/import").join(name)).expect("fixture")
}

// ── Messy lists ─────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_messy_list_is_understood_cell_by_cell() {
    let desk = Desk::with_inventory();
    let list = desk.put("liste.csv", &windows_1252(&fixture("liste.csv")));
    let import = desk.import(&[list]);
    insta::assert_snapshot!("messy_list", desk.said(&import, Language::De));
    insta::assert_snapshot!("messy_list_en", desk.said(&import, Language::En));
}

#[test]
fn encodings_and_separators_make_no_difference() {
    let desk = Desk::with_inventory();
    let text = fixture("liste.csv");
    let first = desk.put("liste.csv", &windows_1252(&text));
    let expected = desk.said(&desk.import(&[first]), Language::De);
    let utf_16 = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect::<Vec<u8>>()
    };
    let with = |separator: &str| text.replace(';', separator);
    for bytes in [
        text.clone().into_bytes(),
        format!("\u{feff}{text}").into_bytes(),
        text.replace('\n', "\r\n").into_bytes(),
        utf_16(&with("\t")),
        with("\t").into_bytes(),
        with("|").into_bytes(),
    ] {
        let list = desk.put("liste.csv", &bytes);
        assert_eq!(desk.said(&desk.import(&[list]), Language::De), expected);
    }
    let list = desk.put("liste.csv", format!("sep=;\n{text}").as_bytes());
    let moved = desk.import(&[list]);
    assert!(desk.said(&moved, Language::De).contains("Zeile 5"));
}

#[test]
fn workbooks_with_merged_cells_dates_and_formulas() {
    let mut book = Workbook::new();
    let sheet = book
        .add_worksheet()
        .set_name("Fach verfahren")
        .expect("name");
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    sheet
        .merge_range(0, 0, 0, 6, "Liste der Fachverfahren", &bold)
        .expect("title");
    for (column, heading) in (0u16..).zip([
        "Kennung",
        "Verfahren",
        "Referat",
        "Status",
        "Personenbezug",
        "Zielgruppe",
    ]) {
        sheet
            .merge_range(2, column, 3, column, heading, &bold)
            .expect("heading");
    }
    sheet
        .merge_range(2, 6, 2, 7, "Schutzbedarf", &bold)
        .expect("heading");
    sheet.write(3, 6, "Vertraulichkeit").expect("cell");
    sheet.write(3, 7, "Integrität").expect("cell");
    sheet.write(2, 8, "Vertrag bis").expect("cell");
    sheet.write(2, 9, "Art").expect("cell");
    sheet
        .write(2, 10, "Verfahrensnummer des Landes")
        .expect("cell");
    // One department for two rows.
    sheet.merge_range(4, 2, 5, 2, "KVR", &bold).expect("cell");
    for (row, id, name) in [(4u32, "0815", "Waffenregister"), (5, "0816", "Jagdscheine")] {
        sheet.write_string(row, 0, id).expect("cell");
        sheet.write(row, 1, name).expect("cell");
        sheet.write(row, 3, "in Betrieb").expect("cell");
        sheet.write(row, 4, true).expect("cell");
        sheet.write(row, 5, "Beschäftigte").expect("cell");
        sheet.write(row, 6, "hoch").expect("cell");
        sheet.write(row, 7, "sehr hoch").expect("cell");
        sheet.write(row, 9, "Desktop").expect("cell");
    }
    let until = ExcelDateTime::from_ymd(2028, 12, 31).expect("day");
    sheet.write_with_format(4, 8, &until, &day).expect("cell");
    sheet
        .write_formula(5, 8, Formula::new("=I5").set_result("46387"))
        .expect("cell");
    book.add_worksheet()
        .set_name("Notizen")
        .expect("name")
        .write(0, 0, "egal")
        .expect("cell");
    let desk = Desk::with_inventory();
    let list = desk.put("liste.xlsx", &book.save_to_buffer().expect("workbook"));
    let import = desk.import(&[list]);
    insta::assert_snapshot!("workbook", desk.said(&import, Language::De));
    desk.write(&import);
    let inventory = desk.inventory();
    let register = &inventory.applications["0815"];
    assert_eq!(register.department, "KVR");
    assert_eq!(register.contract_until, Some(date(2028, 12, 31)));
    assert_eq!(
        register.protection.integrity,
        Some(ProtectionNeed::VeryHigh)
    );
    assert_eq!(
        inventory.applications["0816"].contract_until,
        Some(date(2026, 12, 31))
    );
}

#[test]
fn a_quote_that_never_ends_costs_only_its_row() {
    let desk = Desk::with_inventory();
    let mut text = "Name;Referat;Hersteller\nA1 Register;KVR;\"Beispielsoft\n".to_owned();
    for number in 2..1000 {
        text.push_str(&format!("A{number} Register;KVR;Beispielsoft\n"));
    }
    let list = desk.put("liste.csv", text.as_bytes());
    let import = desk.import(&[list]);
    let said = desk.said(&import, Language::De);
    assert!(said.contains("998 Zeilen"), "{said}");
    assert!(
        said.contains("liste.csv:2: In der Zeile beginnt ein Anführungszeichen"),
        "{said}"
    );
}

#[test]
fn unusable_files_are_all_named_at_once() {
    let desk = Desk::with_inventory();
    let files = [
        desk.put("leer.csv", b" \n"),
        desk.put("bild.png", &[0, 159, 146, 150, 0, 0, 1]),
        desk.put("kaputt.xlsx", b"PK\x03\x04 xl/workbook.xml"),
        desk.put("geschuetzt.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        desk.path("fehlt.csv"),
    ];
    let problems = desk.try_import(&files, None).expect_err("unusable");
    let mut files: Vec<&str> = problems
        .0
        .iter()
        .map(|problem| problem.file.rsplit('/').next().unwrap_or(""))
        .collect();
    files.sort_unstable();
    assert_eq!(
        files,
        [
            "bild.png",
            "fehlt.csv",
            "geschuetzt.xlsx",
            "kaputt.xlsx",
            "leer.csv"
        ],
        "{problems}"
    );
    let other = desk.put(
        "gedicht.txt",
        "Es war einmal; und ist\nnicht mehr; sagt man\n".as_bytes(),
    );
    let problems = desk.try_import(&[other], None).expect_err("no headings");
    assert_eq!(problems.0[0].code, "IMP-001");
}

#[test]
fn a_file_of_another_kind_is_called_by_its_name() {
    let desk = Desk::with_inventory();
    let table = "<table><tr><th>Kennung</th><th>Name</th></tr></table>";
    for (name, content, said) in [
        ("liste.xls", format!("<html>{table}</html>"), "HTML-Seite"),
        ("bericht.csv", format!("\u{feff}\n<!DOCTYPE html>{table}"), "HTML-Seite"),
        ("archiv.xls", "MIME-Version: 1.0\nContent-Type: multipart/related".to_owned(), "HTML-Seite"),
        (
            "alt.xls",
            "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_owned(),
            "XML-Kalkulationstabelle",
        ),
        ("export.xml", "<?xml version=\"1.0\"?><liste/>".to_owned(), "XML-Datei"),
        ("liste.pdf", "%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n".to_owned(), "PDF-Datei"),
        ("liste.doc", "{\\rtf1\\ansi Liste}".to_owned(), "RTF"),
    ] {
        let file = desk.put(name, content.as_bytes());
        let problems = desk.try_import(&[file], None).expect_err("another kind");
        let message = &problems.0[0].message.de;
        assert!(message.contains(said), "{name}: {message}");
    }
    // A list that speaks of tags is one.
    let file = desk.put(
        "tags.csv",
        "Kennung;Name;Referat\nKVR-7;<b>Fett</b>;KVR\n".as_bytes(),
    );
    desk.import(&[file]);
}

// ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn what_people_wrote_stays() {
    let desk = Desk::with_inventory();
    let before = desk.read("inventory/applications/kvr.toml");
    let list = desk.put(
        "liste.csv",
        "Kennung;Name;Version;Vertragsende;Status;URL;Voreinstellung;Hersteller\n\
         KVR-ANTRAG;Wohnsitz online;4.3;12/2029;im Auslauf;https://neu.stadt.example/;leer;Beispielsoft GmbH\n"
            .as_bytes(),
    );
    let import = desk.import(&[list]);
    desk.write(&import);
    let after = desk.read("inventory/applications/kvr.toml");
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(&before), lines(&after));
    let gone: Vec<&String> = old.iter().filter(|line| !new.contains(line)).collect();
    let come: Vec<&String> = new.iter().filter(|line| !old.contains(line)).collect();
    insta::assert_debug_snapshot!("what_people_wrote_stays", (gone, come));
    assert!(
        desk.inventory().applications["KVR-ANTRAG"]
            .contract_until
            .is_some()
    );
    let list = desk.path("liste.csv");
    assert!(desk.import(&[list]).plan.changes_nothing());
}

#[test]
fn a_new_inventory_grows_from_a_list() {
    let desk = Desk::new();
    let list = desk.put("liste.csv", &windows_1252(&fixture("liste.csv")));
    let mapping = desk.put(
        "zuordnung.toml",
        "[columns]\nKostenstelle = \"\"\n[values.\"lifecycle.phase\"]\n\"läuft irgendwie\" = \"produktiv\"\n[defaults]\nkind = \"web\"\npersonal_data = true\nuser_groups = [\"citizens\"]\n[same]\n\"Termin-Online\" = \"\"\n".as_bytes(),
    );
    let import = desk
        .try_import(std::slice::from_ref(&list), Some(&mapping))
        .unwrap_or_else(|problems| panic!("{problems}"));
    desk.write(&import);
    let inventory = desk.inventory();
    let mut files: Vec<String> = import
        .files
        .iter()
        .map(|(path, text)| {
            let name = path.strip_prefix(desk.path("inventory")).expect("inside");
            format!("── {}\n{text}", name.display())
        })
        .collect();
    files.sort();
    insta::assert_snapshot!("new_inventory", files.join("\n"));
    assert!(inventory.applications.len() > 3);
    let again = desk
        .try_import(&[list], Some(&mapping))
        .expect("the same list");
    assert!(
        again.plan.changes_nothing(),
        "{}",
        desk.said(&again, Language::De)
    );
}

#[test]
fn what_the_inventory_cannot_bear_is_held_back_and_nothing_else() {
    let desk = Desk::with_inventory();
    let list = desk.put(
        "liste.csv",
        "Kennung;Name;Referat;Art;Status;Zielgruppe;Personenbezug;Geschlecht;Nachfolger\n\
         KVR-1;Waffenregister;KVR;web;aktiv;intern;nein;ja;\n\
         KVR-2;Jagdscheine;KVR;web;aktiv;intern;ja;ja;KVR-3\n\
         KVR-3;Fischereischeine;KVR;web;aktiv;intern;ja;nein;KVR-2\n\
         KVR-4;Sprengstoffe;KVR;web;aktiv;intern;ja;nein;Gibt es nicht\n"
            .as_bytes(),
    );
    let import = desk.import(&[list]);
    insta::assert_snapshot!("held_back", desk.said(&import, Language::De));
    desk.write(&import);
    assert!(desk.inventory().applications.contains_key("KVR-4"));
}

#[test]
fn a_mapping_is_proposed_and_kept() {
    let desk = Desk::with_inventory();
    let list = desk.put("liste.csv", &windows_1252(&fixture("liste.csv")));
    let import = desk.import(&[list]);
    let path = desk.path("inventory/spalten.toml");
    let proposed = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    insta::assert_snapshot!("mapping", proposed);
    fs::write(&path, &proposed).expect("file");
    desk.import(&[desk.path("liste.csv")]);
    let own = "# von Hand\n[columns]\nKostenstelle = \"\" # brauchen wir nicht\n";
    fs::write(&path, own).expect("file");
    let kept = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    assert!(kept.starts_with("# von Hand\n[columns]\n"), "{kept}");
    assert!(kept.contains("# brauchen wir nicht"), "{kept}");
}

#[test]
fn headings_of_real_lists_get_a_proposal() {
    let desk = Desk::with_inventory();
    let rows = [
        ("KVR-201", "Erste", "m/w/d", "Sachgebiet 1"),
        ("KVR-202", "Zweite", "ja", "Sachgebiet 2"),
        ("KVR-203", "Dritte", "nein", "Leitung"),
        ("KVR-204", "Vierte", "Anrede", "Sachgebiet 3"),
    ];
    let rows: String = rows
        .iter()
        .map(|(id, name, stored, contact)| format!("{id};{name};KVR;{stored};{contact}\n"))
        .collect();
    let text = format!("Kennung;Verfahren;Referat;Anrede J/N;Ansprechpartner/in\n{rows}");
    let import = desk.import(&[desk.put("liste.csv", text.as_bytes())]);
    let path = desk.path("inventory/spalten.toml");
    let proposed = import::propose(&import.plan, &path, None, Language::De).expect("proposal");
    for line in [
        "\"Anrede J/N\" = \"gender.stored\"",
        "\"Ansprechpartner/in\" = \"business_owner\"",
    ] {
        assert!(proposed.contains(line), "{line}: {proposed}");
    }
}

// ── Surveys and other programs ──────────────────────────────────────────────────────────────────────────

#[test]
fn surveys_are_matched_and_nobody_who_answered_is_kept() {
    let desk = Desk::with_inventory();
    let survey = desk.put("umfrage.csv", fixture("limesurvey.csv").as_bytes());
    let import = desk.import(&[survey]);
    let said = desk.said(&import, Language::De);
    insta::assert_snapshot!("limesurvey", said);
    desk.write(&import);
    let everything: String = import.files.iter().map(|(_, text)| text.as_str()).collect();
    for private in ["erika", "tok-1", "192.0.2", "Mustermann"] {
        assert!(
            !everything.contains(private) && !said.contains(private),
            "{private}"
        );
    }
    let register = &desk.inventory().applications["KVR-REG"];
    let gender = register.gender.as_ref().expect("answered");
    use GenderValue as V;
    assert_eq!(gender.values, [V::Male, V::Female, V::Diverse]);
    assert_eq!(gender.answer_state, Some(AnswerState::Disputed));
}

#[test]
fn exports_of_other_programs_and_descriptions_of_software() {
    let desk = Desk::with_inventory();
    let files: Vec<PathBuf> = ["leanix.csv", "itop.csv", "publiccode.yml", "bom.json"]
        .iter()
        .map(|name| desk.put(name, fixture(name).as_bytes()))
        .collect();
    for file in files {
        let import = desk.import(std::slice::from_ref(&file));
        let name = file
            .file_stem()
            .expect("name")
            .to_string_lossy()
            .into_owned();
        insta::assert_snapshot!(format!("from_{name}"), desk.said(&import, Language::De));
    }
}

// ── There and back ──────────────────────────────────────────────────────────────────────────────────────

/// Applications, interfaces and departments as values, without where they are declared.
fn content(inventory: &Inventory) -> serde_json::Value {
    let mut interfaces = serde_json::to_value(&inventory.interfaces).expect("value");
    let mut applications = serde_json::to_value(&inventory.applications).expect("value");
    for entry in interfaces.as_array_mut().expect("list") {
        entry.as_object_mut().expect("object").remove("origin");
    }
    for entry in applications.as_object_mut().expect("map").values_mut() {
        entry.as_object_mut().expect("object").remove("origin");
    }
    let mut interfaces = interfaces.as_array().cloned().expect("list");
    interfaces.sort_by_key(serde_json::Value::to_string);
    serde_json::json!([applications, interfaces, inventory.departments])
}

/// Exports an inventory, imports it into itself and into an empty one.
fn round_trip(inventory: &Inventory, source: &Path) {
    let desk = Desk::new();
    let csv = |part, name: &str| {
        let bytes = import::csv(inventory, part, Language::De).expect("CSV");
        desk.put(name, &bytes)
    };
    let sheets = [
        vec![desk.put(
            "de.xlsx",
            &import::xlsx(inventory, Language::De).expect("workbook"),
        )],
        vec![desk.put(
            "en.xlsx",
            &import::xlsx(inventory, Language::En).expect("workbook"),
        )],
        vec![
            csv(Part::Applications, "a.csv"),
            csv(Part::Interfaces, "i.csv"),
            csv(Part::Departments, "d.csv"),
        ],
    ];
    for files in &sheets {
        let into = |inventory: &Path| {
            import::prepare(&Request {
                files,
                inventory,
                mapping: None,
                options: options(),
            })
            .unwrap_or_else(|problems| panic!("{problems}"))
        };
        let same = into(source);
        let said = desk.said(&same, Language::De);
        assert!(
            same.plan.changes_nothing() && !same.plan.is_open(),
            "{said}"
        );
        let empty = Desk::new();
        let import = into(&empty.path("inventory"));
        let said = desk.said(&import, Language::De);
        assert!(!import.plan.is_open(), "{said}");
        empty.write(&import);
        assert_eq!(content(&empty.inventory()), content(inventory), "{said}");
    }
}

#[test]
fn the_shipped_city_comes_back_unchanged() {
    let path = Path::new("inventory");
    let (inventory, _) =
        Inventory::load(path, &options()).unwrap_or_else(|problems| panic!("{problems}"));
    round_trip(&inventory, path);
}

// ── The guide ───────────────────────────────────────────────────────────────────────────────────────────

/// The commands of `docs/bestandsaufnahme.md`, one after the other in one folder.
#[test]
fn the_commands_of_the_guide_work() {
    let desk = Desk::new();
    desk.put("verfahren.csv", &windows_1252(&fixture("liste.csv")));
    desk.put("umfrage.csv", fixture("limesurvey.csv").as_bytes());
    let guide = fs::read_to_string("docs/bestandsaufnahme.md").expect("guide");
    let mut ran = 0;
    for line in guide
        .lines()
        .filter_map(|line| line.strip_prefix("fachcheck "))
    {
        let (line, code) = line.split_once(" # ").map_or((line, 0), |(line, code)| {
            (
                line,
                code.trim()
                    .trim_start_matches("Ende mit ")
                    .parse()
                    .expect("an exit code"),
            )
        });
        let output = assert_cmd::Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .current_dir(desk.0.path())
            .args(line.split_whitespace())
            .args(["--lang", "de"])
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{line}\n{said}\n{shown}");
        ran += 1;
        // What the guide says to do by hand.
        if line.contains("--propose-mapping") {
            let mapping = desk.read("spalten.toml");
            let decided = mapping
                .replace("# \"kind\" = \"\"", "\"kind\" = \"web\"")
                .replace("# \"personal_data\" = \"\"", "\"personal_data\" = true")
                .replace(
                    "# \"user_groups\" = \"\"",
                    "\"user_groups\" = [\"citizens\"]",
                );
            desk.put("spalten.toml", decided.as_bytes());
        }
    }
    assert!(ran > 5, "{ran}");
}
