//! Conformance reports of a kind that is not read, such as PDF. What they admit is unknown, so a bid that hands one in
//! must not look better than one whose report was read.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use serde::Deserialize;

use super::super::content;
use super::super::dossier::Asked;
use super::super::exhibit::ExhibitIndex;
use super::ConformanceReport;
use crate::texts::Language;

/// Where the program looks for evidence; artefacts are scanned on their own.
const EVIDENCE: &str = "evidence/";

/// How such reports show themselves: `unread.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signs {
    names: Vec<String>,
    words: Vec<String>,
    demands: Vec<String>,
}

fn signs() -> &'static Signs {
    static SIGNS: OnceLock<Signs> = OnceLock::new();
    // The file is compiled in; a test loads it.
    SIGNS.get_or_init(|| toml::from_str(include_str!("unread.toml")).unwrap_or_default())
}

impl Signs {
    /// Whether a file is named like a conformance report.
    fn name(&self, path: &str) -> bool {
        let name = stem(path);
        let holds = |sign: &String| name.contains(sign.as_str());
        let mut parts = name.split(|ch: char| !ch.is_alphanumeric());
        self.names.iter().any(holds) || parts.any(|part| self.words.iter().any(|word| word == part))
    }

    /// Whether a question asks for a conformance report.
    fn ask(&self, asked: &Asked) -> bool {
        let demands = [Language::De, Language::En].map(|language| {
            let demand = asked.question.demand.get(language);
            demand.to_lowercase()
        });
        let mut signs = self.demands.iter();
        signs.any(|sign| demands.iter().any(|demand| demand.contains(sign.as_str())))
    }
}

/// The files that are conformance reports by their name, or by the answer that names them, and were not read. A report
/// that was read as well, under the same name in another format, is known.
pub(crate) fn unread_reports(
    folder: &Path,
    index: &ExhibitIndex,
    asked: &[Asked],
    read: &[ConformanceReport],
) -> Vec<String> {
    let signs = signs();
    let known: BTreeSet<String> = read.iter().map(|report| stem(&report.file)).collect();
    let exhibits = |asked: &Asked| -> Vec<String> {
        let exhibits = asked.answer.iter().flat_map(|answer| &answer.exhibits);
        exhibits
            .filter_map(|exhibit| exhibit.file.clone())
            .collect()
    };
    let named: BTreeSet<String> = asked.iter().flat_map(exhibits).collect();
    let wanted = asked.iter().filter(|one| signs.ask(one)).flat_map(exhibits);
    // A picture or a further annex beside a report that was read needs no second look.
    let mut files: BTreeSet<String> = match read.is_empty() {
        true => wanted.collect(),
        false => BTreeSet::new(),
    };
    let by_name = index
        .files()
        .map(|(path, _)| path)
        .filter(|path| signs.name(path) && (path.starts_with(EVIDENCE) || named.contains(*path)));
    files.extend(by_name.map(str::to_owned));
    files
        .into_iter()
        .filter(|path| !known.contains(&stem(path)))
        // A file that is no evidence at all is told as such.
        .filter(|path| content::fault(&folder.join(path)).is_none())
        .collect()
}

/// The name of a file without folders and extension, in lower case.
fn stem(path: &str) -> String {
    let stem = Path::new(path).file_stem().unwrap_or_default();
    stem.to_string_lossy().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_show_themselves_by_their_names() {
        let signs: Signs = toml::from_str(include_str!("unread.toml")).expect("unread.toml");
        for name in [
            "evidence/vpat.pdf",
            "VPAT2.5-INT Muster.PDF",
            "evidence/ACR_2026.doc",
            "evidence/Konformitätserklärung.odt",
            "Accessibility Conformance.pdf",
            "EN 301549.pdf",
        ] {
            assert!(signs.name(name), "{name}");
        }
        for name in [
            "evidence/macro.pdf",
            "acrobat.pdf",
            "vpat/bild.png",
            "handbuch.pdf",
        ] {
            assert!(!signs.name(name), "{name}");
        }
    }
}
