//! What the public sees.

use super::*;

/// The only page of the public edition.
fn public_page(report: &Report, language: Language) -> String {
    let options = options(language, Audience::Public);
    let mut files = pages(report, &options);
    let page = files.remove("index.html").expect("a page");
    assert_eq!(files.len(), 0, "the public gets one page");
    let mut alone = Vec::new();
    let html = writer("html").expect("a format");
    html.write(report, &options, &mut alone)
        .expect("writing into memory");
    assert_eq!(page.as_bytes(), alone, "the same in a folder and as a file");
    page
}

#[test]
fn the_public_sees_neither_applications_nor_what_was_found_where() {
    const MARK: &str = "nur-intern";
    let mut report = marked(MARK);
    for application in &mut report.applications {
        application.name = MARK.to_owned();
    }
    let internal = pages(&report, &options(Language::De, Audience::Internal));
    let told = internal.values().filter(|text| text.contains(MARK));
    assert!(told.count() > 3);
    let page = public_page(&report, Language::De);
    assert!(!page.contains(MARK));
    for application in &report.applications {
        assert!(!page.contains(&application.id), "{}", application.id);
    }
    assert!(
        page.contains("Öffentliche Fassung"),
        "it says what is missing"
    );
    // Filters name applications, too.
    let filters = BTreeMap::from([("only".to_owned(), vec![MARK.to_owned()])]);
    let part = |mut report: Report| {
        report.run.selection = Some(record::Selection {
            filters: filters.clone(),
            of: 400,
        });
        public_page(&report, Language::De)
    };
    let page = part(of_many());
    assert!(!page.contains(MARK) && page.contains("von 400"));
    assert!(!select(&Html::parse_document(&page), "#departments").is_empty());
    // What is small in a part could be worked out from the whole.
    let mut report = of_many();
    report.totals.failing = 4;
    let page = part(report);
    assert!(select(&Html::parse_document(&page), "#departments").is_empty());
}

/// The stored report of an administration with enough applications, and enough of each count, to publish all results.
fn of_many() -> Report {
    let mut report = stored();
    let mut coverage = record::Coverage::default();
    let mut all = 0;
    for department in &mut report.departments {
        department.applications = 40;
        department.failing = 6;
        department.findings_failed = 7;
        department.findings_advice = Some(8);
        department.findings_cant_tell = 9;
        department.gaps = 10;
        department.tasks = 11;
        coverage.funnel = Funnel {
            all: 40,
            personal_data: 20,
            gender_data: 15,
            change_needed: 5,
            to_be_clarified: 6,
        };
        department.coverage = Some(coverage);
        all += 1;
    }
    let totals = &mut report.totals;
    totals.applications = 40 * all;
    totals.failing = 6 * all;
    totals.findings_failed = 7 * all;
    totals.findings_advice = Some(8 * all);
    totals.findings_cant_tell = 9 * all;
    totals.gaps = 10 * all;
    totals.tasks = 11 * all;
    let funnel = &mut coverage.funnel;
    for count in [
        &mut funnel.all,
        &mut funnel.personal_data,
        &mut funnel.gender_data,
        &mut funnel.change_needed,
        &mut funnel.to_be_clarified,
    ] {
        *count *= all;
    }
    totals.coverage = Some(coverage);
    report
}

#[test]
fn results_of_few_applications_are_not_published() {
    let page = |report: &Report| Html::parse_document(&public_page(report, Language::De));
    let few = page(&stored());
    for part in ["#departments", "#roadmap", "#unseen", "#criteria"] {
        assert!(select(&few, part).is_empty(), "{part}");
    }
    let mut report = of_many();
    let rows = |report: &Report| select(&page(report), "#departments tbody tr").len();
    assert_eq!(rows(&report), 2);
    report.departments[1].applications = 4;
    assert_eq!(rows(&report), 0, "the other one would tell about it");
}

/// No more applications fail a demand than fail at all, and readers know how many these are.
#[test]
fn the_sum_of_failing_applications_tells_no_count_of_a_demand() {
    let mut report = of_many();
    let list = &report.checklists[0];
    let cell = |verdict: Outcome| record::Cell {
        checklist: list.id.clone(),
        criterion: list.criteria[0].id.clone(),
        verdict,
        answered: false,
    };
    let applications = (0..40).map(|number| {
        let verdict = match number {
            0..5 => Outcome::Failed,
            5..8 => Outcome::CantTell,
            _ => Outcome::Inapplicable,
        };
        record::ApplicationReport {
            id: format!("A-{number}"),
            cells: vec![cell(verdict)].into(),
            ..report.applications[0].clone()
        }
    });
    report.applications = applications.collect();
    report.departments.clear();
    (report.totals.applications, report.totals.failing) = (40, 5);
    let page = Html::parse_document(&public_page(&report, Language::En));
    let rows = select(&page, "#criteria tbody tr");
    let rows = rows.iter().map(|row| {
        let cells = Selector::parse("td").expect("a selector");
        let cells = row.select(&cells);
        cells.map(|cell| cell.text().collect()).collect()
    });
    let mut rows = rows.filter(|row: &Vec<String>| row.iter().any(|count| count != "0"));
    // The five and the fewer than five are at most eight.
    let row = rows.next().expect("the demand");
    assert_eq!(row, ["5", "< 5", "0", "0", "≥ 5"]);
}

#[test]
fn the_public_edition_is_well_built() {
    for language in [Language::De, Language::En] {
        let text = public_page(&of_many(), language);
        let page = Html::parse_document(&text);
        assert_eq!(select(&page, "html")[0].attr("lang"), Some(language.tag()));
        assert_eq!(select(&page, "h1").len(), 1);
        assert!(select(&page, "script, [style], [onclick]").is_empty());
        let known = ids(&page);
        for link in select(&page, "a[href]") {
            let anchor = link.attr("href").and_then(|way| way.strip_prefix('#'));
            assert!(anchor.is_some_and(|anchor| known.contains(anchor)));
        }
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("public.html");
        std::fs::write(&file, text).expect("writable");
        let checked = support::check(&file);
        let wrong = checked.applications[0]
            .assertions
            .iter()
            .filter(|one| matches!(one.outcome, Outcome::Failed | Outcome::CantTell));
        // So small a run has no figures, and the headings of the terms explain nothing that is on the page.
        let wrong: Vec<&str> = wrong
            .map(|one| one.rule.as_str())
            .filter(|rule| *rule != "accessibility/heading-topic")
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

#[test]
fn what_the_public_sees_of_counts_is_true() {
    let mut report = of_many();
    // One department in need of a few changes, the next smallest one to hide it, and one that is shown.
    let mut third = report.departments[0].clone();
    third.id = "REF-C".to_owned();
    third.applications = 50;
    third.findings_failed = 40;
    report.totals.applications += 50;
    report.totals.findings_failed += 40;
    report.departments.push(third);
    let known = "how much is known";
    let first = report.departments[0].coverage.as_mut().expect(known);
    first.funnel.change_needed = 4;
    let all = report.totals.coverage.as_mut().expect(known);
    all.funnel.change_needed = 4 + 5 + 5;
    // A few questions hide no department.
    report.departments[2].findings_cant_tell = 3;
    report.totals.findings_cant_tell += 3;
    let page = Html::parse_document(&public_page(&report, Language::En));
    let text = |cell: &ElementRef<'_>| cell.text().collect::<String>().trim().to_owned();
    let cells = |row: &ElementRef<'_>| -> Vec<String> {
        let cells = Selector::parse("td").expect("a selector");
        row.select(&cells).map(|cell| text(&cell)).collect()
    };
    let rows = select(&page, "#departments tbody tr");
    let [shown, others] = rows.as_slice() else {
        panic!("{} rows", rows.len());
    };
    assert!(text(shown).contains("REF-C") && text(others).contains("Other departments (2)"));
    let sums = cells(&select(&page, "#departments tfoot tr")[0]);
    let heads = select(&page, "#departments thead th.number");
    let told = |head: &str| {
        let column = heads.iter().position(|one| text(one) == head);
        let column = column.expect("their column");
        [cells(shown), cells(others), sums.clone()].map(|row| row[column].clone())
    };
    assert_eq!(told("Failures"), ["40", "14", "54"]);
    assert_eq!(told("Open questions"), ["< 5", "≥ 5", "21"]);
    // How many applications there are is no result.
    assert_eq!(sums[0], report.totals.applications.to_string());
    // The export for data portals hides the same departments.
    let mut table = Vec::new();
    let data = writer("open-data").expect("a format");
    data.write(
        &report,
        &options(Language::En, Audience::Public),
        &mut table,
    )
    .expect("writing into memory");
    let table = String::from_utf8(table).expect("text");
    let told = |id: &str| {
        let lines = table
            .lines()
            .filter(|line| line.contains(&format!(",\"{id}\",")));
        let results = lines.filter(|line| !line.contains(",\"applications\","));
        results.filter(|line| !line.ends_with(",\"\"")).count()
    };
    assert!(told("REF-C") > 0, "{table}");
    for department in &report.departments[..2] {
        assert_eq!(told(&department.id), 0, "{table}");
    }
}

/// An application in which nothing is wrong, and of which only people have to decide something.
pub(super) const IN_ORDER: &str = "SPO-VEREIN";
