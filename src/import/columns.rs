//! What the headings of a table mean. A heading is known by a field's label, path or other names, by the program that
//! exported it, or by the mapping of the user, who has the last word.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use super::fields::{Flat, Kind, flat};
use super::mapping::Mapping;
use super::table::{Row, Table};
use crate::inventory::{fold, nearest};
use crate::texts::Language;

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// A field.
    Field(&'static Flat),
    /// Addresses of one kind.
    Address(&'static Flat, String),
    /// One value of a list, marked in its own column: `Welche Werte? [divers]`.
    Item(&'static Flat, String),
    /// The other ends of interfaces: `to` or `from`.
    Interface(End),
    /// The number of the row.
    Running,
    /// Filled where an answer is complete.
    Complete,
    /// Who answered.
    Respondent,
    /// Known, and not taken over.
    Left,
}

/// An end of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    From,
    To,
}

/// A column with its heading.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub at: u32,
    /// As written.
    pub heading: String,
    pub target: Option<Target>,
}

/// A table that was understood.
#[derive(Debug)]
pub(super) struct Layout {
    pub kind: Kind,
    /// Rows above and including the headings.
    pub head: usize,
    /// The row of the headings, counted from one.
    pub head_row: u32,
    pub columns: Vec<Column>,
    /// The program that exported the table.
    pub system: Option<&'static str>,
    /// Rows are answers to questions about applications that are known already.
    pub survey: bool,
}

impl Layout {
    /// Whether some column holds this field.
    pub fn has(&self, path: &str) -> bool {
        self.columns.iter().any(|column| match &column.target {
            Some(Target::Field(flat) | Target::Address(flat, _) | Target::Item(flat, _)) => {
                flat.path == path
            }
            _ => false,
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    preset: Vec<Preset>,
    profile: Vec<Profile>,
    respondent: Respondent,
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
struct Profile {
    system: String,
    #[serde(default)]
    survey: bool,
    signs: Vec<String>,
    least: usize,
    columns: BTreeMap<String, String>,
}

/// Headings by their folded text.
struct Known {
    applications: HashMap<String, Target>,
    interfaces: HashMap<String, Target>,
    departments: HashMap<String, Target>,
    respondent: BTreeSet<String>,
    profiles: Vec<Profile>,
}

impl Known {
    fn get() -> &'static Self {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        // Part of the program; a test loads it.
        KNOWN.get_or_init(|| {
            Self::from(toml::from_str(include_str!("columns.toml")).unwrap_or_default())
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
        }
    }

    fn of(&self, kind: Kind) -> &HashMap<String, Target> {
        match kind {
            Kind::Application => &self.applications,
            Kind::Interface => &self.interfaces,
            Kind::Department => &self.departments,
        }
    }
}

/// All names of the fields of a kind; paths and full labels before other names, these before short labels.
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

/// What a word of a mapping file or of `columns.toml` means: a path, `url:test`, `gender.values=diverse`,
/// `interface:to`, or nothing at all.
pub(super) fn target(kind: Kind, written: &str) -> Option<Target> {
    let field = |path: &str| flat(kind).iter().find(|flat| flat.path == path);
    match written {
        "" => return Some(Target::Left),
        "running" => return Some(Target::Running),
        "complete" => return Some(Target::Complete),
        "respondent" => return Some(Target::Respondent),
        "interface:to" => return Some(Target::Interface(End::To)),
        "interface:from" => return Some(Target::Interface(End::From)),
        _ => {}
    }
    if let Some((path, value)) = written.split_once('=') {
        let flat = field(path.trim())?;
        let value = flat
            .word(value.trim())
            .unwrap_or_else(|| value.trim().to_owned());
        return Some(Target::Item(flat, value));
    }
    if let Some(kind) = written.strip_prefix("url:") {
        return Some(Target::Address(field("url")?, kind.to_owned()));
    }
    field(written).map(Target::Field)
}

/// A heading without case, umlauts, signs, inclusive endings and what only says how to fill it in.
pub(super) fn fold_heading(heading: &str) -> String {
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
                        // `Nutzer*innengruppe`: behind these signs the ending is never a word of its own.
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
        // A sign alone is a heading, too: `#`.
        folded if folded.is_empty() => plain.trim().to_owned(),
        folded => folded,
    }
}

/// Spellings under which a heading may be known: as it is, and without remarks in brackets or behind a dash.
fn spellings(heading: &str) -> impl Iterator<Item = String> + '_ {
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

/// How many headings of a row are known, for the choice of a separator.
pub(super) fn known_headings(row: &Row) -> usize {
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

/// Headings lie at the top: titles, dates and logos above them take some rows.
const TOP_ROWS: usize = 40;

impl Layout {
    /// Understands a table; `None` where fewer than two headings are known.
    pub fn find(table: &Table, mapping: &Mapping) -> Option<Self> {
        let mut best: Option<(usize, Self)> = None;
        for (index, row) in table.rows.iter().enumerate().take(TOP_ROWS) {
            if row.is_empty() {
                continue;
            }
            let below = table
                .rows
                .get(index + 1)
                .filter(|below| below.number == row.number + 1);
            let one = headings(row, None);
            let two = below.map(|below| headings(row, Some(below)));
            for (rows, headings) in [(1, Some(one)), (2, two)] {
                let Some(headings) = headings else { continue };
                for kind in [Kind::Application, Kind::Interface, Kind::Department] {
                    let Some((score, layout)) =
                        Self::of(kind, table, &headings, index + rows, mapping)
                    else {
                        continue;
                    };
                    // A second row of headings must bring more than one of its own.
                    let bar = best.as_ref().map_or(1, |(score, _)| *score) + usize::from(rows == 2);
                    if score > bar || rows == 1 && score >= 2 && best.is_none() {
                        best = Some((score, layout));
                    }
                }
            }
        }
        best.map(|(_, layout)| layout)
    }

    fn of(
        kind: Kind,
        table: &Table,
        headings: &[(u32, Vec<String>)],
        head: usize,
        mapping: &Mapping,
    ) -> Option<(usize, Self)> {
        let known = Known::get();
        let signs = |profile: &&Profile| {
            let has = |sign: &&String| {
                headings
                    .iter()
                    .any(|(_, names)| names.iter().any(|name| name == *sign))
            };
            profile.signs.iter().filter(has).count() >= profile.least
        };
        let profile = known
            .profiles
            .iter()
            .find(signs)
            .filter(|_| kind == Kind::Application);
        let asked = profile.is_some_and(|profile| profile.survey);
        let mut columns: Vec<Column> = Vec::new();
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let mut score = 0;
        for (at, names) in headings {
            let heading = names.first().cloned().unwrap_or_default();
            let mapped = names.iter().find_map(|name| mapping.column(kind, name));
            let of_profile = || {
                let columns = &profile?.columns;
                let written = names.iter().find_map(|name| columns.get(name))?;
                target(kind, written)
            };
            let mut found = mapped.clone().or_else(of_profile);
            if found.is_none() {
                found = names.iter().find_map(|name| meaning(kind, name));
            }
            // The second column of one meaning is somebody else's: two names, two states.
            if let Some(Target::Field(flat)) = &found
                && !taken.insert(flat.path.as_str())
                && mapped.is_none()
                && !table.made
            {
                found = None;
            }
            score += usize::from(found.is_some());
            columns.push(Column {
                at: *at,
                heading,
                target: found,
            });
        }
        let fits = match kind {
            Kind::Application => true,
            Kind::Interface => taken.contains("from") && taken.contains("to"),
            Kind::Department => taken.contains("id") && taken.contains("name"),
        };
        let layout = Self {
            kind,
            head,
            head_row: table.rows.get(head - 1).map_or(0, |row| row.number),
            system: profile.map(|profile| profile.system.as_str()),
            survey: asked || kind == Kind::Application && only_answers(&columns),
            columns,
        };
        (fits && score > 0 && (score > 1 || table.made)).then(|| (score, layout.without_persons()))
    }

    /// In answers, columns about who answered are not looked at.
    fn without_persons(mut self) -> Self {
        if self.survey {
            for column in &mut self.columns {
                if spellings(&column.heading).any(|name| Known::get().respondent.contains(&name)) {
                    column.target = Some(Target::Respondent);
                }
            }
        }
        self
    }
}

/// Whether a table says nothing but which application it is and what holds for its gender data.
fn only_answers(columns: &[Column]) -> bool {
    let mut answers = 0;
    for column in columns {
        match &column.target {
            Some(Target::Field(flat) | Target::Item(flat, _))
                if flat.path.starts_with("gender.") =>
            {
                answers += 1
            }
            Some(Target::Field(flat))
                if ["id", "name", "short_name", "department", "unit", "notes"]
                    .contains(&flat.path.as_str()) => {}
            Some(Target::Field(_) | Target::Address(..)) => return false,
            _ => {}
        }
    }
    answers >= 2
}

/// The meaning of a heading without mapping and profile.
fn meaning(kind: Kind, heading: &str) -> Option<Target> {
    let known = Known::get().of(kind);
    if let Some(target) = spellings(heading).find_map(|name| known.get(&name)) {
        return Some(target.clone());
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

/// The headings of one row, or of two where the upper one gathers columns of the lower one: for each column the names
/// it may have, the best one first.
fn headings(row: &Row, below: Option<&Row>) -> Vec<(u32, Vec<String>)> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(below) = below else {
        let cells = row.cells.iter();
        return cells
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(at, text)| (*at, vec![plain(text)]))
            .collect();
    };
    let mut columns: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut group = String::new();
    let last = [row, below]
        .iter()
        .filter_map(|row| row.cells.last())
        .map(|(at, _)| *at)
        .max();
    for at in 0..=last.unwrap_or(0).min(1000) {
        let (upper, lower) = (plain(row.text(at)), plain(below.text(at)));
        if !upper.is_empty() {
            group.clone_from(&upper);
        }
        let names = match (upper.is_empty(), lower.is_empty()) {
            (true, true) => continue,
            (_, true) => vec![upper],
            (_, false) if group.is_empty() || group == lower => vec![lower],
            (_, false) => vec![
                lower.clone(),
                format!("{group} {lower}"),
                format!("{group}: {lower}"),
                group.clone(),
            ],
        };
        columns.insert(at, names);
    }
    columns.into_iter().collect()
}

/// The known heading that is most like an unknown one, as a proposal.
pub(super) fn similar(kind: Kind, heading: &str) -> Option<&'static Flat> {
    let names = flat(kind).iter().flat_map(|flat| {
        let title = std::iter::once(flat.heading(Language::De));
        title.chain(flat.field.also.iter().map(String::as_str))
    });
    let name = nearest(heading, names)?;
    match Known::get().of(kind).get(&fold_heading(name)) {
        Some(Target::Field(flat)) => Some(flat),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_loads_and_every_target_exists() {
        let file: Result<File, _> = toml::from_str(include_str!("columns.toml"));
        let file = file.unwrap_or_else(|error| panic!("columns.toml: {error}"));
        for preset in &file.preset {
            assert!(
                target(Kind::Application, &preset.target).is_some(),
                "{}",
                preset.target
            );
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
