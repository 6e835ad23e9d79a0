//! From rows to records: what each row states about an application, an interface or a department, and which cells were
//! not understood. A cell that is not understood costs nothing but itself.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde_json::Value;

use super::beside::{self, Beside, DateOrder, NoEntry};
use super::cell;
use super::columns::{self, Column, End, Layout, Target};
use super::ends::{self, Way};
use super::fault::Fault;
use super::fields::{Flat, Kind, flat, is_text};
use super::mapping::Mapping;
use super::person::without_person;
use super::secret::without_secret;
use super::survey;
use super::table::{Row, Table};
use crate::inventory::{FieldType, Message};
use crate::texts::{Bilingual, Language};

/// What a row states.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The row.
    pub place: String,
    /// Values by path.
    pub stated: BTreeMap<&'static str, Stated>,
    /// Cells about interfaces, with their places.
    pub interfaces: Vec<(End, String, String)>,
    /// Fields whose cells were not understood, or not kept.
    pub refused: BTreeSet<&'static str>,
    /// What stood where the identifier would, and cannot be one.
    pub no_id: Option<String>,
}

/// A value with its cell.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub flat: &'static Flat,
    pub value: Value,
    /// As written.
    pub written: String,
    pub place: String,
}

impl Record {
    /// A stated text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.stated.get(path)?.value.as_str()
    }

    /// Lets an interface lead the other way round: `A; B; ←`.
    fn turn(&mut self) {
        let (from, to) = (self.stated.remove("from"), self.stated.remove("to"));
        if let (Some(mut from), Some(mut to)) = (from, to) {
            std::mem::swap(&mut from.value, &mut to.value);
            self.stated.insert("from", from);
            self.stated.insert("to", to);
        }
    }
}

/// What is known before the first row of a table is read.
struct Reading<'r> {
    table: &'r Table,
    layout: &'r Layout,
    mapping: &'r Mapping,
    today: Date,
    /// Columns whose dates between slashes say which number is the day.
    orders: HashMap<u32, cell::Order>,
}

/// Decides what columns mean that only their cells tell.
pub(super) fn settle(table: &Table, layout: &mut Layout) {
    let body = || table.rows.iter().skip(layout.head);
    if layout.has("id") || layout.has("source.key") || table.made {
        return;
    }
    // Numbers of rows are no identifiers, also where they begin anew in each part of a list, nor where the heading says
    // that they count; numbers that do not just count are. A column whose heading speaks of identifiers goes before them.
    let is_numbered = |column: &&Column| {
        column.target == Some(Target::Running)
            && !columns::counts_rows(&column.heading)
            && !just_counts(body(), column)
            && columns::identifies(table, layout, column.at)
    };
    let named = match layout.kind {
        Kind::Application if !layout.survey => columns::own_identifier(table, layout),
        _ => None,
    };
    let numbered = || layout.columns.iter().find(is_numbered).map(|it| it.at);
    let Some(at) = named.or_else(numbered) else {
        return;
    };
    let id = flat(layout.kind).iter().find(|flat| flat.path == "id");
    for column in layout.columns.iter_mut().filter(|column| column.at == at) {
        column.target = id.map(Target::Field);
        column.by_cells = true;
    }
}

/// Hands on the records of a table one by one, as a list may have a hundred thousand; returns what is to be said of the
/// table, and the cells that were not understood.
pub(super) fn records(
    table: &Table,
    layout: &Layout,
    mapping: &Mapping,
    today: Date,
    take: &mut dyn FnMut(Record),
) -> Read {
    let mut read = Read::default();
    let (unnamed, shifted) = beside::outside(table, layout);
    read.unnamed = unnamed.into_iter().collect();
    read.beside.misread = table.misread.clone();
    read.faults.extend(not_computed(table, layout));
    let reading = Reading {
        table,
        layout,
        mapping,
        today,
        orders: orders(table, layout, &mut read.beside),
    };
    let complete = layout
        .columns
        .iter()
        .find(|column| column.target == Some(Target::Complete));
    for row in table.rows.iter().skip(layout.head) {
        if row.is_empty() {
            continue;
        }
        if complete.is_some_and(|column| row.text(column.at).trim().is_empty()) {
            read.beside.incomplete += 1;
            continue;
        }
        if table.broken.contains(&row.number) {
            let message = Message::new("imp-002-quote").text();
            read.faults
                .push(Fault::new(&table.place(row.number, None), message));
            continue;
        }
        match beside::no_entry(row, layout) {
            Some(NoEntry::Headings) => read.beside.headings.push(row.number),
            Some(NoEntry::Band) => read.beside.bands.push(row.number),
            Some(NoEntry::Total) => read.beside.totals.push(row.number),
            None if shifted.contains(&row.number) => {
                let message = Message::new("imp-002-shifted").text();
                let place = table.place(row.number, None);
                read.faults.push(Fault::new(&place, message));
            }
            None => {
                let record = reading.record(row, &mut read);
                if record.stated.is_empty() {
                    read.beside.blank.push(row.number);
                } else {
                    read.records += 1;
                    take(record);
                }
            }
        }
    }
    read
}

/// Formulas whose value nobody computed; their cells look empty.
fn not_computed(table: &Table, layout: &Layout) -> impl Iterator<Item = Fault> {
    let cells = table.not_computed.iter().filter(|(row, column)| {
        let below = row + 1 > layout.head_row;
        let mut columns = layout.columns.iter();
        below && columns.any(|known| known.at == *column && known.target.is_some())
    });
    cells.map(|(row, column)| {
        let place = table.place(row + 1, Some(*column));
        Fault::new(&place, Message::new("imp-002-not-computed").text())
    })
}

/// A table that was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// How many records it has.
    pub records: usize,
    pub faults: Vec<Fault>,
    pub beside: Beside,
    /// Columns without a heading, with the number of their values.
    pub unnamed: Vec<(u32, usize)>,
    /// Words that no vocabulary knows, by the field's path.
    pub words: BTreeSet<(&'static str, String)>,
}

impl Read {
    /// Notes a word that the user's mapping file may explain.
    fn note_word(&mut self, flat: &'static Flat, text: &str) {
        let chooses = matches!(
            flat.field.kind,
            FieldType::Words | FieldType::Bool | FieldType::Count
        );
        let word = cell::clean(text);
        if chooses && cell::is_explicable(&word) {
            self.words.insert((flat.path.as_str(), word));
        }
    }
}

fn just_counts<'t>(rows: impl Iterator<Item = &'t Row>, column: &Column) -> bool {
    let numbers: Vec<u64> = rows
        .take(200)
        .map(|row| row.text(column.at).trim())
        .filter(|text| !text.is_empty() && *text != column.heading)
        .map(|text| text.trim_end_matches('.').parse().unwrap_or(u64::MAX))
        .collect();
    let steps = numbers.windows(2);
    numbers.first().is_some_and(|first| *first <= 1)
        && steps
            .clone()
            .all(|pair| matches!(pair, [a, b] if *b > *a && *b - *a <= 2))
}

/// Columns of dates whose cells say together whether the day or the month stands first.
fn orders(table: &Table, layout: &Layout, beside: &mut Beside) -> HashMap<u32, cell::Order> {
    let mut orders = HashMap::new();
    for column in &layout.columns {
        let is_date = matches!(&column.target,
            Some(Target::Field(flat)) if flat.field.kind == FieldType::Date);
        if !is_date {
            continue;
        }
        let texts = || {
            let rows = table.rows.iter().skip(layout.head);
            rows.map(|row| row.text(column.at))
        };
        let doubtful = texts().filter(|text| cell::is_ambiguous(text)).count();
        if let Some((order, told_by)) = cell::order(texts()) {
            orders.insert(column.at, order);
            if doubtful > 0 {
                beside.date_orders.push(DateOrder {
                    column: crate::model::column_letters(column.at),
                    count: doubtful,
                    order,
                    told_by: cell::clean(told_by),
                });
            }
        }
    }
    orders
}

impl Reading<'_> {
    fn record(&self, row: &Row, read: &mut Read) -> Record {
        let (table, layout) = (self.table, self.layout);
        let mut record = Record {
            place: table.place(row.number, None),
            ..Record::default()
        };
        let key = flat(layout.kind)
            .iter()
            .find(|flat| flat.path == "source.key");
        let mut own_development = None;
        let mut is_turned = false;
        for column in &layout.columns {
            let Some(target) = &column.target else {
                continue;
            };
            let text = self
                .linked(row, column, target)
                .unwrap_or(row.text(column.at));
            if text.trim().is_empty() {
                continue;
            }
            let place = table.place(row.number, Some(column.at));
            match target {
                Target::Field(flat) => {
                    if flat.path == "vendor" && cell::is_own_development(text) {
                        own_development = Some((place, text));
                        continue;
                    }
                    let explained = |word: &str| self.mapping.explained(&flat.path, word);
                    let said = cell::reworded(flat, text, explained);
                    let is_explained = matches!(said, Cow::Owned(_));
                    let said = self.date_as_meant(flat, column.at, said);
                    if let Some(cause) = self.doubtful_year(flat, &said) {
                        record.refused.insert(flat.path.as_str());
                        read.faults.push(Fault::new(&place, cause));
                        continue;
                    }
                    let odd = self.lies_ahead(flat, &said);
                    if let Some(cause) = odd.or_else(|| self.was_made_a_date(flat, row, column)) {
                        record.refused.insert(flat.path.as_str());
                        read.faults.push(Fault::new(&place, cause));
                        continue;
                    }
                    let way = ends::direction(&said)
                        .filter(|_| layout.kind == Kind::Interface && flat.path == "direction");
                    if let Some(way) = way {
                        is_turned = way == Way::From;
                        let value = Value::from(match way {
                            Way::Both => "two_way",
                            Way::To | Way::From => "one_way",
                        });
                        state(&mut record, flat, value, text, place, &mut read.faults);
                        continue;
                    }
                    if let Some(entries) = survey::entries_instead(flat, &said) {
                        let yes = Value::from("yes");
                        let faults = &mut read.faults;
                        state(&mut record, flat, yes, text, place.clone(), faults);
                        if let Some((flat, entries)) = entries {
                            state(&mut record, flat, entries, text, place, faults);
                        }
                        continue;
                    }
                    match cell::understand(flat, &said) {
                        Ok(Some(value)) => {
                            let taken = if is_explained {
                                Some(value)
                            } else {
                                taken(flat, value, &said, &place, read)
                            };
                            match taken {
                                Some(value) => {
                                    state(&mut record, flat, value, text, place, &mut read.faults);
                                }
                                None => {
                                    record.refused.insert(flat.path.as_str());
                                }
                            }
                        }
                        Ok(None) => {}
                        // No identifier of ours, but one of theirs: the application is known by it the next time.
                        Err(_)
                            if flat.path == "id"
                                && key.is_some()
                                && !cell::is_a_rest(text)
                                && text.trim().chars().count() <= 200 =>
                        {
                            record.no_id = Some(cell::clean(text));
                            if let Some(flat) = key {
                                let value = Value::from(cell::clean(text));
                                state(&mut record, flat, value, text, place, &mut read.faults);
                            }
                        }
                        Err(cause) => {
                            if flat.path == "id" {
                                record.no_id = Some(cell::clean(text));
                            }
                            record.refused.insert(flat.path.as_str());
                            read.note_word(flat, text);
                            read.faults.push(Fault::new(&place, cause));
                        }
                    }
                }
                Target::Address(flat, kind) => match cell::understand(flat, text) {
                    Ok(Some(Value::Array(mut items))) => {
                        for item in items.iter_mut().filter_map(Value::as_object_mut) {
                            item.entry("kind")
                                .or_insert_with(|| Value::from(kind.as_str()));
                        }
                        state(
                            &mut record,
                            flat,
                            Value::Array(items),
                            text,
                            place,
                            &mut read.faults,
                        );
                    }
                    Ok(_) => {}
                    Err(cause) => {
                        record.refused.insert(flat.path.as_str());
                        read.faults.push(Fault::new(&place, cause));
                    }
                },
                Target::Item(flat, value) => match cell::ticked(text) {
                    Some(true) => {
                        let value = match flat.field.list {
                            true => Value::Array(vec![Value::from(value.as_str())]),
                            false => Value::from(value.as_str()),
                        };
                        state(&mut record, flat, value, text, place, &mut read.faults);
                    }
                    Some(false) => {}
                    None => {
                        record.refused.insert(flat.path.as_str());
                        let message = Message::new("imp-002-flag")
                            .with("field", &column.heading)
                            .with("value", text);
                        read.faults.push(Fault::new(&place, message.text()));
                    }
                },
                Target::Interface(end) => {
                    record.interfaces.push((*end, text.to_owned(), place));
                }
                Target::Running | Target::Complete | Target::Respondent | Target::Left => {}
            }
        }
        if let Some((place, text)) = own_development {
            made_here(&mut record, layout, place, text, read);
        }
        if is_turned {
            record.turn();
        }
        record
    }

    /// Where a cell of a column of addresses links to, should its text be none: `Link`, `zur Seite`.
    fn linked(&self, row: &Row, column: &Column, target: &Target) -> Option<&str> {
        let (Target::Field(flat) | Target::Address(flat, _)) = target else {
            return None;
        };
        let is_address =
            |text: &str| text.contains("://") || !text.contains(' ') && text.contains('.');
        let holds_addresses = matches!(flat.path.as_str(), "url" | "repository")
            || matches!(flat.field.kind, FieldType::Url | FieldType::UrlOrPath);
        if !holds_addresses || is_address(row.text(column.at)) {
            return None;
        }
        let at = (row.number.checked_sub(1)?, column.at);
        self.table.links.get(&at).map(String::as_str)
    }

    /// A date between slashes as its column means it.
    fn date_as_meant<'t>(&self, flat: &Flat, column: u32, text: Cow<'t, str>) -> Cow<'t, str> {
        let order = self.orders.get(&column);
        let date = order
            .filter(|_| flat.field.kind == FieldType::Date)
            .and_then(|order| cell::in_order(&text, *order));
        match date {
            Some(date) if cell::doubtful_year(&text, self.today).is_none() => {
                Cow::Owned(date.to_string())
            }
            _ => text,
        }
    }

    /// Why a day cannot be meant that only a day that has been can be.
    fn lies_ahead(&self, flat: &Flat, text: &str) -> Option<Bilingual> {
        let day = cell::date(text, false).filter(|_| flat.field.past)?;
        if day.date <= self.today {
            return None;
        }
        Some(self.refused("imp-002-date-ahead", flat, text))
    }

    /// Why a date is nothing that a field of short texts means: a spreadsheet program made it of a version or a number.
    fn was_made_a_date(&self, flat: &Flat, row: &Row, column: &Column) -> Option<Bilingual> {
        let at = (row.number.checked_sub(1)?, column.at);
        let is_short = is_text(flat.field) && !cell::is_free_text(flat.field);
        (is_short && self.table.dates.contains(&at))
            .then(|| self.refused("imp-002-made-date", flat, row.text(column.at)))
    }

    fn refused(&self, key: &'static str, flat: &Flat, text: &str) -> Bilingual {
        Message::new(key)
            .with_both("field", flat.named())
            .with("value", cell::clean(text))
            .text()
    }

    /// Why the two digits of a year need not mean the year they usually mean.
    fn doubtful_year(&self, flat: &Flat, text: &str) -> Option<Bilingual> {
        if flat.field.kind != FieldType::Date {
            return None;
        }
        let year = cell::doubtful_year(text, self.today)?;
        let message = Message::new("imp-002-date-year")
            .with_both("field", flat.named())
            .with("value", cell::clean(text))
            .with("year", year.to_string());
        Some(message.text())
    }
}

/// `Eigenentwicklung` in the vendor's column says how an application was made, and names no vendor.
fn made_here(record: &mut Record, layout: &Layout, place: String, text: &str, read: &mut Read) {
    let mut fields = flat(layout.kind).iter();
    let Some(flat) = fields.find(|flat| flat.path == "sourcing") else {
        return;
    };
    let own = Value::from("own_development");
    if let Some(stated) = record.stated.get("sourcing") {
        if stated.value != own {
            let message = Message::new("imp-002-own")
                .with("value", cell::clean(text))
                .with("other", &stated.place);
            read.faults.push(Fault::new(&place, message.text()));
        }
        return;
    }
    let label = flat.word("own_development").unwrap_or_default();
    read.beside.own_developments.note(&place, text, &label);
    state(record, flat, own, text, place, &mut read.faults);
}

/// What is taken over of a value that was understood; what was left out or made more exact is noted.
fn taken(flat: &Flat, value: Value, text: &str, place: &str, read: &mut Read) -> Option<Value> {
    if cell::has_a_remark(flat, text) {
        let label = cell::shown(flat, &value, Language::De);
        read.beside.remarks.note(place, text, &label);
        return Some(value);
    }
    let Some(said) = value.as_str() else {
        if flat.path == "url"
            && let Some(address) = completed_address(&value, text)
        {
            read.beside.short_addresses.note(place, text, address);
        }
        return Some(value);
    };
    if flat.field.kind == FieldType::Date {
        if cell::date(text, flat.field.period_end).is_some_and(|day| !day.is_exact) {
            read.beside.rough_dates.note(place, text, said);
        }
        return Some(value);
    }
    let struck = match flat.field.kind {
        FieldType::Text => without_secret(flat, said),
        _ => None,
    };
    let (said, value) = match struck {
        Some((kept, cause)) => {
            read.faults.push(Fault::new(place, cause));
            (kept.clone(), Value::from(kept))
        }
        None => (said.to_owned(), value),
    };
    let Some(without) = without_person(flat, &said) else {
        return Some(value);
    };
    read.faults.push(Fault::new(place, without.said));
    (!without.kept.is_empty()).then(|| Value::from(without.kept))
}

/// The address of a cell that was written without its beginning.
fn completed_address<'v>(value: &'v Value, text: &str) -> Option<&'v str> {
    let mut addresses = value
        .as_array()?
        .iter()
        .filter_map(|item| item.get("url")?.as_str());
    addresses.find(|address| !text.contains(address))
}

/// Adds a value; lists of several columns grow together.
fn state(
    record: &mut Record,
    flat: &'static Flat,
    value: Value,
    written: &str,
    place: String,
    faults: &mut Vec<Fault>,
) {
    if let Some(Stated {
        value: Value::Array(known),
        ..
    }) = record.stated.get_mut(flat.path.as_str())
        && let Value::Array(more) = &value
    {
        for item in more {
            if !known.contains(item) {
                known.push(item.clone());
            }
        }
        return;
    }
    // The user may have given several columns the same meaning.
    if let Some(first) = record.stated.get_mut(flat.path.as_str()) {
        if cell::same(flat, &first.value, &value) {
            return;
        }
        if let (Value::String(text), Value::String(more), true) =
            (&mut first.value, &value, cell::is_free_text(flat.field))
        {
            text.push('\n');
            text.push_str(more);
            return;
        }
        let message = Message::new("imp-002-columns")
            .with_both("field", flat.named())
            .with("first", &first.place);
        faults.push(Fault::new(&place, message.text()));
        return;
    }
    // What is not written for people need not be said twice.
    let written = if matches!(
        flat.field.kind,
        FieldType::Date | FieldType::Words | FieldType::Bool | FieldType::Count
    ) {
        cell::clean(written)
    } else {
        String::new()
    };
    record.stated.insert(
        flat.path.as_str(),
        Stated {
            flat,
            value,
            written,
            place,
        },
    );
}
