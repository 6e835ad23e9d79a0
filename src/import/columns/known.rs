//! Known headings: labels, paths and other names of fields, and the column names of other programs (`columns.toml`).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use super::super::fields::{Flat, Kind, flat};
use super::super::table::Row;
use super::{Target, target};
use crate::inventory::{fold, nearest};
use crate::texts::Language;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    preset: Vec<Preset>,
    profile: Vec<Profile>,
    respondent: Respondent,
    identifiers: Vec<String>,
    no_count: Vec<String>,
    remarks: Vec<String>,
    only_above_dates: Vec<String>,
    hint: Vec<Hint>,
    sheets: Sheets,
}

/// Names of sheets that identify the kind of their rows.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheets {
    department: Vec<String>,
    interface: Vec<String>,
}

/// Words of headings that name a field if the cells match its kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hint {
    pub target: String,
    /// `yes_no`, `dates`, or `words` of the field.
    pub cells: String,
    pub words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Preset {
    target: String,
    also: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Respondent {
    also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    pub system: String,
    #[serde(default)]
    pub survey: bool,
    pub signs: Vec<String>,
    pub least: usize,
    #[serde(default)]
    pub kinds: Vec<String>,
    #[serde(default)]
    pub kind: String,
    pub columns: BTreeMap<String, String>,
}

/// Headings by their folded text.
pub(super) struct Known {
    applications: HashMap<String, Target>,
    interfaces: HashMap<String, Target>,
    departments: HashMap<String, Target>,
    pub respondent: BTreeSet<String>,
    pub profiles: Vec<Profile>,
    /// Folded words after the name of a thing that make it an identifier column.
    pub identifiers: Vec<String>,
    /// Folded headings of columns that count rows.
    counts_rows: BTreeSet<String>,
    /// Filling instructions in headings, in lower case.
    remarks: Vec<String>,
    /// Folded headings that mean a date only above dates.
    only_above_dates: BTreeSet<String>,
    pub hints: Vec<Hint>,
    sheets: Sheets,
}

impl Known {
    pub fn get() -> &'static Self {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        // The file is compiled in; a test loads it.
        KNOWN.get_or_init(|| {
            Self::from(toml::from_str(include_str!("../columns.toml")).unwrap_or_default())
        })
    }

    fn from(file: File) -> Self {
        let mut applications = names(Kind::Application);
        for preset in &file.preset {
            let Some(target) = target(Kind::Application, &preset.target) else {
                continue;
            };
            for name in &preset.also {
                applications
                    .entry(fold_heading(name))
                    .or_insert_with(|| target.clone());
            }
        }
        Self {
            applications,
            interfaces: names(Kind::Interface),
            departments: names(Kind::Department),
            respondent: file
                .respondent
                .also
                .iter()
                .map(|name| fold_heading(name))
                .collect(),
            profiles: file.profile,
            identifiers: file.identifiers.iter().map(|word| fold(word)).collect(),
            counts_rows: (file.preset.iter())
                .filter(|preset| preset.target == "running")
                .flat_map(|preset| &preset.also)
                .filter(|name| !file.no_count.contains(*name))
                .map(|name| fold_heading(name))
                .collect(),
            remarks: file.remarks,
            only_above_dates: file
                .only_above_dates
                .iter()
                .map(|name| fold_heading(name))
                .collect(),
            hints: file.hint,
            sheets: file.sheets,
        }
    }

    /// Whether a heading means a date only if there are dates below it.
    pub(super) fn wants_dates(&self, heading: &str) -> bool {
        spellings(heading).any(|name| self.only_above_dates.contains(&name))
    }

    /// Whether the name of a sheet identifies the kind of its rows: `Ämter`, `Liste der Referate 2026`.
    pub(super) fn names_sheet(&self, kind: Kind, sheet: &str) -> bool {
        let names = match kind {
            Kind::Application => return false,
            Kind::Department => &self.sheets.department,
            Kind::Interface => &self.sheets.interface,
        };
        let whole = fold(sheet);
        let words: Vec<String> = sheet
            .split(|ch: char| !ch.is_alphanumeric())
            .map(fold)
            .collect();
        let says = |name: &String| {
            let name = fold(name);
            name == whole || words.contains(&name)
        };
        names.iter().any(says)
    }

    pub(super) fn of(&self, kind: Kind) -> &HashMap<String, Target> {
        match kind {
            Kind::Application => &self.applications,
            Kind::Interface => &self.interfaces,
            Kind::Department => &self.departments,
        }
    }
}

/// All names of the fields of a kind; paths and full labels take precedence over other names, these over short labels.
fn names(kind: Kind) -> HashMap<String, Target> {
    let mut names = HashMap::new();
    let mut add = |name: &str, flat: &'static Flat| {
        names
            .entry(fold_heading(name))
            .or_insert(Target::Field(flat));
    };
    for flat in flat(kind) {
        add(&flat.path, flat);
        add(flat.heading(Language::De), flat);
        add(flat.heading(Language::En), flat);
    }
    for flat in flat(kind) {
        flat.field.also.iter().for_each(|name| add(name, flat));
    }
    for flat in flat(kind) {
        add(&flat.field.title.de, flat);
        add(&flat.field.title.en, flat);
    }
    names
}

/// A heading without case, umlauts, punctuation, inclusive endings and filling instructions.
pub(in crate::import) fn fold_heading(heading: &str) -> String {
    let heading = heading.to_lowercase();
    let mut plain = String::with_capacity(heading.len());
    let mut rest = heading.as_str();
    while let Some(ch) = rest.chars().next() {
        let ending = ["innen)", "in)", "innen", "in", "r)", "r"]
            .iter()
            .find(|ending| {
                let behind = rest
                    .get(ch.len_utf8()..)
                    .and_then(|behind| behind.strip_prefix(*ending));
                matches!(ch, ':' | '*' | '_' | '/' | '(')
                    && !plain.is_empty()
                    && behind.is_some_and(|behind| {
                        // `Nutzer*innengruppe`: after these characters the ending is never a word of its own.
                        let joined = **ending == "innen" && matches!(ch, ':' | '*' | '_');
                        joined || !behind.starts_with(char::is_alphanumeric)
                    })
                    && ((ch == '(') == ending.ends_with(')'))
            });
        let length = ch.len_utf8() + ending.map_or(0, |ending| ending.len());
        if ending.is_none() {
            plain.push(ch);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    match fold(&plain) {
        // A single symbol is also a heading: `#`.
        folded if folded.is_empty() => plain.trim().to_owned(),
        folded => folded,
    }
}

/// Spellings under which a heading may be known: unchanged, and without remarks in brackets or after a dash.
pub(super) fn spellings(heading: &str) -> impl Iterator<Item = String> + '_ {
    let code = heading
        .split_once(['.', ')', ':'])
        .filter(|(code, _)| code.chars().any(|ch| ch.is_ascii_digit()))
        .map(|(_, question)| question);
    let cut = |sign: &str| {
        heading
            .split(sign)
            .next()
            .filter(|part| part.len() < heading.len())
    };
    [
        Some(heading),
        cut("("),
        cut(" - "),
        cut(" – "),
        cut("\n"),
        code,
        code.and_then(|question| question.split('(').next()),
    ]
    .into_iter()
    .flatten()
    .map(fold_heading)
    .filter(|folded| !folded.is_empty())
}

/// Whether a heading marks its column as a row counter.
pub(in crate::import) fn counts_rows(heading: &str) -> bool {
    spellings(heading).any(|name| Known::get().counts_rows.contains(&name))
}

/// The words of a heading that may each name the column's content, folded and without filling instructions.
pub(super) fn parts(heading: &str) -> impl Iterator<Item = String> + '_ {
    let mut plain = heading.to_lowercase();
    for remark in &Known::get().remarks {
        if let Some(rest) = plain
            .trim_end_matches([')', '?', ' '])
            .strip_suffix(remark.as_str())
            && !rest.ends_with(char::is_alphanumeric)
        {
            plain = rest.trim_end_matches([' ', '(', '-', '–']).to_owned();
        }
    }
    let parts = plain
        .split(['/', '|', '(', ')', ',', '\n'])
        .flat_map(|part| part.split(" - "))
        .map(fold_heading);
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.into_iter()
}

/// The number of known headings in a row, for the choice of a separator.
pub(in crate::import) fn known_headings(row: &Row) -> usize {
    let known = |text: &String| {
        let by_name = spellings(text).any(|name| {
            let known = Known::get();
            [Kind::Application, Kind::Interface, Kind::Department]
                .iter()
                .any(|kind| known.of(*kind).contains_key(&name))
        });
        let sign = |profile: &Profile| profile.signs.iter().any(|sign| sign == text.trim());
        by_name || Known::get().profiles.iter().any(sign)
    };
    row.cells.iter().filter(|(_, text)| known(text)).count()
}

/// The meaning of a heading, ignoring mapping and profile.
pub(super) fn meaning(kind: Kind, heading: &str) -> Option<Target> {
    let known = Known::get().of(kind);
    if let Some(target) = spellings(heading).find_map(|name| known.get(&name)) {
        return Some(target.clone());
    }
    // `Software / Fachverfahren`: all parts have the same meaning.
    let mut meanings = heading.split(['/', '|']).map(|part| {
        let mut names = spellings(part);
        names.find_map(|name| known.get(&name))
    });
    if heading.contains(['/', '|'])
        && let Some(first) = meanings.next().flatten()
        && meanings.all(|other| other == Some(first))
    {
        return Some(first.clone());
    }
    // `Welche Werte? [divers]`
    let (list, item) = heading.trim().strip_suffix(']')?.rsplit_once('[')?;
    let list = spellings(list).find_map(|name| known.get(&name))?;
    let Target::Field(flat) = list else {
        return None;
    };
    if !flat.field.list {
        return None;
    }
    Some(Target::Item(flat, flat.word(item.trim())?))
}

/// The known heading most similar to an unknown one, as a proposal.
pub(super) fn similar(kind: Kind, heading: &str) -> Option<&'static Flat> {
    let names = flat(kind).iter().flat_map(|flat| {
        let title = std::iter::once(flat.heading(Language::De));
        title.chain(flat.field.also.iter().map(String::as_str))
    });
    let name = nearest(heading, names)?;
    // `Schutzbedarf` begins the names of three fields and is therefore ambiguous.
    let known = Known::get().of(kind);
    let is_open = spellings(heading).any(|folded| {
        let mut begun = known.iter().filter_map(|(name, target)| match target {
            Target::Field(flat) if name.starts_with(&folded) => Some(*flat),
            _ => None,
        });
        let first = begun.next();
        first.is_some() && begun.any(|other| Some(other) != first)
    });
    if is_open {
        return None;
    }
    match known.get(&fold_heading(name)) {
        Some(Target::Field(flat)) => Some(flat),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_loads_and_every_target_exists() {
        let file: Result<File, _> = toml::from_str(include_str!("../columns.toml"));
        let file = file.unwrap_or_else(|error| panic!("columns.toml: {error}"));
        for preset in &file.preset {
            assert!(
                target(Kind::Application, &preset.target).is_some(),
                "{}",
                preset.target
            );
        }
        for hint in &file.hint {
            let target = target(Kind::Application, &hint.target);
            assert!(target.is_some(), "{}", hint.target);
            assert!(["yes_no", "dates", "words", "texts"].contains(&hint.cells.as_str()));
        }
        for (heading, written) in file.profile.iter().flat_map(|profile| &profile.columns) {
            assert!(
                target(Kind::Application, written).is_some(),
                "{heading}: {written}"
            );
        }
    }

    #[test]
    fn headings_are_folded() {
        for heading in [
            "Nutzer:innen",
            "Nutzer*innen",
            "NUTZER/INNEN",
            "Nutzer(innen)",
            "Nutzer_innen",
            "Nutzer",
        ] {
            assert_eq!(fold_heading(heading), "nutzer", "{heading}");
        }
        assert_eq!(fold_heading("Nutzer*innengruppe"), "nutzergruppe");
        assert_eq!(fold_heading("Verantwortliche(r)"), "verantwortliche");
        assert_eq!(fold_heading("Bürger-Büro"), "buergerbuero");
        assert_eq!(fold_heading("intern/extern"), "internextern");
        assert_eq!(fold_heading("#"), "#");
    }

    #[test]
    fn headings_of_german_lists_are_known() {
        let path = |heading: &str| match meaning(Kind::Application, heading) {
            Some(Target::Field(flat)) => flat.path.clone(),
            other => format!("{other:?}"),
        };
        for (heading, field) in [
            ("Fachverfahren", "name"),
            ("Ref.", "department"),
            ("Verfahrensverantwortliche:r", "business_owner"),
            ("Vertragsende (TT.MM.JJJJ)", "contract_until"),
            ("pbD", "personal_data"),
            ("Anzahl Nutzer*innen", "user_count"),
            ("Status", "lifecycle.phase"),
            (
                "G01. Speichert die Anwendung Geschlechtsangaben?",
                "gender.stored",
            ),
            ("lifecycle.next_release", "lifecycle.next_release"),
            ("Lebenszyklus: Nächste Version", "lifecycle.next_release"),
            ("Vertraulichkeit", "protection.confidentiality"),
        ] {
            assert_eq!(path(heading), field, "{heading}");
        }
        assert!(matches!(
            meaning(Kind::Application, "Welche Werte? [divers]"),
            Some(Target::Item(_, value)) if value == "diverse"
        ));
    }
}
