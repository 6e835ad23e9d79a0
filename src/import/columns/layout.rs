//! The position of a table's headings and the resulting columns.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::fields::Kind;
use super::super::mapping::Mapping;
use super::super::table::{Row, Table};
use super::guess::{belongs_elsewhere, column_fits, guesses, holds_dates};
use super::known::{Known, Profile, meaning, spellings};
use super::{Column, Layout, Target, target};
use crate::inventory::FieldRole;
use crate::texts::on_one_line;

/// Number of rows searched for headings: titles, dates and logos may precede them.
const TOP_ROWS: usize = 40;

impl Layout {
    /// Interprets a table; `None` if fewer than two headings are known.
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
                    // `Kürzel` and `Name` belong to applications, unless the sheet name says otherwise.
                    // A text file is called after its only sheet: `aemter.csv`.
                    let stem = Path::new(&table.file)
                        .file_stem()
                        .and_then(|stem| stem.to_str());
                    let sheet = table.sheet.as_deref().or(stem).unwrap_or_default();
                    let score = score + usize::from(Known::get().names_sheet(kind, sheet));
                    // A second row of headings must contribute more than one heading of its own.
                    let bar = best.as_ref().map_or(1, |(score, _)| *score) + usize::from(rows == 2);
                    if score > bar || rows == 1 && score >= 2 && best.is_none() {
                        best = Some((score, layout));
                    }
                }
            }
        }
        best.map(|(_, layout)| layout)
    }

    /// The headings of a table of which fewer than two are known, if the cells below suggest what at least `least` of
    /// them mean and which of them names or identifies applications. Nothing is read by such a layout: it is proposed.
    pub fn guessed(table: &Table, least: usize) -> Option<Self> {
        let filled = |row: &Row| {
            let cells = row.cells.iter();
            cells.filter(|(_, text)| !text.trim().is_empty()).count()
        };
        let mut top = table.rows.iter().take(TOP_ROWS);
        let widest = top.clone().map(filled).max().unwrap_or_default();
        // Titles and dates above the headings are narrower.
        let index = top.position(|row| filled(row) > 1 && filled(row) * 5 >= widest * 4)?;
        let row = table.rows.get(index)?;
        let columns = headings(row, None).into_iter().map(|heading| {
            let name = heading.names.into_iter().next().unwrap_or_default();
            Column {
                at: heading.at,
                target: meaning(Kind::Application, &name),
                heading: name,
                by_cells: false,
            }
        });
        let layout = Self {
            kind: Kind::Application,
            head: index + 1,
            head_row: row.number,
            system: None,
            survey: false,
            kinds: None,
            columns: columns.collect(),
        };
        let guesses = guesses(table, &layout);
        let known = layout.columns.iter().filter(|it| it.target.is_some());
        let is_enough = known.count() + guesses.len() >= least;
        let identifies = [FieldRole::Id, FieldRole::Name]
            .into_iter()
            .any(|role| layout.holds(role) || guesses.values().any(|flat| flat.is(role)));
        (is_enough && identifies).then_some(layout)
    }

    fn of(
        kind: Kind,
        table: &Table,
        headings: &[Heading],
        head: usize,
        mapping: &Mapping,
    ) -> Option<(usize, Self)> {
        let known = Known::get();
        let signs = |profile: &&Profile| {
            let has = |sign: &&String| {
                headings
                    .iter()
                    .any(|heading| heading.names.iter().any(|name| name == *sign))
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
        let mut doubts = 0;
        for heading in headings {
            let names = &heading.names;
            let mapped = names.iter().find_map(|name| mapping.column(kind, name));
            let of_profile = || {
                let columns = &profile?.columns;
                let written = names.iter().find_map(|name| columns.get(name))?;
                target(kind, written)
            };
            let mut found = mapped.clone().or_else(of_profile);
            if found.is_none() {
                let wants_dates = names.iter().any(|name| known.wants_dates(name));
                let meant = names.iter().find_map(|name| meaning(kind, name));
                let is_another = |flat| belongs_elsewhere(table, head, heading.at, (kind, flat));
                let doubted = wants_dates && !holds_dates(table, head, heading.at)
                    || matches!(&meant, Some(Target::Field(flat)) if is_another(*flat));
                // It is still a heading: the row is no less a row of headings for it.
                doubts += usize::from(doubted);
                found = meant.filter(|_| !doubted);
            }
            // A second column with the same meaning belongs to something else: two names, two states.
            if let Some(Target::Field(flat)) = &found
                && !taken.insert(flat.path.as_str())
                && mapped.is_none()
                && !table.made
            {
                found = None;
            }
            columns.push(Column {
                at: heading.at,
                heading: names.first().cloned().unwrap_or_default(),
                target: found,
                by_cells: false,
            });
        }
        // A heading above several columns describes a column that is otherwise unknown, but only after all of them were
        // matched by their own headings.
        for (column, heading) in columns.iter_mut().zip(headings) {
            let group = heading.group.as_deref().filter(|_| column.target.is_none());
            let meant = group.and_then(|group| meaning(kind, group));
            // `Betrieb` above `Betriebsart`: a word for many columns means the field only where its cells do.
            let meant = meant.filter(|target| match target {
                Target::Field(flat) => column_fits(table, head, column.at, flat),
                _ => true,
            });
            let is_free = match &meant {
                Some(Target::Field(flat)) => taken.insert(flat.path.as_str()),
                _ => true,
            };
            column.target = column.target.take().or(meant.filter(|_| is_free));
        }
        let known = columns.iter().filter(|column| column.target.is_some());
        let score = known.count() + doubts;
        let fits = match kind {
            Kind::Application => true,
            Kind::Interface => taken.contains("from") && taken.contains("to"),
            Kind::Department => taken.contains("id") && taken.contains("name"),
        };
        let kinds = profile.and_then(|profile| {
            let names_kind = |column: &&Column| profile.kinds.contains(&column.heading);
            let column = columns.iter().find(names_kind)?;
            Some((column.at, profile.kind.as_str()))
        });
        let layout = Self {
            kind,
            kinds,
            head,
            head_row: table.rows.get(head - 1).map_or(0, |row| row.number),
            system: profile.map(|profile| profile.system.as_str()),
            survey: asked || kind == Kind::Application && only_answers(&columns),
            columns,
        };
        (fits && score > 0 && (score > 1 || table.made)).then(|| (score, layout.without_persons()))
    }

    /// Excludes columns about the respondent in survey answers.
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

/// Whether a table contains only the identity of applications and answers about their gender data.
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

/// A column heading.
struct Heading {
    at: u32,
    /// Its possible names, best first.
    names: Vec<String>,
    /// The group heading above it, if it has a heading of its own.
    group: Option<String>,
}

/// The headings of one row, or of two if the upper one groups columns of the lower one.
fn headings(row: &Row, below: Option<&Row>) -> Vec<Heading> {
    let alone = |at: u32, name: String| Heading {
        at,
        names: vec![name],
        group: None,
    };
    let Some(below) = below else {
        let cells = row.cells.iter();
        return cells
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(at, text)| alone(*at, on_one_line(text)))
            .collect();
    };
    let mut columns = Vec::new();
    let mut group = String::new();
    let last = [row, below]
        .iter()
        .filter_map(|row| row.cells.last())
        .map(|(at, _)| *at)
        .max();
    for at in 0..=last.unwrap_or(0).min(1000) {
        let (upper, lower) = (on_one_line(row.text(at)), on_one_line(below.text(at)));
        if !upper.is_empty() {
            group.clone_from(&upper);
        }
        columns.push(match (upper.is_empty(), lower.is_empty()) {
            (true, true) => continue,
            (_, true) => alone(at, upper),
            (_, false) if group.is_empty() || group == lower => alone(at, lower),
            (_, false) => Heading {
                at,
                names: vec![
                    lower.clone(),
                    format!("{group} {lower}"),
                    format!("{group}: {lower}"),
                ],
                group: Some(group.clone()),
            },
        });
    }
    columns
}
