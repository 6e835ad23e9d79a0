//! The meaning of headings in a data dictionary, and whether a table is one.

use super::kinds;
use super::values;
use super::{Cell, Grid, cell};

/// The role of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// The field's name in programs, with the certainty that the heading means a field.
    Name(Sure),
    /// The table or message of the field.
    Entity,
    /// Its label for people.
    Title,
    /// Its purpose.
    Description,
    /// Its type.
    Type,
    /// Maximum number of characters.
    Length,
    /// Whether it is required.
    Mandatory,
    /// Whether it may be omitted.
    Optional,
    /// How often it occurs.
    Cardinality,
    /// Its values.
    Values,
    /// The texts of its values for people.
    ValueLabels,
    /// The value used if none is given.
    Default,
}

/// How certain a heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    /// Any kind of list may have such a column.
    Weak,
    /// The word has other meanings.
    Fair,
    /// Only dictionaries have such a column.
    Strong,
}

/// Headings in German and English, folded and without blanks.
#[rustfmt::skip]
const HEADINGS: &[(Role, &[&str])] = &[
    (Role::Name(Sure::Strong), &[
        "feldname", "feldbezeichner", "spaltenname", "attributname", "attributsname", "datenfeld", "datenfeldname",
        "dbfeld", "dbfeldname", "dbspalte", "dbspaltenname", "datenbankfeld", "datenbankspalte", "tabellenspalte",
        "tabellenfeld", "variablenname", "elementname", "datenelement", "technischername", "technischerfeldname",
        "technischebezeichnung", "xmlelement", "fieldname", "columnname", "attributename", "variablename",
        "elementname", "propertyname", "variablefieldname", "dbfield", "dbcolumn", "databasefield", "databasecolumn", "dataelement",
        "technicalname",
    ]),
    (Role::Name(Sure::Fair), &[
        "feld", "spalte", "attribut", "merkmal", "variable", "element", "eigenschaft", "parameter", "field", "column",
        "attribute", "property",
    ]),
    (Role::Name(Sure::Weak), &["name", "bezeichner", "identifier", "feldbezeichnung", "bezeichnung"]),
    (Role::Entity, &[
        "tabelle", "tabellen", "tabellenname", "dbtabelle", "entitaet", "entitaetstyp", "objekt", "objekttyp",
        "objektart", "satzart", "datensatz", "nachricht", "segment", "struktur", "table", "tablename", "entity",
        "object", "record", "message",
    ]),
    (Role::Title, &[
        "anzeigename", "anzeigetext", "anzeige", "beschriftung", "feldbeschriftung", "bezeichnung", "feldbezeichnung",
        "fachlichebezeichnung", "fachlichername", "klarname", "langname", "kurzbezeichnung", "titel", "kurztext", "langtext", "label",
        "fieldlabel", "displayname", "caption", "title", "name",
    ]),
    (Role::Description, &[
        "beschreibung", "feldbeschreibung", "fachlichebeschreibung", "erlaeuterung", "erlaeuterungen", "bemerkung",
        "bemerkungen", "kommentar", "hinweis", "hinweise", "definition", "erklaerung", "bedeutung", "description",
        "comment", "comments", "remark", "remarks", "note", "notes", "meaning", "explanation",
    ]),
    (Role::Type, &[
        "datentyp", "feldtyp", "spaltentyp", "dbtyp", "sqltyp", "typ", "feldart", "format", "datenformat", "feldformat",
        "datatype", "fieldtype", "columntype", "type",
    ]),
    (Role::Length, &[
        "laenge", "feldlaenge", "maxlaenge", "maximallaenge", "maximalelaenge", "stellen", "stellenzahl",
        "anzahlstellen", "anzahlzeichen", "maxzeichen", "zeichen", "length", "maxlength", "fieldlength", "size",
        "width",
    ]),
    (Role::Mandatory, &[
        "pflicht", "pflichtfeld", "pflichtangabe", "muss", "mussfeld", "musskann", "kannmuss", "mk", "po", "obligatorisch",
        "erforderlich", "required", "mandatory", "notnull",
    ]),
    (Role::Optional, &["optional", "nullable", "nullerlaubt", "leererlaubt", "null"]),
    (Role::Cardinality, &[
        "kardinalitaet", "multiplizitaet", "haeufigkeit", "vorkommen", "cardinality", "multiplicity", "occurrence",
    ]),
    (Role::Values, &[
        "wertebereich", "wertebereiche", "wertemenge", "wertevorrat", "werteliste", "auspraegung", "auspraegungen",
        "schluesselwerte", "schluesselliste", "schluesselverzeichnis", "schluessel", "codes", "code", "codeliste",
        "auswahl", "auswahlliste", "auswahlmoeglichkeiten", "wert", "domaene", "valuelist", "codelist", "enumeration",
        "enum", "choices", "options", "domain", "value", "valuerange", "festwerte", "domaenenwerte", "fixedvalues",
        "choicescalculationsorsliderlabels", "validvalues", "allowedvalues", "permittedvalues",
    ]),
    (Role::ValueLabels, &[
        "klartext", "wertbezeichnung", "werttext", "wertbeschreibung", "wertbedeutung", "schluesselbezeichnung",
        "schluesseltext", "codetext", "codebezeichnung", "valuelabel", "valuelabels", "valuedescription",
    ]),
    (Role::Default, &[
        "default", "defaultwert", "standardwert", "vorbelegung", "vorgabewert", "initialwert", "defaultvalue",
    ]),
];

/// Prefixes and suffixes of headings that announce several values (`zulässige Werte`).
const SEVERAL_VALUES: [&str; 4] = ["werte", "values", "auspraegungen", "codes"];
/// Parts of such headings that mark the values as texts for people.
const READ_BY_PEOPLE: [&str; 6] = [
    "anzeige",
    "display",
    "text",
    "klartext",
    "label",
    "bezeichnung",
];
/// Maximum number of rows above the headings: titles, dates, versions.
const MOST_ROWS_ABOVE: usize = 12;
/// How many rows are checked against the meaning of the headings.
const SAMPLE: usize = 200;

/// The columns of a dictionary.
#[derive(Debug)]
pub(super) struct Columns {
    /// Index of the heading row.
    pub(super) heading: usize,
    pub(super) name: usize,
    pub(super) entity: Option<usize>,
    pub(super) titles: Vec<usize>,
    pub(super) descriptions: Vec<usize>,
    pub(super) data_type: Option<usize>,
    pub(super) length: Option<usize>,
    pub(super) mandatory: Option<usize>,
    pub(super) optional: Option<usize>,
    pub(super) cardinality: Option<usize>,
    pub(super) values: Option<usize>,
    pub(super) value_labels: Option<usize>,
    pub(super) default: Option<usize>,
}

impl Columns {
    /// The columns of a data dictionary; `None` if the table is not one.
    pub(super) fn find(grid: &Grid) -> Option<Self> {
        let rows = grid.iter().enumerate();
        rows.take(MOST_ROWS_ABOVE)
            .filter(|(_, row)| row.iter().filter(|cell| !cell.is_empty()).count() > 1)
            .find_map(|(at, row)| Self::from_heading(at, row, grid))
    }

    fn from_heading(heading: usize, row: &[Cell], grid: &Grid) -> Option<Self> {
        let headings: Vec<String> = row.iter().map(|cell| folded(cell.trimmed())).collect();
        let first = |role: Role| headings.iter().position(|text| announces(text, role));
        let (name, sure) = [Sure::Strong, Sure::Fair, Sure::Weak]
            .into_iter()
            .find_map(|sure| Some((first(Role::Name(sure))?, sure)))?;
        let (values, value_labels) = value_columns(&headings, name);
        // "Schlüssel" may also mark keys: a column without any list does not hold values.
        let holds_lists = |at: &usize| {
            let mut rows = grid.iter().skip(heading + 1);
            rows.any(|row| cell(row, *at).is_some_and(values::says_something))
        };
        let values = values.filter(|at| value_labels.is_some() || holds_lists(at));
        let all = |role: Role| -> Vec<usize> {
            let columns = headings.iter().enumerate();
            let columns = columns.filter(|(_, text)| announces(text, role));
            let others = columns.map(|(at, _)| at);
            others
                .filter(|at| *at != name && Some(*at) != value_labels)
                .collect()
        };
        let columns = Self {
            heading,
            name,
            entity: first(Role::Entity).filter(|at| *at != name),
            titles: all(Role::Title),
            descriptions: all(Role::Description),
            data_type: first(Role::Type),
            length: first(Role::Length),
            mandatory: first(Role::Mandatory),
            optional: first(Role::Optional),
            cardinality: first(Role::Cardinality),
            values,
            value_labels,
            default: first(Role::Default),
        };
        columns.convinces(sure, grid).then_some(columns)
    }

    /// Whether the rows below the headings look like descriptions of fields and not like data.
    fn convinces(&self, sure: Sure, grid: &Grid) -> bool {
        let rows: Vec<&[Cell]> = grid
            .iter()
            .skip(self.heading + 1)
            .take(SAMPLE)
            .map(Vec::as_slice)
            .collect();
        let texts = |at: Option<usize>| -> Vec<&str> {
            let cells = rows.iter().filter_map(|row| cell(row, at?));
            cells.map(Cell::trimmed).collect()
        };
        if texts(Some(self.name)).is_empty() {
            return false;
        }
        let most = |texts: &[&str], fits: &dyn Fn(&str) -> bool| {
            !texts.is_empty() && 2 * texts.iter().filter(|text| fits(text)).count() >= texts.len()
        };
        let types = texts(self.data_type);
        // Single letters only count as types if nothing else can be meant.
        let letters = sure == Sure::Strong;
        let offered = types.iter().any(|text| kinds::names_list(text));
        let typed = offered || most(&types, &|text| kinds::is_type(text, letters));
        let mandatory = [self.mandatory, self.optional, self.cardinality]
            .into_iter()
            .any(|at| most(&texts(at), &|text| kinds::says_whether(text)));
        let listed = texts(self.values).iter().any(|text| values::is_list(text));
        let sized = most(&texts(self.length), &|text| kinds::number(text).is_some());
        let spelled_out = self.values.is_some() && self.value_labels.is_some();
        match sure {
            // If a type column holds no types, the table is something else.
            Sure::Strong => {
                (typed || types.is_empty())
                    && (typed || mandatory || listed || sized || spelled_out)
            }
            Sure::Fair => {
                let row_by_row = spelled_out && self.repeats_names(&rows);
                typed && (mandatory || listed || sized || self.is_described())
                    || listed
                    || row_by_row
            }
            Sure::Weak => typed && (mandatory || listed || sized || offered),
        }
    }

    /// Whether fields take up several rows, one per value.
    fn repeats_names(&self, rows: &[&[Cell]]) -> bool {
        let pairs = rows.windows(2).filter(|pair| {
            let mut names = pair
                .iter()
                .map(|row| cell(row, self.name).map(Cell::trimmed));
            let (one, next) = (names.next().flatten(), names.next().flatten());
            one.is_some() && one == next
        });
        // At least half of the rows, because fields with a single listed value are exceptions.
        3 * pairs.count() >= rows.len()
    }

    fn is_described(&self) -> bool {
        !self.descriptions.is_empty() || !self.titles.is_empty()
    }
}

/// The column with the values, and the one with their texts for people.
fn value_columns(headings: &[String], name: usize) -> (Option<usize>, Option<usize>) {
    let several = |text: &str| {
        let mut words = SEVERAL_VALUES.iter();
        words.any(|word| text.starts_with(word) || text.ends_with(word))
    };
    let for_people = |text: &str| READ_BY_PEOPLE.iter().any(|word| text.contains(word));
    let of_values: Vec<usize> = (0..headings.len())
        .filter(|at| *at != name)
        .filter(|at| {
            let text = headings[*at].as_str();
            several(text) || announces(text, Role::Values)
        })
        .collect();
    let shown = |at: &&usize| for_people(&headings[**at]);
    let labels = headings
        .iter()
        .position(|text| announces(text, Role::ValueLabels));
    let (stored, read) = match of_values.as_slice() {
        [] => (None, None),
        [only] => (Some(*only), None),
        all => {
            let read = all.iter().find(shown).or_else(|| all.get(1)).copied();
            (all.iter().find(|at| Some(**at) != read).copied(), read)
        }
    };
    // "Bedeutung" to the right of the values refers to the values.
    let beside = stored.filter(|at| {
        let (own, next) = (&headings[*at], headings.get(at + 1).map(String::as_str));
        match next {
            Some("bedeutung" | "meaning") => true,
            Some("bezeichnung" | "text" | "label") => {
                matches!(own.as_str(), "wert" | "code" | "value" | "schluesselwert")
            }
            _ => false,
        }
    });
    let beside = beside.map(|at| at + 1);
    (stored, labels.or(read).or(beside))
}

fn announces(heading: &str, role: Role) -> bool {
    HEADINGS
        .iter()
        .any(|(of, words)| *of == role && words.contains(&heading))
}

/// A heading in lower case, without umlauts, blanks, punctuation and text in brackets.
pub(super) fn folded(heading: &str) -> String {
    let mut out = String::new();
    let outside = heading.split(['(', '[']).next().unwrap_or(heading);
    for ch in outside.chars().flat_map(char::to_lowercase) {
        match ch {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            ch if ch.is_alphanumeric() => out.push(ch),
            _ => {}
        }
    }
    out
}
