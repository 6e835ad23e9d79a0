//! Guesses for unknown headings, based on parts of the heading and the cells below it. They are proposals for the
//! mapping file and never applied directly: a wrong one costs the user more than none.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cell;
use super::super::fields::{Flat, Kind, flat, with_role};
use super::super::table::Table;
use super::cells::{Cells, SAMPLE, is_date};
use super::known::{Known, fold_heading, parts, similar};
use super::{Layout, Target};
use crate::inventory::{FieldRole, FieldType, fold};
use crate::texts::Language;

/// Proposals by column; each field at most once.
pub(in crate::import) fn guesses(table: &Table, layout: &Layout) -> BTreeMap<u32, &'static Flat> {
    let open = layout
        .columns
        .iter()
        .filter(|column| column.target.is_none());
    let mut guesses = BTreeMap::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut add = |at: u32, flat: &'static Flat| {
        if !layout.has(flat) && taken.insert(flat.path.as_str()) {
            guesses.insert(at, flat);
        }
    };
    if layout.kind == Kind::Application
        && !layout.holds(FieldRole::Name)
        && let Some((at, flat)) = name(table, layout)
    {
        add(at, flat);
    }
    for column in open {
        let cells = Cells::of(table, layout, column.at);
        let fits = |flat: &&'static Flat| table.made || cells.fit(flat);
        let by_part = parts(&column.heading)
            .filter_map(|part| match Known::get().of(layout.kind).get(&part) {
                Some(Target::Field(flat)) => Some(*flat),
                _ => None,
            })
            .find(fits);
        let guess = by_part
            .or_else(|| identifier(layout.kind, &column.heading).filter(fits))
            .or_else(|| by_cells(layout.kind, &column.heading, &cells))
            .or_else(|| shortened(layout.kind, &column.heading, &fits))
            .or_else(|| similar(layout.kind, &column.heading).filter(fits))
            .or_else(|| by_words(layout.kind, &cells, |flat| !layout.has(flat)));
        if let Some(flat) = guess {
            add(column.at, flat);
        }
    }
    guesses
}

/// The column that most likely contains names: nearly every row has a text in it, and hardly any text repeats. Headings
/// that mention applications win, then the leftmost column.
fn name(table: &Table, layout: &Layout) -> Option<(u32, &'static Flat)> {
    let flat = with_role(layout.kind, FieldRole::Name)?;
    let columns = layout.columns.iter();
    let open = columns.filter(|column| column.target.is_none());
    let speaks = |heading: &str| {
        parts(heading).any(|part| {
            matches!(Known::get().of(layout.kind).get(&part), Some(Target::Field(meant)) if *meant == flat)
        })
    };
    let rows = table.rows.len().saturating_sub(layout.head).min(SAMPLE);
    let likely = open.filter(|column| {
        let cells = Cells::of(table, layout, column.at);
        cells.are_names() && cells.texts.len() * 10 >= rows * 7
    });
    let best = likely.min_by_key(|column| (!speaks(&column.heading), column.at))?;
    Some((best.at, flat))
}

/// The column that certainly contains identifiers: its heading mentions them, and nearly every row has its own.
pub(in crate::import) fn own_identifier(table: &Table, layout: &Layout) -> Option<u32> {
    let mut open = layout.columns.iter().filter(|it| it.target.is_none());
    let column = open.find(|column| {
        identifier(layout.kind, &column.heading).is_some() && identifies(table, layout, column.at)
    })?;
    Some(column.at)
}

/// Whether nearly every row has a short text without spaces in a column, almost without duplicates.
pub(in crate::import) fn identifies(table: &Table, layout: &Layout, column: u32) -> bool {
    let cells = Cells::of(table, layout, column);
    let rows = table.rows.iter().skip(layout.head).take(SAMPLE);
    let filled = rows.filter(|row| row.cells.len() > 1).count();
    let repeated = cells.texts.len() - cells.distinct();
    cells.texts.len() * 10 >= filled * 9
        && repeated * 50 <= cells.texts.len()
        && cells.most(|text| !text.contains(' ') && text.len() <= 40)
}

/// `Verf.-ID`, `Anw-Nr.`: a word for identifiers after the start of a word for applications.
fn identifier(kind: Kind, heading: &str) -> Option<&'static Flat> {
    let flat = with_role(kind, FieldRole::Id)?;
    let lower = heading.to_lowercase();
    let words: Vec<String> = lower
        .split(|ch: char| !ch.is_alphanumeric())
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect();
    let known = Known::get();
    let is_sign = |word: &String| known.identifiers.contains(word);
    let begins = |front: &str| {
        let names = known.of(kind).iter();
        let mut names = names.filter(
            |(_, target)| matches!(target, Target::Field(flat) if flat.is(FieldRole::Name)),
        );
        front.chars().count() >= 3 && names.any(|(name, _)| name.starts_with(front))
    };
    let (sign, front) = words.split_last()?;
    let is_apart = is_sign(sign) && !front.is_empty() && begins(&front.concat());
    // `AnwID`
    let is_joined = front.is_empty()
        && known.identifiers.iter().any(|ending| {
            let front = sign.strip_suffix(ending.as_str());
            front.is_some_and(begins)
        });
    (is_apart || is_joined).then_some(flat)
}

/// The field named by a word of the heading, if the cells match its kind: `Anrede J/N` above yes and no.
fn by_cells(kind: Kind, heading: &str, cells: &Cells) -> Option<&'static Flat> {
    if kind != Kind::Application {
        return None;
    }
    let whole = fold_heading(heading);
    let signs = |ch: char| !ch.is_alphanumeric();
    let words: Vec<String> = heading.split(signs).map(fold).collect();
    let says = |hint: &String| {
        let folded = fold(hint);
        // Inside other words a word has another meaning: `Ende` in `Kalender`.
        let is_begun = words.iter().any(|word| word.starts_with(&folded));
        is_begun || hint.contains(signs) && whole.contains(&folded)
    };
    let hints = Known::get().hints.iter();
    let mut said = hints.filter(|hint| hint.words.iter().any(says));
    said.find_map(|hint| {
        let meant = flat(kind).iter().find(|flat| flat.path == hint.target)?;
        cells.are(&hint.cells, meant).then_some(meant)
    })
}

/// The only field whose cells fit and whose name is shortened in a heading: `fachl. Verantw.`, `SG / Abt.`
fn shortened(
    kind: Kind,
    heading: &str,
    fits: &dyn Fn(&&'static Flat) -> bool,
) -> Option<&'static Flat> {
    let parts: Vec<&str> = heading.split(['/', '|', '(', ')', '\n']).collect();
    let is_meant = |flat: &&'static Flat| {
        let others = flat.field.also.iter().map(String::as_str);
        let titles = [Language::De, Language::En].map(|language| flat.heading(language));
        let mut all = titles.into_iter().chain(others);
        all.any(|name| parts.iter().any(|part| shortens(part, name)))
    };
    let mut meant = flat(kind).iter().filter(is_meant).filter(fits);
    let first = meant.next()?;
    meant.next().is_none().then_some(first)
}

/// Whether a text shortens words of a name and repeats the others: `Art d. Software`, `Verf.-Bez.`
fn shortens(text: &str, name: &str) -> bool {
    let words = |text: &str| {
        let words = text.split(|ch: char| !ch.is_alphanumeric()).map(fold);
        let words = words.filter(|word| !word.is_empty());
        words.collect::<Vec<String>>()
    };
    // With the character behind it, which shows whether a word is shortened.
    let stems: Vec<(String, bool)> = text
        .split_inclusive(|ch: char| !ch.is_alphanumeric())
        .map(|word| (fold(word), word.ends_with('.')))
        .filter(|(word, _)| !word.is_empty())
        .collect();
    let is_long = stems.first().is_some_and(|(stem, _)| stem.len() > 1);
    if !is_long || !stems.iter().any(|(_, is_short)| *is_short) {
        return false;
    }
    let whole = words(name);
    if let [word] = whole.as_slice()
        && stems.len() > 1
    {
        let mut rest = word.as_str();
        let begins = stems
            .first()
            .is_some_and(|(stem, _)| rest.starts_with(stem));
        let are_in = stems.iter().all(|(stem, _)| {
            let found = rest.split_once(stem.as_str());
            rest = found.map_or("", |(_, behind)| behind);
            found.is_some()
        });
        return begins && are_in;
    }
    whole.len() == stems.len()
        && whole.iter().zip(&stems).all(|(word, (stem, is_short))| {
            word == stem || *is_short && word.starts_with(stem.as_str())
        })
}

/// The vocabulary among the open fields whose words most of the cells are, if no other fits as well.
fn by_words(
    kind: Kind,
    cells: &Cells<'_>,
    is_open: impl Fn(&Flat) -> bool,
) -> Option<&'static Flat> {
    if cells.are_yes_or_no() || cells.distinct() < 2 {
        return None;
    }
    let open = flat(kind)
        .iter()
        .filter(|flat| flat.field.kind == FieldType::Words && is_open(flat));
    let mut fitting: Vec<(usize, &'static Flat)> =
        open.map(|flat| (cells.understood(flat), flat)).collect();
    fitting.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match fitting.as_slice() {
        [(most, flat), (next, _), ..] if most > next && most * 2 >= cells.texts.len() => {
            Some(*flat)
        }
        _ => None,
    }
}

/// Whether hardly any cell of a column is a word of its field, but most are words of another: `Typ` above `Standard` and
/// `Open Source`, `Anwender` above groups of users instead of their number.
pub(super) fn belongs_elsewhere(
    table: &Table,
    head: usize,
    column: u32,
    (kind, flat): (Kind, &Flat),
) -> bool {
    // Answers of a survey share their words, and some are understood beyond them: `m/w/d` where a yes is asked.
    let is_answer = |flat: &Flat| flat.path.starts_with("gender.");
    let has_words = matches!(flat.field.kind, FieldType::Words | FieldType::Count);
    if !has_words || is_answer(flat) || table.made {
        return false;
    }
    let cells = Cells::below(table, head, column);
    cells.understood(flat) * 10 < cells.texts.len()
        && by_words(kind, &cells, |other| other != flat && !is_answer(other)).is_some()
}

/// Whether the cells of a column fit a field.
pub(super) fn column_fits(table: &Table, head: usize, column: u32, flat: &Flat) -> bool {
    Cells::below(table, head, column).fit(flat)
}

/// Whether a column contains dates below its heading, or nothing at all; half of the cells may be written differently.
pub(super) fn holds_dates(table: &Table, head: usize, column: u32) -> bool {
    let mut cells = Cells::below(table, head, column);
    let heading = table.rows.get(head.saturating_sub(1));
    let heading = heading.map_or("", |row| row.text(column).trim());
    cells
        .texts
        .retain(|text| !cell::is_unstated(text) && !cell::is_a_rest(text) && *text != heading);
    let dates = cells.texts.iter().filter(|text| is_date(text)).count();
    dates * 2 >= cells.texts.len()
}

#[cfg(test)]
mod tests {
    use super::super::super::mapping::Mapping;
    use super::super::super::table::{Row, Table};
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let row = |(number, cells): (u32, &&[&str])| Row {
            number,
            cells: (0..)
                .zip(cells.iter().map(|text| (*text).to_owned()))
                .collect(),
        };
        Table {
            rows: (1..).zip(rows).map(row).collect(),
            ..Table::default()
        }
    }

    fn guessed(rows: &[&[&str]]) -> Vec<String> {
        let table = table(rows);
        let layout = Layout::find(&table, &Mapping::default()).expect("headings");
        let guesses = guesses(&table, &layout);
        let columns = layout.columns.iter().map(|column| {
            let known = match &column.target {
                Some(Target::Field(flat)) => Some(flat.path.clone()),
                _ => None,
            };
            let guess = guesses
                .get(&column.at)
                .map(|flat| format!("{}?", flat.path));
            known.or(guess).unwrap_or_default()
        });
        columns.collect()
    }

    #[test]
    fn headings_of_two_words_for_one_field_are_known() {
        let rows: &[&[&str]] = &[
            &[
                "Software / Fachverfahren",
                "Amt / Dienststelle",
                "Quelle / Ziel",
                "Status",
            ],
            &["Stadtbaumkataster", "Gartenamt", "x", "produktiv"],
            &["Marktstandverwaltung", "Ordnungsamt", "y", "produktiv"],
        ];
        assert_eq!(guessed(rows), ["name", "department", "", "lifecycle.phase"]);
    }

    #[test]
    fn identifiers_and_names_are_told_by_headings_and_cells() {
        let rows: &[&[&str]] = &[
            &[
                "Anw-Nr.",
                "Dienst oder Programm",
                "Referat",
                "Status",
                "Verantwortlich",
            ],
            &["A1", "Stadtbaumkataster", "BAU", "aktiv", "Stelle 1"],
            &["A2", "Marktstandverwaltung", "KVR", "aktiv", "Stelle 1"],
            &["A3", "Brunnenregister", "BAU", "aktiv", "Stelle 2"],
            &["A4", "Friedhofsplan", "BAU", "aktiv", "Stelle 2"],
        ];
        let found = guessed(rows);
        assert_eq!(found[..2], ["id?", "name?"], "{found:?}");
    }

    #[test]
    fn columns_of_yes_and_no_are_no_columns_of_words() {
        let rows: &[&[&str]] = &[
            &[
                "Name",
                "Geschlecht/Anrede gespeichert",
                "personenbez. Daten?",
                "Status",
            ],
            &["Stadtbaumkataster", "x", "J", "aktiv"],
            &["Marktstandverwaltung", "nein", "N", "aktiv"],
            &["Brunnenregister", "ja", "J", "aktiv"],
        ];
        let expected = [
            "name",
            "gender.stored?",
            "personal_data?",
            "lifecycle.phase",
        ];
        assert_eq!(guessed(rows), expected);
        let rows: &[&[&str]] = &[
            &[
                "Application",
                "Salutation used (y/n)",
                "Department",
                "Contains personal data Y/N",
            ],
            &["Tree register", "y", "Parks", "n"],
            &["Market stalls", "n", "Trade", "y"],
        ];
        let expected = ["name", "gender.stored?", "department", "personal_data?"];
        assert_eq!(guessed(rows), expected);
    }

    #[test]
    fn an_introduction_is_a_day_only_above_days() {
        let column = |cells: [&str; 3]| {
            let head = ["Name", "Referat", "Status", "Einführung"];
            let row = |at: usize| ["Stadtbaumkataster", "BAU", "aktiv", cells[at]];
            let rows = [row(0), row(1), row(2)];
            guessed(&[&head, &rows[0], &rows[1], &rows[2]])[3].clone()
        };
        let day = "lifecycle.active_from";
        assert_eq!(column(["01.03.2015", "2016", "Q2 2018"]), day);
        assert_eq!(column(["ca. 2015", "–", "2018"]), day);
        assert_eq!(column(["", "", ""]), day);
        assert_eq!(column(["abgeschlossen", "läuft", "geplant"]), "");
        assert_eq!(column(["1.10", "2.1", "4.10"]), "");
        // Half of the cells match: the user is asked.
        assert_eq!(column(["01.03.2015", "Pilot", "läuft"]), format!("{day}?"));
    }

    #[test]
    fn shortened_headings_and_words_of_cells_are_proposed() {
        let rows: &[&[&str]] = &[
            &[
                "Verfahrensbezeichnung (lang)",
                "Referat",
                "SG / Abt.",
                "fachl. Verantw.",
                "techn. Anspr.",
                "Betriebsart",
                "Art d. Software",
                "Vers.",
            ],
            &[
                "Stadtbaumkataster",
                "BAU",
                "II/3",
                "Fachstelle Bäume",
                "Anwendungsbetrieb",
                "Web",
                "Standard",
                "1.0",
            ],
            &[
                "Marktstandverwaltung",
                "KVR",
                "I/1",
                "Fachstelle Märkte",
                "Anwendungsbetrieb",
                "Fat Client",
                "OSS",
                "7",
            ],
        ];
        let expected = [
            "name",
            "department",
            "unit?",
            "business_owner?",
            "technical_owner?",
            "kind?",
            "sourcing?",
            "version?",
        ];
        assert_eq!(guessed(rows), expected);
        assert!(shortens("Verf.-Bez.", "Verfahrensbezeichnung"));
        assert!(!shortens("Verfahren", "Verfahrensbezeichnung"));
    }

    #[test]
    fn a_heading_whose_cells_are_words_of_another_field_is_asked_about() {
        let rows: &[&[&str]] = &[
            &["Name", "Referat", "Status", "Typ"],
            &["Stadtbaumkataster", "BAU", "produktiv", "Standardsoftware"],
            &["Marktstandverwaltung", "KVR", "produktiv", "Open Source"],
        ];
        assert_eq!(guessed(rows)[3], "sourcing?");
        let rows: &[&[&str]] = &[
            &["Name", "Referat", "Status", "Typ"],
            &["Stadtbaumkataster", "BAU", "produktiv", "Excel-Makro"],
            &["Marktstandverwaltung", "KVR", "produktiv", "Access-DB"],
        ];
        assert_eq!(guessed(rows)[3], "kind", "words of one's own are mapped");
    }

    #[test]
    fn a_heading_over_several_columns_means_those_that_fit() {
        let rows: &[&[&str]] = &[
            &["Allgemein", "", "", "Betrieb", ""],
            &["Name", "Referat", "Status", "Betriebsart", "Produkt"],
            &["Stadtbaumkataster", "BAU", "produktiv", "Web", "Baum"],
            &[
                "Marktstandverwaltung",
                "KVR",
                "produktiv",
                "Citrix",
                "Markt",
            ],
        ];
        let found = guessed(rows);
        assert_eq!(found[3], "kind?", "{found:?}");
    }

    #[test]
    fn an_end_is_proposed_for_days_only() {
        let rows: &[&[&str]] = &[
            &["Name", "Ende", "Schutzbedarf", "Status"],
            &["Stadtbaumkataster", "31.12.2027", "hoch", "aktiv"],
            &["Marktstandverwaltung", "2029", "normal", "aktiv"],
        ];
        let expected = ["name", "lifecycle.end_of_life_from?", "", "lifecycle.phase"];
        assert_eq!(guessed(rows), expected);
    }
}
