//! Figures of the whole inventory for an open-data portal: a table without small counts, and its description.

use std::io::{self, Write};

use serde_json::json;

use super::{Content, FileSink, Output, ReportWriter, WriteOptions, csv, json_pretty, view};
use crate::record::{Funnel, Report};
use crate::texts::{Language, text};

/// Counts below this are not published: they could point at a single application.
const SMALLEST: u64 = 5;

/// What stands in the place of a small count.
const SMALL: &str = "<5";

/// What stands in the place of a larger count that would give a small one away.
const HIDDEN: &str = "";

const TABLE: &str = "portfolio.csv";
const DESCRIPTION: &str = "portfolio.dcat.jsonld";

/// The table and its description after DCAT-AP.de.
pub struct OpenData;

impl ReportWriter for OpenData {
    fn name(&self) -> &'static str {
        "open-data"
    }

    fn output(&self) -> Output {
        Output::Folder("open-data")
    }

    fn describe(&self, language: Language) -> &'static str {
        match language {
            Language::De => {
                "Kennzahlen ohne kleine Zahlen als CSV, mit Beschreibung nach DCAT-AP.de"
            }
            Language::En => "figures without small counts as CSV, described after DCAT-AP.de",
        }
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        table(report, options.language, out)
    }

    fn write_files(
        &self,
        report: &Report,
        options: &WriteOptions,
        files: &mut dyn FileSink,
    ) -> io::Result<()> {
        let content: &mut Content<'_> = &mut |out| table(report, options.language, out);
        files.file(TABLE, content)?;
        files.file(DESCRIPTION, &mut |out| {
            json_pretty(&description(report, options.language), out)?;
            out.write_all(b"\n")
        })
    }
}

/// A figure: the key of its name, and what it is of the applications of a department.
type Figure = (&'static str, fn(&Funnel) -> u64);

const FIGURES: [Figure; 5] = [
    ("applications", |funnel| funnel.all),
    ("personal-data", |funnel| funnel.personal_data),
    ("with-gender-fields", |funnel| funnel.gender_data),
    ("change-needed", |funnel| funnel.change_needed),
    ("to-be-clarified", |funnel| funnel.to_be_clarified),
];

/// One line for each figure of the whole and of each department.
fn table(report: &Report, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let heads = [
        "date",
        "department",
        "department_name",
        "figure",
        "figure_name",
        "count",
    ];
    write_row(&heads, out)?;
    let departments: Vec<_> = view::departments(report).collect();
    let funnels: Vec<Funnel> = departments
        .iter()
        .map(|department| view::coverage_of(report, department).funnel)
        .collect();
    let whole = view::coverage(report).funnel;
    for (key, count) in FIGURES {
        let name = super::words::label(key, language);
        let counts: Vec<u64> = funnels.iter().map(count).collect();
        let (total, parts) = published(count(&whole), &counts);
        let all = text("paper.all-departments", language);
        write_row(&[&report.run.date, "", all, key, name, &total], out)?;
        for (department, count) in departments.iter().zip(parts) {
            let row = [
                &report.run.date,
                &department.id,
                &department.name,
                key,
                name,
                &count,
            ];
            write_row(&row, out)?;
        }
    }
    Ok(())
}

/// A total and its parts as they are published. Where a single part is small, or all small ones are as large as small
/// ones get, the next larger one is hidden as well, so that nobody gets them by subtraction; where there is none, the
/// total is hidden.
fn published(total: u64, parts: &[u64]) -> (String, Vec<String>) {
    let shown = |count: u64| match count < SMALLEST {
        true => SMALL.to_owned(),
        false => count.to_string(),
    };
    let mut total = shown(total);
    let mut published: Vec<String> = parts.iter().map(|count| shown(*count)).collect();
    let small: Vec<u64> = parts
        .iter()
        .copied()
        .filter(|count| *count < SMALLEST)
        .collect();
    let told_by_sum = small.iter().all(|count| *count == SMALLEST - 1);
    if small.len() == 1 || !small.is_empty() && told_by_sum {
        let large = parts.iter().enumerate();
        let large = large.filter(|(_, count)| **count >= SMALLEST);
        match large
            .min_by_key(|(_, count)| **count)
            .map(|(index, _)| index)
        {
            Some(index) => HIDDEN.clone_into(&mut published[index]),
            None => SMALL.clone_into(&mut total),
        }
    }
    (total, published)
}

fn write_row(cells: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| csv::cell_of_lines(cell)).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// The description as JSON-LD. What only the publisher knows is left out, and the comment says so.
fn description(report: &Report, language: Language) -> serde_json::Value {
    let run = &report.run;
    let day = json!({ "@type": "xsd:date", "@value": run.date });
    let tongue = match language {
        Language::De => "DEU",
        Language::En => "ENG",
    };
    let tongue = format!("http://publications.europa.eu/resource/authority/language/{tongue}");
    let said = |text: String| json!({ "@language": language.tag(), "@value": text });
    let title = format!(
        "{} – {}",
        text("paper.open-data-title", language),
        run.organisation
    );
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Dataset",
        "dct:title": said(title),
        "dct:description": said(text("paper.open-data-description", language).to_owned()),
        "rdfs:comment": said(text("paper.open-data-missing", language).to_owned()),
        "dct:publisher": { "@type": "foaf:Agent", "foaf:name": run.organisation },
        "dct:issued": day,
        "dct:language": { "@id": tongue },
        "dcat:theme": {
            "@id": "http://publications.europa.eu/resource/authority/data-theme/GOVE",
        },
        "dcat:distribution": {
            "@type": "dcat:Distribution",
            "dct:title": said(TABLE.to_owned()),
            "dcat:accessURL": { "@id": TABLE },
            "dcat:downloadURL": { "@id": TABLE },
            "dcat:mediaType": {
                "@id": "https://www.iana.org/assignments/media-types/text/csv",
            },
            "dct:format": {
                "@id": "http://publications.europa.eu/resource/authority/file-type/CSV",
            },
            "dct:issued": day,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_not_published_and_cannot_be_worked_out() {
        let (total, parts) = published(60, &[3, 20, 37]);
        assert_eq!((total.as_str(), parts.join("|").as_str()), ("60", "<5||37"));
        let (total, parts) = published(31, &[3, 1, 27]);
        assert_eq!(
            (total.as_str(), parts.join("|").as_str()),
            ("31", "<5|<5|27")
        );
        let (total, parts) = published(4, &[4]);
        assert_eq!((total.as_str(), parts.join("|").as_str()), ("<5", "<5"));
        let (total, parts) = published(40, &[20, 20]);
        assert_eq!((total.as_str(), parts.join("|").as_str()), ("40", "20|20"));
        let (_, parts) = published(68, &[4, 4, 20, 40]);
        assert_eq!(parts.join("|"), "<5|<5||40");
        // The department of an application may be unknown: one small part beside nothing.
        assert_eq!(published(9, &[4]).0, "<5");
    }
}
