//! Sheets that list codes and their meaning: one list per sheet, or several with a column that names them. Fields refer
//! to them by name.

use std::collections::HashMap;

use super::columns::folded;
use super::{Cell, Grid, cell};
use crate::format::in_force::{self, Standing};
use crate::format::limits::{CODE_CHARS, DOCUMENTED_CHOICES, KEY_LISTS};
use crate::model::{
    Domain, Element, ElementId, Known, Layer, Located, ModelPath, Reference, SchemaModel, Span,
    Value, Why,
};

/// A list of values in a sheet.
#[derive(Debug)]
pub(super) struct KeyList {
    sheet: String,
    name: String,
    /// Where the name is written; the first value if it is the name of the sheet.
    span: Span,
    values: Vec<Value>,
    /// For each value, where it is said to end.
    ends: Vec<Option<Span>>,
}

/// Headings of codes, most certain first.
const CODES: [&str; 26] = [
    "code",
    "schluesselwert",
    "schluesselnummer",
    "schluesselnr",
    "schluesselzahl",
    "wert",
    "auspraegung",
    "kuerzel",
    "schluessel",
    "key",
    "value",
    "kennung",
    "kennzeichen",
    "kz",
    "zeichen",
    "id",
    "nr",
    "abkuerzung",
    "codewert",
    // Spanish, Italian, French, Polish, Czech, Dutch.
    "codigo",
    "clave",
    "codice",
    "valeur",
    "valor",
    "kod",
    "sleutel",
];
/// Headings of their texts for people.
const TEXTS: [&str; 29] = [
    "bezeichnung",
    "klartext",
    "langtext",
    "bedeutung",
    "text",
    "schluesseltext",
    "schluesselbezeichnung",
    "wertbezeichnung",
    "werttext",
    "codetext",
    "anzeigetext",
    "anzeige",
    "label",
    "meaning",
    "name",
    "beschreibung",
    "description",
    "kurztext",
    "kurzbezeichnung",
    "inhalt",
    "libelle",
    "intitule",
    "nom",
    "descripcion",
    "nombre",
    "descrizione",
    "nazwa",
    "opis",
    "omschrijving",
];
/// Headings of the column that names the list of a row.
const NAMES: [&str; 20] = [
    "liste",
    "listenname",
    "codeliste",
    "codelist",
    "schluesselliste",
    "schluesseltabelle",
    "schluesselverzeichnis",
    "schluesselname",
    "schluesselart",
    "schluesseltyp",
    "schluessel",
    "werteliste",
    "wertetabelle",
    "katalog",
    "domaene",
    "tabelle",
    "feld",
    "feldname",
    "merkmal",
    "list",
];
/// Words that surround a list's name in references and sheet names.
const AROUND: [&str; 30] = [
    // From questions of XLSForm: `select_one gender`.
    "select",
    "one",
    "multiple",
    "siehe",
    "s",
    "vgl",
    "gemaess",
    "laut",
    "lt",
    "nach",
    "aus",
    "see",
    "blatt",
    "tabellenblatt",
    "reiter",
    "sheet",
    "tab",
    "tabelle",
    "liste",
    "schluessel",
    "schluesselliste",
    "schluesseltabelle",
    "schluesselverzeichnis",
    "codeliste",
    "codelist",
    "katalog",
    "wertetabelle",
    "werteliste",
    "referenztabelle",
    "sl",
];
/// Maximum number of rows above the headings.
const MOST_ROWS_ABOVE: usize = 8;
const MOST_TEXT: usize = 120;

/// The lists of a sheet; empty if it does not look like lists.
pub(super) fn lists(sheet: &str, grid: &Grid) -> Vec<KeyList> {
    let heading = grid.iter().take(MOST_ROWS_ABOVE).enumerate();
    let found = heading
        .filter_map(|(at, row)| Some((at, Columns::from_row(row)?)))
        .next();
    let Some((heading, columns)) = found else {
        return Vec::new();
    };
    let mut lists: Vec<KeyList> = Vec::new();
    // Rows of one list need not be adjacent.
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    let mut name: Option<&Cell> = None;
    for row in grid.iter().skip(heading + 1) {
        let named = columns.name.and_then(|at| cell(row, at));
        name = named.or(name);
        let (Some(code), Some(text)) = (cell(row, columns.code), cell(row, columns.text)) else {
            continue;
        };
        let (label, span) = match (columns.name, name) {
            (Some(_), None) => continue,
            (Some(_), Some(name)) => (name.trimmed(), name.span),
            (None, _) => (sheet, code.span),
        };
        let index = *by_name.entry(label).or_insert(lists.len());
        if index == lists.len() {
            lists.push(KeyList {
                sheet: sheet.to_owned(),
                name: label.to_owned(),
                span,
                values: Vec::new(),
                ends: Vec::new(),
            });
        }
        if let Some(list) = lists.get_mut(index) {
            let located = |cell: &Cell| Located::with_span(cell.trimmed().to_owned(), cell.span);
            let (standing, at) = standing_of(&grid[heading], row);
            list.values.push(Value {
                raw: located(code),
                label: Some(located(text)),
                inactive: standing == Standing::Ended,
                ..Value::default()
            });
            list.ends.push(at.filter(|_| standing == Standing::Until));
        }
    }
    // If one list looks like data, the headings mean something else.
    let sound = lists.len() <= KEY_LISTS && lists.iter().all(KeyList::is_sound);
    lists.retain(|list| list.values.len() > 1);
    if sound { lists } else { Vec::new() }
}

/// Whether a row is still in force by what the columns below the headings say, and where that is said.
fn standing_of(headings: &[Cell], row: &[Cell]) -> (Standing, Option<Span>) {
    let said = headings.iter().zip(row).map(|(heading, cell)| {
        let standing = in_force::standing(heading.trimmed(), cell.trimmed());
        (standing, Some(cell.span))
    });
    said.max_by_key(|(standing, _)| *standing)
        .unwrap_or((Standing::InForce, None))
}

impl KeyList {
    /// The name of the list.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether all codes are distinct and short.
    fn is_sound(&self) -> bool {
        let mut codes: Vec<&str> = self
            .values
            .iter()
            .map(|value| value.raw.value.as_str())
            .collect();
        let short = |text: &str, most: usize| text.chars().count() <= most;
        let labels = self.values.iter().filter_map(|value| value.label.as_ref());
        let fits = codes.iter().all(|code| short(code, CODE_CHARS))
            && labels
                .map(|label| &label.value)
                .all(|text| short(text, MOST_TEXT));
        codes.sort_unstable();
        let count = codes.len();
        codes.dedup();
        fits && codes.len() == count && count <= DOCUMENTED_CHOICES
    }
}

struct Columns {
    name: Option<usize>,
    code: usize,
    text: usize,
}

impl Columns {
    fn from_row(row: &[Cell]) -> Option<Self> {
        let headings: Vec<String> = row.iter().map(|cell| folded(cell.trimmed())).collect();
        let first = |words: &[&str], taken: &[Option<usize>]| {
            words.iter().find_map(|word| {
                let mut columns = headings.iter().enumerate();
                columns
                    .find(|(at, heading)| heading == word && !taken.contains(&Some(*at)))
                    .map(|(at, _)| at)
            })
        };
        // Choices of XLSForm: `list_name, name, label::Deutsch (de)`.
        if let Some(name) = headings.iter().position(|heading| heading == "listname") {
            let code = headings.iter().position(|heading| heading == "name")?;
            let text = headings
                .iter()
                .position(|heading| heading.starts_with("label"))?;
            let name = Some(name);
            return Some(Self { name, code, text });
        }
        let code = first(&CODES, &[])?;
        let text = first(&TEXTS, &[Some(code)])?;
        // "Schlüssel, Wert, Bezeichnung": the list, its codes and their texts.
        let name = first(&NAMES, &[Some(code), Some(text)]);
        Some(Self { name, code, text })
    }
}

/// Adds the lists to the model, and links fields that name one to it.
pub(super) fn join(model: &mut SchemaModel, lists: Vec<KeyList>) {
    let fields = model.elements.len();
    let mut names: Vec<(String, ElementId)> = Vec::new();
    for list in lists {
        let name = bare(&list.name);
        let sheet = ModelPath::new([list.sheet.as_str()]);
        let path = if list.name == list.sheet {
            sheet
        } else {
            sheet.child(list.name.as_str())
        };
        let located = Located::with_span(list.name, list.span);
        let first = list.values.first().and_then(|value| value.raw.span);
        let extent = first.unwrap_or(list.span);
        // Where all of them end, the list does.
        let end = list.ends.iter().flatten().next().copied();
        let narrowed = end.filter(|_| list.ends.contains(&None));
        let element = Element {
            narrowed,
            ..Element::code_list(located, path, Layer::Dictionary, extent)
                .with_values(list.values, first)
        };
        names.push((name, model.add_element(element)));
    }
    let text = model.text.clone();
    for element in model.elements.iter_mut().take(fields) {
        let says = matches!(
            element.domain.value,
            Known::Yes(Domain::Reference(Reference::Named(_))) | Known::No(Why::NotUnderstood)
        );
        let Some(span) = element.domain.span.filter(|_| says) else {
            continue;
        };
        let wanted = bare(text.slice(span));
        let mut fitting = names.iter().filter(|(name, _)| *name == wanted);
        if let (Some((_, list)), None) = (fitting.next(), fitting.next())
            && !wanted.is_empty()
        {
            element.domain.value = Known::Yes(Domain::Reference(Reference::Element(*list)));
        }
    }
}

/// A name without its surrounding words: `siehe Schlüsseltabelle Geschlecht`, `SL_Geschlecht`.
fn bare(text: &str) -> String {
    let words = text.split(|ch: char| !ch.is_alphanumeric());
    let words: Vec<String> = words.map(folded).filter(|word| !word.is_empty()).collect();
    let kept = words.iter().filter(|word| !AROUND.contains(&word.as_str()));
    kept.map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_names_meet() {
        for text in [
            "Geschlecht",
            "siehe Schlüsseltabelle „Geschlecht“",
            "SL_GESCHLECHT",
            "s. Blatt Schlüssel Geschlecht",
        ] {
            assert_eq!(bare(text), "geschlecht", "{text}");
        }
        assert_eq!(bare("siehe Schlüssel"), "");
        assert_eq!(bare("Schlüssel 12"), "12");
    }
}
