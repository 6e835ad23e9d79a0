//! Rows → fields.

use std::collections::HashMap;

use super::columns::{self, Columns};
use super::{Cell, Grid, cell, kinds, values};
use crate::format::limits::LABEL_CHARS;
use crate::model::{
    DefaultValue, Domain, Element, EntityId, Known, Label, LabelKind, Layer, Located, ModelPath,
    SchemaModel, Value, Why,
};

const MOST_WORDS: usize = 6;

/// Sheet names that do not name a table.
#[rustfmt::skip]
const NO_TABLE: [&str; 24] = [
    "tabelle", "sheet", "blatt", "felder", "feldliste", "feldkatalog", "datenfelder", "datenkatalog", "datenmodell", "attribute",
    "attributliste", "datensatzbeschreibung", "satzbeschreibung", "datenbeschreibung", "beschreibung", "variablen", "codebook", "codebuch",
    "fields", "columns", "spalten", "variables", "datadictionary", "dictionary",
];

/// Adds the fields of a dictionary. `sheet` is the name of its sheet, if it has one; fields belong to the table of that
/// name unless a column names tables.
pub(super) fn fields(model: &mut SchemaModel, grid: &Grid, columns: &Columns, sheet: Option<&str>) {
    let mut reader = Reader {
        model,
        columns,
        root: ModelPath::new(sheet),
        entities: HashMap::new(),
        entity: None,
        listed: Vec::new(),
        sheet_entity: None,
    };
    if columns.entity.is_none()
        && let Some(sheet) = sheet.filter(|sheet| names_a_table(sheet))
    {
        reader.sheet_entity = Some(reader.model.declare_entity(
            Located::implied(sheet.to_owned()),
            &reader.root,
            [],
        ));
    }
    for row in grid.iter().skip(columns.heading + 1) {
        reader.row(row);
    }
    reader.close();
}

struct Reader<'m> {
    model: &'m mut SchemaModel,
    columns: &'m Columns,
    root: ModelPath,
    entities: HashMap<String, EntityId>,
    /// The table named by the last row that names one.
    entity: Option<Cell>,
    /// Values listed row by row below the last field.
    listed: Vec<Value>,
    /// The table that the sheet describes.
    sheet_entity: Option<EntityId>,
}

/// Whether the name of a sheet names the table of its fields.
fn names_a_table(sheet: &str) -> bool {
    let name = columns::folded(sheet);
    let name = name.trim_end_matches(|ch: char| ch.is_ascii_digit());
    !name.is_empty() && !NO_TABLE.contains(&name)
}

impl Reader<'_> {
    fn row(&mut self, row: &[Cell]) {
        let columns = self.columns;
        let own = |at: Option<usize>| cell(row, at?);
        if let Some(entity) = own(columns.entity) {
            self.entity = Some(entity.clone());
        }
        match own(Some(columns.name)) {
            Some(name) if self.continues(row, name) => self.listed.extend(value(columns, row)),
            Some(name) => {
                self.close();
                if is_name(name) {
                    self.field(row, name);
                    self.listed.extend(value(columns, row));
                }
            }
            None => self.listed.extend(value(columns, row)),
        }
    }

    /// Whether a row continues the field of the previous row: the same name with the next value.
    fn continues(&self, row: &[Cell], name: &Cell) -> bool {
        let Some(last) = self
            .model
            .elements
            .last()
            .filter(|_| !self.listed.is_empty())
        else {
            return false;
        };
        let same_table = match (
            self.columns.entity.and_then(|at| cell(row, at)),
            last.entity,
        ) {
            (Some(entity), Some(id)) => self.entities.get(entity.trimmed()) == Some(&id),
            _ => true,
        };
        last.name.value == name.trimmed() && same_table && value(self.columns, row).is_some()
    }

    /// Gives the last field the values listed below it.
    fn close(&mut self) {
        let listed = std::mem::take(&mut self.listed);
        let mut raws: Vec<&str> = listed
            .iter()
            .map(|value| value.raw.value.as_str())
            .collect();
        raws.sort_unstable();
        // A single value is an example, and repeated values are data.
        let repeated = raws.windows(2).any(|pair| pair.first() == pair.last());
        if listed.len() < 2 || repeated {
            return;
        }
        let Some(element) = self.model.elements.last_mut() else {
            return;
        };
        let first = listed.first().and_then(|value| value.raw.span);
        element.domain = Located::new(Known::closed(listed), first);
    }

    fn field(&mut self, row: &[Cell], name: &Cell) {
        let columns = self.columns;
        let own = |at: Option<usize>| cell(row, at?);
        let located = |cell: &Cell| Located::with_span(cell.trimmed().to_owned(), cell.span);
        let entity = self.entity.clone().map(|entity| self.entity_of(&entity));
        let path = match self.entity.as_ref() {
            Some(entity) => self.root.child(entity.trimmed()),
            None => self.root.clone(),
        };
        let extent = row.last().map_or(name.span, |last| name.span.to(last.span));
        let mut element = Element::field(
            located(name),
            path.child(name.trimmed()),
            Layer::Dictionary,
            extent,
        )
        .with_entity(entity.or(self.sheet_entity));
        let labels = [
            (LabelKind::Title, &columns.titles),
            (LabelKind::Description, &columns.descriptions),
        ];
        for (kind, among) in labels {
            element.labels.extend(among.iter().filter_map(|at| {
                let text = located(cell(row, *at)?);
                Some(Label::new(kind, text))
            }));
        }
        if let Some(declared) = own(columns.data_type) {
            element.declared_type = Some(located(declared));
            element.domain = Located::with_span(kinds::domain(declared.trimmed()), declared.span);
        }
        // The length of a number counts digits, not letters.
        let text =
            columns.data_type.is_none() || matches!(element.domain.value, Known::Yes(Domain::Text));
        if let Some((domain, at)) = self.values(row) {
            element.domain = Located::with_span(domain, at.span);
        }
        element.optional = optional(columns, row);
        element.default = own(columns.default)
            .map(|cell| DefaultValue::new(Some(cell.trimmed().to_owned()), cell.span));
        let sized = own(columns.length).or_else(|| own(columns.data_type));
        element.width = sized.filter(|_| text).and_then(|cell| {
            Some(Located::with_span(
                kinds::number(cell.trimmed())?,
                cell.span,
            ))
        });
        self.model.add_element(element);
    }

    fn entity_of(&mut self, cell: &Cell) -> EntityId {
        let name = cell.trimmed().to_owned();
        if let Some(known) = self.entities.get(&name) {
            return *known;
        }
        let id = self.model.declare_entity(
            Located::with_span(name.clone(), cell.span),
            &self.root.child(name.as_str()),
            [],
        );
        self.entities.insert(name, id);
        id
    }

    /// The values from their columns, or else from a description that consists only of a list.
    fn values<'r>(&self, row: &'r [Cell]) -> Option<(Known<Domain>, &'r Cell)> {
        let columns = self.columns;
        let stored = columns.values.and_then(|at| cell(row, at));
        let shown = columns.value_labels.and_then(|at| cell(row, at));
        if let Some(cell) = stored.or(shown) {
            let labels = shown.filter(|_| stored.is_some());
            let domain = values::domain(cell, labels);
            // A single word is one of several values, or a remark.
            let says = !matches!(domain, Known::No(Why::NotStated));
            return says.then_some((domain, cell));
        }
        let mut descriptions = columns.descriptions.iter();
        descriptions.find_map(|at| {
            let cell = cell(row, *at)?;
            Some((Known::closed(values::pairs(cell)?), cell))
        })
    }
}

/// One of a field's several values: a code with its meaning beside it.
fn value(columns: &Columns, row: &[Cell]) -> Option<Value> {
    let raw = cell(row, columns.values?)?;
    let label = cell(row, columns.value_labels?)?;
    let single = !values::is_list(&raw.text) && raw.trimmed().chars().count() <= LABEL_CHARS;
    single.then(|| Value {
        raw: Located::with_span(raw.trimmed().to_owned(), raw.span),
        label: Some(Located::with_span(label.trimmed().to_owned(), label.span)),
        ..Value::default()
    })
}

fn is_name(cell: &Cell) -> bool {
    let text = cell.trimmed();
    text.chars().count() <= LABEL_CHARS
        && text.split_whitespace().count() <= MOST_WORDS
        && text.chars().any(char::is_alphabetic)
}

fn optional(columns: &Columns, row: &[Cell]) -> Located<Known<bool>> {
    let own = |at: Option<usize>| cell(row, at?);
    let must = |cell: &Cell| {
        let text = cell.trimmed();
        kinds::must(text).or_else(|| kinds::at_least_once(text))
    };
    let said = [
        own(columns.mandatory).and_then(|cell| Some((!must(cell)?, cell))),
        own(columns.optional).and_then(|cell| Some((kinds::must(cell.trimmed())?, cell))),
        own(columns.cardinality).and_then(|cell| {
            let text = cell.trimmed();
            let once = kinds::at_least_once(text).or_else(|| Some(text.parse::<u32>().ok()? > 0));
            Some((!once?, cell))
        }),
    ];
    match said.into_iter().flatten().next() {
        Some((optional, cell)) => Located::with_span(Known::Yes(optional), cell.span),
        None => Located::implied(Known::No(Why::NotStated)),
    }
}
