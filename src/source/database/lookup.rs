//! Decides which tables are small lists of genders or salutations. Only their rows are read, and only the columns that
//! hold codes and their meaning. Rows about people stay in the database.

use super::catalogue::Table;
use crate::topic::Topic;

/// Longer tables offer no choice and are not read.
const MOST_ROWS: usize = 50;
/// Longer texts are not labels.
const MOST_CELL: usize = 200;
/// Tables with more columns hold more than a list.
const MOST_COLUMNS: usize = 12;
/// Maximum number of lists read per database.
pub(super) const MOST_LISTS: usize = 100;

/// Words that surround the subject in names of lookup tables.
#[rustfmt::skip]
const AROUND: [&str; 46] = [
    "t", "tb", "tbl", "tab", "table", "tabelle", "l", "lk", "lkp", "lkup", "lookup", "lut", "ref", "r", "dim", "d", "k", "kat", "katalog",
    "key", "keys", "sl", "schl", "schluessel", "schlüssel", "code", "codes", "cd", "list", "liste", "werte", "wert", "art", "arten", "typ",
    "type", "types", "kz", "kennzeichen", "cfg", "conf", "enum", "stamm", "std", "s", "c",
];

/// Parts of column names that show that rows are people.
#[rustfmt::skip]
const OF_PEOPLE: [&str; 17] = [
    "vorname", "nachname", "familienname", "geburts", "firstname", "lastname", "surname", "givenname", "birth", "email", "mail", "telefon",
    "phone", "strasse", "street", "iban", "personid",
];

/// Names of columns that hold codes or their meaning, folded.
#[rustfmt::skip]
const OF_LISTS: [&str; 44] = [
    "id", "nr", "code", "kode", "key", "schluessel", "schlüssel", "kuerzel", "kürzel", "kurz", "kurztext", "kurzbez", "kurzbezeichnung",
    "abk", "wert", "value", "bezeichnung", "bez", "klartext", "langtext", "lang", "anzeige", "anzeigetext", "label", "text", "name", "titel",
    "title", "beschreibung", "description", "descr", "aktiv", "active", "gueltig", "gültig", "valid", "enabled", "inaktiv", "inactive",
    "geloescht", "deleted", "gesperrt", "sichtbar", "visible",
];

/// The columns to read if the table is such a list, else `None`.
pub(super) fn columns(table: &Table, topic: &Topic) -> Option<Vec<usize>> {
    let of_people = |name: &str| {
        let name = bare(name);
        OF_PEOPLE.iter().any(|word| name.contains(word))
    };
    let names = || table.columns.iter().map(|column| column.own_name.as_str());
    let referred = !table.referred_by.is_empty();
    // A table that gender columns refer to is a list of genders. By its own name alone it only counts if the name says
    // nothing else: `t_geschlecht`, but not `geschlecht_historie`.
    let meant = table.referred_by.iter().any(|name| speaks(name, topic))
        || if referred {
            speaks(&table.own_name, topic)
        } else {
            says_only(&table.own_name, topic)
        };
    if !meant
        || table.columns.len() > MOST_COLUMNS
        || names().any(of_people)
        || of_people(&table.own_name)
    {
        return None;
    }
    let chosen: Vec<usize> = names()
        .enumerate()
        .filter(|(at, name)| table.keys.contains(at) || of_list(name, topic))
        .map(|(at, _)| at)
        .collect();
    (!chosen.is_empty()).then_some(chosen)
}

/// A query for these columns, with one row more than a list may have. `cast` turns values into text for drivers that
/// don't do so themselves.
pub(super) fn query(table: &Table, columns: &[usize], cast: &str) -> String {
    let names: Vec<String> = columns
        .iter()
        .filter_map(|at| Some(format!("{}{cast}", table.columns.get(*at)?.name)))
        .collect();
    format!(
        "select {} from {} limit {}",
        names.join(", "),
        table.name,
        MOST_ROWS + 1
    )
}

/// Puts the rows into the table if they look like a list.
pub(super) fn fill(
    table: &mut Table,
    columns: &[usize],
    rows: Vec<Vec<Option<String>>>,
    quoted: fn(&str) -> String,
) {
    let short = |text: &String| text.chars().count() <= MOST_CELL;
    if rows.len() <= MOST_ROWS && rows.iter().flatten().flatten().all(short) {
        table.fill(columns, rows, quoted);
    }
}

/// Whether every word of a name belongs to lists, the subject or a language, with at least one list word:
/// `bezeichnung`, `geschlecht_bez`, `text_de`.
fn of_list(name: &str, topic: &Topic) -> bool {
    let mut found = false;
    for word in words(name) {
        if OF_LISTS.contains(&word.as_str()) {
            found = true;
        } else if !(topic.is_table_word(&word)
            || matches!(word.as_str(), "de" | "en" | "ist" | "is"))
        {
            return false;
        }
    }
    found || speaks(name, topic)
}

fn speaks(name: &str, topic: &Topic) -> bool {
    words(name).iter().any(|word| topic.is_table_word(word))
}

fn says_only(name: &str, topic: &Topic) -> bool {
    let words = words(name);
    words.iter().any(|word| topic.is_table_word(word))
        && words
            .iter()
            .all(|word| topic.is_table_word(word) || AROUND.contains(&word.as_str()))
}

fn bare(name: &str) -> String {
    let letters = name.chars().filter(|ch| ch.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Splits a name into words: `GeschlechtId`, `geschlecht_id`, `GESCHLECHT-ID`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for ch in name.chars() {
        if !ch.is_alphanumeric() || ch.is_uppercase() && before.is_lowercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| ch.is_alphanumeric()) {
            word.extend(ch.to_lowercase());
        }
        before = ch;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::database::catalogue::Column;
    use crate::topic::{AttributeWords, TopicWords};

    fn topic() -> Topic {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Topic::new(TopicWords {
            gender: AttributeWords {
                stems: words(&["geschlecht"]),
                weak: words(&["sex"]),
                ..AttributeWords::default()
            },
            salutation: AttributeWords {
                heads: words(&["anrede"]),
                ..AttributeWords::default()
            },
            ..TopicWords::default()
        })
    }

    fn chosen(name: &str, columns: &[&str], referred_by: &[&str]) -> Option<Vec<String>> {
        let table = Table {
            own_name: name.to_owned(),
            columns: columns
                .iter()
                .map(|name| Column {
                    own_name: (*name).to_owned(),
                    ..Column::default()
                })
                .collect(),
            keys: vec![0],
            referred_by: referred_by.iter().map(|name| (*name).to_owned()).collect(),
            ..Table::default()
        };
        let chosen = super::columns(&table, &topic())?;
        Some(chosen.iter().map(|at| columns[*at].to_owned()).collect())
    }

    #[test]
    fn lists_are_read_by_code_and_text() {
        let all = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(
            chosen(
                "t_geschlecht",
                &["pk", "Bezeichnung_de", "angelegt_von", "aktiv"],
                &[]
            ),
            all(&["pk", "Bezeichnung_de", "aktiv"])
        );
        assert_eq!(
            chosen("codes", &["id", "kategorie", "text"], &["geschlecht_id"]),
            all(&["id", "text"])
        );
        assert_eq!(
            chosen("AnredeTyp", &["AnredeTypId", "Anrede"], &[]),
            all(&["AnredeTypId", "Anrede"])
        );
    }

    #[test]
    fn tables_of_people_and_of_other_things_are_not() {
        assert_eq!(chosen("person", &["id", "name"], &["person_id"]), None);
        assert_eq!(chosen("geschlecht_historie", &["id", "name"], &[]), None);
        assert_eq!(
            chosen("anrede", &["id", "vorname", "text"], &["anrede_id"]),
            None
        );
        assert_eq!(chosen("land", &["id", "name"], &["land_id"]), None);
        assert_eq!(
            chosen("anschrift_sexauerstrasse", &["id", "name"], &[]),
            None
        );
    }
}
