//! What becomes of an award.

use super::*;

#[test]
fn an_award_becomes_an_application_with_obligations() {
    let desk = three_bidders();
    ends(desk.path(), &["check", "v"], 0);
    let stock = Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(desk.path())
        .args(["inventory", "new", "bestand"])
        .output()
        .expect("the program starts");
    assert!(stock.status.success());
    let text =
        fs::read_to_string(desk.path().join("bestand/inventory.toml")).expect("an inventory");
    let table: toml::Table = text.parse().expect("TOML");
    let department = table["department"][0]["id"]
        .as_str()
        .expect("a department")
        .to_owned();
    let adopt = [
        "adopt",
        "v",
        "--bidder",
        "alpha-gmbh",
        "--id",
        "HUND-1",
        "--department",
        &department,
        "--inventory",
        "bestand",
    ];
    let (_, said) = ends(desk.path(), &adopt, 0);
    assert!(
        said.contains("keine Entscheidung der Vergabestelle"),
        "{said}"
    );
    assert!(
        !desk
            .path()
            .join("bestand/applications/HUND-1.toml")
            .exists()
    );
    let write = [&adopt[..], &["--write"]].concat();
    ends(desk.path(), &write, 0);
    assert!(
        desk.path()
            .join("bestand/artefacts/HUND-1/schema.sql")
            .is_file()
    );
    ends(desk.path(), &write, 2);
    let entry =
        fs::read_to_string(desk.path().join("bestand/applications/HUND-1.toml")).expect("an entry");
    let entry: toml::Table = entry.parse().expect("TOML");
    let owed = entry["application"][0]["obligation"]
        .as_array()
        .expect("obligations");
    assert!(owed.iter().all(|one| one["clause"].as_str().is_some()));
    let audit = Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(desk.path())
        .args(["audit", "--inventory", "bestand", "--only", "HUND-1"])
        .args(["--out", "bericht", "--format", "json,tasks-csv", "--quiet"])
        .args(["--today", "2026-11-23"])
        .output()
        .expect("the program starts");
    assert!(
        audit.status.code().is_some_and(|code| code != 2),
        "{audit:?}"
    );
    let tasks =
        fs::read_to_string(desk.path().join("bericht/2026-11-23/tasks.csv")).expect("tasks");
    let plan = |format: &str| {
        let plan = Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .current_dir(desk.path())
            .args([
                "plan",
                "bericht/2026-11-23",
                "--format",
                format,
                "--today",
                "2026-11-23",
            ])
            .output()
            .expect("the program starts");
        assert_eq!(plan.status.code(), Some(0), "{plan:?}");
        String::from_utf8(plan.stdout).expect("UTF-8")
    };
    let (page, table) = (plan("html"), plan("csv"));
    for one in owed {
        let demand = one["demand"].as_str().expect("a demand");
        let clause = one["clause"].as_str().expect("a clause");
        let begin: String = demand.chars().take(40).collect();
        for text in [&tasks, &table] {
            assert!(text.contains(&begin), "{begin}");
        }
        let clause: String = clause.chars().take(30).collect();
        assert!(table.contains(&clause), "{clause}");
    }
    assert!(page.contains("Verpflichtung des Herstellers"), "{page}");
    assert!(page.contains("Vertragsklausel"));
    assert!(page.contains("Alpha GmbH"));
}
