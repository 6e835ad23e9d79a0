//! What a second audit proposes.

use super::*;

#[test]
fn a_sheet_of_all_applications_begins_with_their_results() {
    let (mut old, mut new) = (report(), second());
    // Only an answer speaks of it: there is nothing to accept.
    for report in [&mut old, &mut new] {
        let bath = application(report, "SPO-BAD");
        let mut told = ApplicationReport {
            id: "SPO-NEU".to_owned(),
            name: "Hallenplan".to_owned(),
            department: "SPO".to_owned(),
            assertions: bath.assertions.clone(),
            ..ApplicationReport::default()
        };
        told.assertions.truncate(1);
        report.applications.push(told);
    }
    let paper = acceptance(&old, Some(&new), &all(&old), Language::De);
    let sheet = shown(&paper, PaperFormat::Markdown);
    let (_, results) = sheet
        .split_once("## Ergebnisse im Überblick")
        .expect("a part of its own");
    assert!(results.contains("| nicht abnehmen | 1 |"), "{results}");
    assert!(results.contains("| SPO | abnehmen |"), "{results}");
    assert!(
        results.contains("| kein Vorschlag, da nichts zu sagen ist | "),
        "{results}"
    );
    assert!(!sheet.contains("## SPO-NEU"), "{sheet}");
    let silent: Vec<&ApplicationReport> = old
        .applications
        .iter()
        .filter(|application| ["SPO-NEU", "HA-POST"].contains(&application.id.as_str()))
        .collect();
    let nothing = acceptance(&old, Some(&new), &silent, Language::De);
    assert!(!shown(&nothing, PaperFormat::Markdown).contains("Ergebnisse im Überblick"));
    let page = shown(&paper, PaperFormat::Html);
    assert!(page.contains("<title>Abnahmebogen: Markt Beispielbach</title>"));
}

#[test]
fn what_was_not_read_again_is_not_repaired() {
    let (old, mut new) = (report(), second());
    let document = "artefacts/bad/karte.html";
    let bath = application(&mut new, "SPO-BAD");
    bath.assertions.clear();
    bath.documents.clear();
    bath.gaps.push(Gap::of_document(
        document,
        GapStage::Acquire,
        GapReason::Missing,
        "",
    ));
    let paper = acceptance(&old, Some(&new), &one(&old, "SPO-BAD"), Language::De);
    let sheet = shown(&paper, PaperFormat::Markdown);
    assert!(sheet.contains("> Offen: Die zweite Prüfung hat"), "{sheet}");
}

#[test]
fn what_could_not_be_looked_at_is_not_accepted() {
    let said = "> Vorschlag: abnehmen. ";
    assert!(repaired(|_| ()).contains(said));
    let nothing_judged = repaired(|club| {
        club.settled.clear();
        for cell in &mut club.cells {
            cell.verdict = Outcome::Untested;
        }
    });
    let lost_again = repaired(|club| {
        let document = club.documents[0].document.clone();
        club.gaps.push(gap(&document, GapReason::UnknownFormat));
    });
    let lost = repaired(|club| {
        let document = "artefacts/verein/export.dat";
        club.gaps.push(gap(document, GapReason::UnknownFormat));
    });
    // Under another name it is the same document, as long as nothing in it changed.
    let moved = |digest: &str| {
        repaired(|club| {
            let document = &mut club.documents[0];
            document.document = "artefacts/verein/umbenannt.dat".to_owned();
            if !digest.is_empty() {
                document.digest = digest.to_owned();
            }
        })
    };
    assert!(moved("").contains(said));
    assert!(!moved("0").contains(said));
    let partly = repaired(|club| {
        let document = club.documents[0].document.clone();
        club.gaps.push(gap(&document, GapReason::NotUnderstood));
    });
    let gone = repaired(|club| {
        club.fields.retain(|field| field.path.ends_with(".java"));
    });
    assert!(partly.contains("### Lücken"), "it says where: {partly}");
    for (sheet, expected) in [
        (
            nothing_judged,
            "> Offen: Die zweite Prüfung fand in den Unterlagen nichts",
        ),
        (lost_again, "> Offen: Die zweite Prüfung hat Unterlagen"),
        (
            lost,
            "> Offen: Die zweite Prüfung konnte Unterlagen nicht lesen (artefacts/verein/export.dat)",
        ),
        (
            partly,
            "abnehmen, sobald geklärt ist, was offen ist (Stellen, die nicht geprüft werden konnten: 1)",
        ),
        (gone, "nicht mehr gefunden wurden: 3)"),
    ] {
        assert!(!sheet.contains(said), "{sheet}");
        assert!(sheet.contains(expected), "{expected}\n{sheet}");
    }
}

/// An answer of the inventory was changed, or a page emptied: the rule has nothing to speak about any more.
#[test]
fn what_is_no_longer_looked_at_is_not_repaired() {
    let sheet = repaired(|club| club.settled.clear());
    assert!(!sheet.contains("> Vorschlag: abnehmen. "), "{sheet}");
    assert!(
        sheet.contains("woran sie sich nachprüfen lassen: "),
        "{sheet}"
    );
}

#[test]
fn what_somebody_left_out_on_purpose_keeps_nothing_from_being_accepted() {
    let sheet = repaired(|club| {
        club.gaps
            .push(gap("artefacts/verein/vendor", GapReason::LeftOut));
    });
    assert!(sheet.contains("> Vorschlag: abnehmen. "), "{sheet}");
}

#[test]
fn a_wrong_answer_of_the_inventory_is_no_matter_of_acceptance() {
    let old = report();
    let mut slip = one(&old, "SPO-VEREIN")[0].assertions.clone();
    slip.retain(|assertion| assertion.outcome == Outcome::Failed);
    slip.truncate(1);
    slip[0].rule = "gender/survey-matches-scan".to_owned();
    slip[0].findings.truncate(1);
    let sheet = repaired(|club| club.assertions = slip.clone());
    assert!(sheet.contains("> Vorschlag: abnehmen. "), "{sheet}");
    let (_, own) = sheet
        .split_once("### Eigene Aufgaben der Verwaltung")
        .expect("a part of its own");
    assert!(own.contains("artefacts/verein/"), "{sheet}");
    assert!(
        sheet.contains("| Eigene Aufgaben der Verwaltung | 0 | 1 |"),
        "{sheet}"
    );
    // It shows nothing about the documents.
    let sheet = repaired(|club| {
        club.assertions = slip;
        club.settled.clear();
        for cell in &mut club.cells {
            cell.verdict = Outcome::Untested;
        }
    });
    assert!(
        sheet.contains("> Offen: Die zweite Prüfung fand"),
        "{sheet}"
    );
}

#[test]
fn a_waiver_does_not_look_like_a_repair() {
    let old = report();
    let mut new = old.clone();
    let bath = application(&mut new, "SPO-BAD");
    for assertion in &mut bath.assertions {
        let rule = assertion.rule.clone();
        let failures = assertion
            .findings
            .extract_if(.., |finding| finding.is_failure());
        bath.waived.extend(failures.map(|finding| Waived {
            rule: rule.clone(),
            finding,
            reason: "Wird abgelöst.".to_owned(),
            approved_by: "Leitstelle".to_owned(),
            until: None,
        }));
    }
    let count = bath.waived.len();
    assert!(count > 0);
    let paper = acceptance(&old, Some(&new), &one(&old, "SPO-BAD"), Language::De);
    let sheet = shown(&paper, PaperFormat::Markdown);
    assert!(sheet.contains("| 0, zurückgestellt "), "{sheet}");
}

#[test]
fn a_demand_that_people_call_unmet_is_not_accepted() {
    let (old, mut new) = (report(), second());
    let club = application(&mut new, "SPO-VEREIN");
    club.cells[0].verdict = Outcome::Failed;
    let paper = acceptance(&old, Some(&new), &one(&old, "SPO-VEREIN"), Language::De);
    let sheet = shown(&paper, PaperFormat::Markdown);
    assert!(sheet.contains("die nicht erfüllt sind: 1."), "{sheet}");
}

/// The administration settles its answers itself, which is not part of the acceptance.
#[test]
fn a_demand_unmet_by_answers_alone_prevents_no_acceptance() {
    let proposes = |answered: bool| {
        let (old, mut new) = (report(), second());
        let book = fachcheck::rule::load(None).expect("the shipped rules");
        let rule = "gender/answered-entries-complete";
        (new.rules, new.checklists) = (book.cards(), book.checklists.clone());
        let club = application(&mut new, "SPO-VEREIN");
        let unmet = |cell: &&mut Cell| cell.checklist == "gifa" && cell.criterion == "G02";
        let cell = club.cells.iter_mut().find(unmet).expect("the demand");
        (cell.verdict, cell.answered) = (Outcome::Failed, answered);
        club.assertions.push(Assertion {
            rule: rule.to_owned(),
            subject: "SPO-VEREIN".to_owned(),
            outcome: Outcome::Failed,
            tally: Tally::default(),
            findings: Vec::new(),
        });
        let paper = acceptance(&old, Some(&new), &one(&old, "SPO-VEREIN"), Language::De);
        shown(&paper, PaperFormat::Markdown)
    };
    let sheet = proposes(false);
    assert!(!sheet.contains("die nicht erfüllt sind: 1."), "{sheet}");
    let sheet = proposes(true);
    assert!(sheet.contains("die nicht erfüllt sind: 1."), "{sheet}");
}

/// A demand that answers alone leave unmet is no look at any document.
#[test]
fn what_only_answers_say_is_not_proposed_for_acceptance() {
    let (old, mut new) = (report(), second());
    let book = fachcheck::rule::load(None).expect("the shipped rules");
    (new.rules, new.checklists) = (book.cards(), book.checklists.clone());
    let club = application(&mut new, "SPO-VEREIN");
    club.settled.clear();
    for cell in &mut club.cells {
        let is_unmet = cell.checklist == "gifa" && cell.criterion == "G02";
        cell.verdict = match is_unmet {
            true => Outcome::Failed,
            false => Outcome::Untested,
        };
    }
    club.assertions.push(Assertion {
        rule: "gender/answered-entries-complete".to_owned(),
        subject: "SPO-VEREIN".to_owned(),
        outcome: Outcome::Failed,
        tally: Tally::default(),
        findings: Vec::new(),
    });
    let paper = acceptance(&old, Some(&new), &one(&old, "SPO-VEREIN"), Language::De);
    let sheet = shown(&paper, PaperFormat::Markdown);
    assert!(
        sheet.contains("> Offen: Die zweite Prüfung fand"),
        "{sheet}"
    );
}
