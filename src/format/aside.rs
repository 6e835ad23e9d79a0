//! Documents that mention the topic without declaring anything.

use crate::source::Capture;

/// Whether a capture declares nothing: documentation, licences, changelogs, translations, style sheets, drawings,
/// package metadata, and editor backups.
pub fn is_aside(capture: &Capture) -> bool {
    const EXTENSIONS: [&str; 26] = [
        "md", "markdown", "mdx", "rst", "adoc", "asciidoc", "txt", "tex", "texi", "pod", "org",
        "log", "diff", "patch", "rdoc", "po", "pot", "strings", "arb", "css", "scss", "sass",
        "less", "svg", "map", "pdf",
    ];
    const NAMES: [&str; 11] = [
        "readme",
        "changelog",
        "changes",
        "news",
        "authors",
        "copying",
        "copyright",
        "license",
        "licence",
        "todo",
        "pkg",
    ];
    const FOLDERS: [&str; 10] = [
        "locale",
        "locales",
        "localization",
        "localisation",
        "i18n",
        "l10n",
        "lang",
        "langs",
        "languages",
        "translations",
    ];
    let name = capture.file_name();
    let stem = name.split(['.', '-']).next().unwrap_or_default();
    let below = capture.below.to_lowercase();
    let mut folders = below.split('/').rev().skip(1);
    let is_noted = |folder: &str| folder.ends_with(".dist-info") || folder.ends_with(".egg-info");
    if name.ends_with('~') || folders.clone().any(is_noted) {
        return true;
    }
    let extension = capture.extension();
    is_result_of_a_check(capture)
        || EXTENSIONS.contains(&extension.as_str()) && !(extension == "txt" && is_table(capture))
        || NAMES.contains(&stem)
        || folders.any(|folder| FOLDERS.contains(&folder))
}

/// Whether the first lines form a table: the same number of bars, semicolons or tabs in each.
fn is_table(capture: &Capture) -> bool {
    const ROWS: usize = 5;
    let lines = capture
        .head()
        .lines()
        .filter(|line| !line.trim().is_empty());
    let rows: Vec<&str> = lines.take(ROWS).collect();
    rows.len() > 1
        && ['|', ';', '\t'].into_iter().any(|separator| {
            let count = |line: &&str| line.matches(separator).count();
            let width = rows.first().map_or(0, count);
            width > 0 && rows.iter().all(|row| count(row) == width)
        })
}

/// Whether a capture is output or configuration of a check: one of our reports, a baseline, results for a code host,
/// the schema of our settings. It is about what other documents declare.
pub fn is_result_of_a_check(capture: &Capture) -> bool {
    const MARKS: [&str; 6] = [
        "\"$id\": \"urn:fachcheck:",
        "\"fachcheck-report/",
        "/sarif-schema-2.",
        "/sarif-2.1.0",
        "<testsuites name=\"fachcheck\"",
        "\"fingerprint\": \"fc1:",
    ];
    matches!(
        capture.extension().as_str(),
        "sarif" | "json" | "jsonl" | "xml"
    ) && MARKS.iter().any(|mark| capture.head().contains(mark))
}
