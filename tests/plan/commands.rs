//! `plan` as people call it.

/// A report of an older program: without interfaces, planning assumptions and ids of tasks.
const OLD: &str = "tests/report/report.json";

fn plan_verb(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = assert_cmd::Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["plan", "--today", "2026-11-23"])
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn a_report_of_an_older_program_is_planned_and_says_what_it_lacks() {
    let (code, out, err) = plan_verb(&[OLD]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("keine Schnittstellen"), "{out}");
    // The folder of a report stands for it.
    let (code, again, _) = plan_verb(&["tests/report"]);
    assert_eq!((code, again), (Some(0), out));
}

#[test]
fn mistakes_in_arguments_come_all_at_once() {
    for (arguments, said) in [
        (["--capacity", "SPX=3"], "steht nicht im Bericht"),
        (["--capacity", "SPO"], "ist nicht zu lesen"),
        (["--capacity", "SPO=-1"], "ist nicht zu lesen"),
        (["--capacity", "SPO=3,SPO=4"], "zweimal angegeben"),
        (["--department", "SPX"], "steht nicht im Bericht"),
        (["--date", "SPO-VEREN=2027-01-01"], "SPO-VEREIN"),
        (
            ["--date", "SPO-VEREIN:contract=2027-01-01"],
            "contract_until",
        ),
        (["--date", "SPO-VEREIN=gestern"], "ist nicht zu lesen"),
        (["--date", "SPO-VEREIN=2020-01-01"], "in der Vergangenheit"),
        (
            ["--date", "SPO-VEREIN=2027-01-01,SPO-VEREIN=2027-02-01"],
            "zweimal angegeben",
        ),
    ] {
        let (code, out, err) = plan_verb(&[OLD, arguments[0], arguments[1]]);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(err.contains(said), "{arguments:?}: {err}");
    }
    let (_, _, err) = plan_verb(&[OLD, "--capacity", "SPX=1", "--date", "A=B"]);
    assert_eq!(err.lines().count(), 2, "{err}");
    let (code, ..) = plan_verb(&["tests/report/missing.json"]);
    assert_eq!(code, Some(2));
}

#[test]
fn a_date_tried_out_moves_the_plan_and_is_told() {
    let (_, before, _) = plan_verb(&[OLD, "--format", "csv"]);
    let change = "SPO-VEREIN=2028-05-04";
    let (code, after, _) = plan_verb(&[OLD, "--format", "csv", "--date", change]);
    assert_eq!(code, Some(0));
    assert!(!before.contains("04.05.2028") && after.contains("04.05.2028"));
    let (_, told, _) = plan_verb(&[OLD, "--date", change, "--lang", "en"]);
    assert!(
        told.contains("Tried out: SPO-VEREIN next_release = 2028-05-04"),
        "{told}"
    );
}
