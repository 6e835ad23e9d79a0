//! Figures on the whole inventory for an open data portal: a table without small counts, and its description.

use std::io::{self, Write};

use serde_json::json;

use super::published::{Figure, Published, Results};
use super::small_cells::{SMALLEST_SHOWN, Shown};
use super::{Content, FileSink, Output, ReportWriter, WriteOptions, csv, json_pretty};
use crate::record::Report;
use crate::texts::{Language, filled, text};

/// Shown in place of results that are not published.
const HIDDEN: &str = "";

const TABLE: &str = "portfolio.csv";
const DESCRIPTION: &str = "portfolio.dcat.jsonld";

/// The table, and its description according to DCAT-AP.de.
pub struct OpenData;

impl ReportWriter for OpenData {
    fn name(&self) -> &'static str {
        "open-data"
    }

    fn output(&self) -> Output {
        Output::Folder("open-data")
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

/// The figures after the number of applications, which is no result.
const FIGURES: [Figure; 4] = [
    Figure::PersonalData,
    Figure::WithGenderData,
    Figure::ChangeNeeded,
    Figure::ToBeClarified,
];

/// The id of the line about the departments that are published only together.
const OTHERS: &str = "*";

/// What is published of a department, or of several together.
struct Line<'p> {
    id: &'p str,
    name: String,
    applications: u64,
    count: Box<dyn Fn(Figure) -> Option<Shown> + 'p>,
}

/// The lines below the total: those of the public edition. A department with few applications has none of its own.
fn lines<'p>(published: &'p Published<'_>, language: Language) -> Vec<Line<'p>> {
    if published.results != Results::Told {
        return Vec::new();
    }
    let shown = published.departments.iter().map(|shown| Line {
        id: &shown.record.id,
        name: shown.record.name.clone(),
        applications: shown.record.applications,
        count: Box::new(|figure| shown.count(figure)),
    });
    let others = published.others.iter().map(|others| Line {
        id: OTHERS,
        name: filled(
            "report.public-others",
            language,
            &[("count", &others.departments)],
        ),
        applications: others.applications,
        count: Box::new(|figure| others.count(figure)),
    });
    shown.chain(others).collect()
}

/// One row per figure, in total and per department. The results are those of the public edition: what one paper hides, the
/// other does not tell.
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
    let published = Published::of(report);
    let lines = lines(&published, language);
    let mut figure = |key: &str, total: &str, of: &dyn Fn(&Line<'_>) -> String| {
        let name = super::words::label(key, language);
        let all = text("paper.all-departments", language);
        write_row(&[&report.run.date, "", all, key, name, total], out)?;
        for line in &lines {
            write_row(
                &[&report.run.date, line.id, &line.name, key, name, &of(line)],
                out,
            )?;
        }
        Ok::<(), io::Error>(())
    };
    let applications = plain(Shown::alone(report.totals.applications));
    figure("applications", &applications, &|one| {
        plain(Shown::alone(one.applications))
    })?;
    for column in FIGURES {
        let total = match published.results {
            Results::Told => plain(published.sum(column)),
            Results::OfTooFew => plain(Shown::Few),
            Results::OfSmallPart => HIDDEN.to_owned(),
        };
        figure(column.key(), &total, &|one| {
            let count = (one.count)(column);
            count.map_or_else(|| HIDDEN.to_owned(), plain)
        })?;
    }
    Ok(())
}

/// A count as programs read it.
fn plain(shown: Shown) -> String {
    match shown {
        Shown::Exact(count) => count.to_string(),
        Shown::Few => format!("<{SMALLEST_SHOWN}"),
        Shown::Some => format!(">={SMALLEST_SHOWN}"),
    }
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
