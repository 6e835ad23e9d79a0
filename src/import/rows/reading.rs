//! One row: the meaning of its cells, and the resulting record.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::Value;

use super::super::cell;
use super::super::columns::{Column, End, Layout, Target};
use super::super::ends::{self, Way};
use super::super::fault::Fault;
use super::super::fields::{Flat, Kind, flat, is_text, with_role};
use super::super::mapping::Mapping;
use super::super::person::without_person;
use super::super::secret::{not_shown, suspicion, without_facts, without_secret};
use super::super::survey;
use super::super::table::{Row, Table};
use super::{Read, Record, Stated};
use crate::inventory::{FieldRole, FieldType, Message, Sourcing, Spec, private, showable};
use crate::texts::{Bilingual, Language};

/// The context of a table's rows.
pub(super) struct Reading<'r> {
    pub table: &'r Table,
    pub layout: &'r Layout,
    pub mapping: &'r Mapping,
    pub today: Date,
    /// Order of day and month by column, for slash dates.
    pub orders: HashMap<u32, cell::Order>,
}

/// A filled cell.
struct Filled<'r> {
    row: &'r Row,
    column: &'r Column,
    text: &'r str,
    place: String,
}

/// The contribution of a cell to the record of its row.
enum Said {
    /// A value of a field.
    Value(&'static Flat, Value),
    /// Yes to a yes/no question, and the choices of another field if the cell named them instead.
    Yes(&'static Flat, Option<(&'static Flat, Value)>),
    /// The direction of an interface.
    Way(&'static Flat, Way),
    /// An end of an interface.
    End(End),
    /// An in-house development, stated in the vendor's column.
    OwnDevelopment,
    /// A foreign identifier, which is kept in this field.
    TheirId(&'static Flat),
    /// An unusable identifier, with the reason.
    NoId(&'static Flat, Bilingual),
    /// A value that is not understood or must not be kept, with the reason unless it was already reported.
    Refused(&'static Flat, Option<Bilingual>),
    /// Nothing.
    Nothing,
}

impl Reading<'_> {
    /// The record of a row's cells. Remarks about them are added to `read`.
    pub fn record(&self, row: &Row, read: &mut Read) -> Record {
        let mut record = Record {
            place: self.table.place(row.number, None),
            is_single: row
                .cells
                .iter()
                .filter(|(_, text)| !text.trim().is_empty())
                .nth(1)
                .is_none(),
            ..Record::default()
        };
        let mut own_development = None;
        let mut is_turned = false;
        for column in &self.layout.columns {
            let Some(target) = &column.target else {
                continue;
            };
            let text = self
                .linked(row, column, target)
                .unwrap_or(row.text(column.at));
            if text.trim().is_empty() {
                continue;
            }
            let filled = Filled {
                row,
                column,
                text,
                place: self.table.place(row.number, Some(column.at)),
            };
            // Blanks and line breaks are no loss; what else controls a printer may stand where text was.
            let is_lost = |ch: char| ch.is_control() && !ch.is_whitespace();
            if let Target::Field(flat) = target
                && text.contains(is_lost)
            {
                let message = Message::new("imp-002-control").with_both("field", flat.named());
                read.faults.push(Fault::new(&filled.place, message.text()));
            }
            let said = self.said(target, &filled, read);
            let place = filled.place.as_str();
            let mut state =
                |flat, value| state(&mut record, flat, value, text, place, &mut read.faults);
            match said {
                Said::Value(flat, value) => state(flat, value),
                Said::Yes(flat, choices) => {
                    state(flat, Value::from("yes"));
                    if let Some((flat, entries)) = choices {
                        state(flat, entries);
                    }
                }
                Said::Way(flat, way) => {
                    is_turned = way == Way::From;
                    let word = match way {
                        Way::Both => "two_way",
                        Way::To | Way::From => "one_way",
                    };
                    state(flat, Value::from(word));
                }
                Said::End(end) => {
                    record.interfaces.push((end, text.to_owned(), filled.place));
                }
                Said::OwnDevelopment => own_development = Some(filled),
                Said::TheirId(key) => {
                    state(key, Value::from(cell::clean(text)));
                    record.no_id = Some(cell::clean(text));
                }
                Said::NoId(flat, cause) => {
                    let cause = not_shown(flat.named(), text).unwrap_or(cause);
                    record.no_id = Some(cell::clean(text));
                    record.refused.insert(flat.path.as_str());
                    read.faults.push(Fault::new(place, cause));
                }
                Said::Refused(flat, cause) => {
                    record.refused.insert(flat.path.as_str());
                    let cause = cause.map(|cause| not_shown(flat.named(), text).unwrap_or(cause));
                    let fault = cause.map(|cause| Fault::new(place, cause));
                    read.faults.extend(fault);
                }
                Said::Nothing => {}
            }
        }
        if let Some(Filled { place, text, .. }) = own_development {
            made_here(&mut record, self.layout, &place, text, read);
        }
        if is_turned {
            record.turn();
        }
        record
    }

    /// The meaning of a cell. Omissions and approximations are recorded.
    fn said(&self, target: &Target, filled: &Filled<'_>, read: &mut Read) -> Said {
        match target {
            Target::Field(flat) => self.said_of_field(flat, filled, read),
            Target::Address(flat, kind) => address(flat, kind, filled.text),
            Target::Item(flat, value) => ticked(flat, value, filled),
            Target::Interface(end) => Said::End(*end),
            Target::Running | Target::Complete | Target::Respondent | Target::Left => Said::Nothing,
        }
    }

    fn said_of_field(&self, flat: &'static Flat, filled: &Filled<'_>, read: &mut Read) -> Said {
        let Filled { text, column, .. } = *filled;
        if flat.is(FieldRole::Vendor) && cell::is_own_development(text) {
            return Said::OwnDevelopment;
        }
        let explained = |word: &str| self.mapping.explained(&flat.path, word);
        let meant = cell::reworded(flat, text, explained);
        let is_explained = matches!(meant, Cow::Owned(_));
        let meant = self.date_as_meant(flat, column.at, meant);
        if self.has_doubtful_year(flat, &meant) {
            let message = Message::new("imp-002-date-year").with_both("field", flat.named());
            let fault = Fault::new(&filled.place, message.text());
            read.faults.push(fault.about(&cell::clean(&meant)));
            return Said::Refused(flat, None);
        }
        let doubt = self
            .lies_ahead(flat, &meant)
            .or_else(|| self.was_made_a_date(flat, filled.row, column));
        if doubt.is_some() {
            return Said::Refused(flat, doubt);
        }
        if flat.is(FieldRole::Direction)
            && let Some(way) = ends::direction(&meant)
        {
            return Said::Way(flat, way);
        }
        if flat.is(FieldRole::Vendor)
            && !is_explained
            && let Some(other) = word_of_another(&meant)
        {
            let message = Message::new("imp-002-vendor-word")
                .with_both("field", flat.named())
                .with_both("other", other.named());
            read.faults
                .push(Fault::new(&filled.place, message.text()).about(&cell::clean(text)));
            return Said::Refused(flat, None);
        }
        if let Some(choices) = survey::entries_instead(flat, &meant) {
            return Said::Yes(flat, choices);
        }
        match cell::understand(flat, &meant) {
            Ok(Some(value)) if is_explained => Said::Value(flat, value),
            Ok(Some(value)) => match taken(flat, value, &meant, &filled.place, read) {
                Some(value) => Said::Value(flat, value),
                None => Said::Refused(flat, None),
            },
            Ok(None) => Said::Nothing,
            Err(cause) if flat.is(FieldRole::Id) => {
                let key = with_role(self.layout.kind, FieldRole::ForeignKey);
                match key.filter(|_| may_be_their_id(text)) {
                    // It identifies the application at the next import.
                    Some(key) if private(text).is_none() => Said::TheirId(key),
                    Some(_) => Said::NoId(flat, cause),
                    None => Said::NoId(flat, cause),
                }
            }
            Err(cause) => {
                read.note_word(flat, text);
                Said::Refused(flat, Some(cause))
            }
        }
    }

    /// The link target of a cell in an address column if its text is not an address: `Link`, `zur Seite`.
    fn linked(&self, row: &Row, column: &Column, target: &Target) -> Option<&str> {
        let (Target::Field(flat) | Target::Address(flat, _)) = target else {
            return None;
        };
        let is_address =
            |text: &str| text.contains("://") || !text.contains(' ') && text.contains('.');
        let holds_addresses = flat.is(FieldRole::Addresses)
            || flat.is(FieldRole::Repositories)
            || matches!(flat.field.kind, FieldType::Url | FieldType::UrlOrPath);
        if !holds_addresses || is_address(row.text(column.at)) {
            return None;
        }
        let at = (row.number.checked_sub(1)?, column.at);
        self.table.links.get(&at).map(String::as_str)
    }

    /// A slash date in the order of its column.
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

    /// Why a date is rejected if the field only accepts past dates.
    fn lies_ahead(&self, flat: &Flat, text: &str) -> Option<Bilingual> {
        let day = cell::date(text, false).filter(|_| flat.field.past)?;
        if day.date <= self.today {
            return None;
        }
        Some(self.refused("imp-002-date-ahead", flat, text))
    }

    /// Why a date is rejected in a field of short texts: the spreadsheet program converted a version or a number.
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

    /// Whether the century of a two-digit year is uncertain. What began long ago cannot begin a hundred years later.
    fn has_doubtful_year(&self, flat: &Flat, text: &str) -> bool {
        if flat.field.kind != FieldType::Date {
            return false;
        }
        let year = cell::doubtful_year(text, self.today);
        year.is_some_and(|year| flat.field.period_end || year > self.today.year())
    }
}

/// The field whose word a cell of the vendor's column holds instead of a firm: `SaaS`, `Cloud`.
fn word_of_another(text: &str) -> Option<&'static Flat> {
    let text = cell::clean(text);
    let mut others = flat_of_applications().filter(|flat| {
        let is_kind = flat.is(FieldRole::Sourcing) || flat.path == "hosting";
        is_kind && Spec::get().value(flat.field, &text).is_some()
    });
    others.next()
}

fn flat_of_applications() -> impl Iterator<Item = &'static Flat> {
    flat(Kind::Application).iter()
}

/// Whether a text that is not an identifier of ours may be one of another program.
fn may_be_their_id(text: &str) -> bool {
    /// The maximum length of its field.
    const LONGEST: usize = 200;
    !cell::is_a_rest(text) && text.trim().chars().count() <= LONGEST
}

/// Addresses of one kind.
fn address(flat: &'static Flat, kind: &str, text: &str) -> Said {
    match cell::understand(flat, text) {
        Ok(Some(Value::Array(mut items))) => {
            for item in items.iter_mut().filter_map(Value::as_object_mut) {
                item.entry("kind").or_insert_with(|| Value::from(kind));
            }
            Said::Value(flat, Value::Array(items))
        }
        Ok(_) => Said::Nothing,
        Err(cause) => Said::Refused(flat, Some(cause)),
    }
}

/// A list value marked in a column of its own.
fn ticked(flat: &'static Flat, value: &str, filled: &Filled<'_>) -> Said {
    match cell::ticked(filled.text) {
        Some(true) => {
            let value = Value::from(value);
            let value = match flat.field.list {
                true => Value::Array(vec![value]),
                false => value,
            };
            Said::Value(flat, value)
        }
        Some(false) => Said::Nothing,
        None => {
            let message = Message::new("imp-002-flag")
                .with("field", &filled.column.heading)
                .with("value", filled.text);
            Said::Refused(flat, Some(message.text()))
        }
    }
}

/// `Eigenentwicklung` in the vendor's column states how an application was made; it is not a vendor.
fn made_here(record: &mut Record, layout: &Layout, place: &str, text: &str, read: &mut Read) {
    let Some(flat) = with_role(layout.kind, FieldRole::Sourcing) else {
        return;
    };
    let own = Value::from(Sourcing::OwnDevelopment.name());
    if let Some(stated) = record.stated.get(flat.path.as_str()) {
        if stated.value != own {
            let vendor = with_role(layout.kind, FieldRole::Vendor).map(Flat::named);
            let message = Message::new("imp-002-own")
                .with_both("field", vendor.unwrap_or_default())
                .with_both("other", flat.named());
            let fault = Fault::new(place, message.text());
            read.faults.push(fault.about(&cell::clean(text)));
        }
        return;
    }
    let label = flat
        .word(Sourcing::OwnDevelopment.name())
        .unwrap_or_default();
    read.beside.own_developments.note(place, text, &label);
    state(record, flat, own, text, place, &mut read.faults);
}

/// The accepted part of an understood value; omissions and approximations are recorded.
fn taken(flat: &Flat, value: Value, text: &str, place: &str, read: &mut Read) -> Option<Value> {
    if cell::has_a_remark(flat, text) {
        let label = cell::shown(flat, &value, Language::De);
        read.beside.remarks.note(place, text, &label);
        return Some(value);
    }
    let Some(said) = value.as_str() else {
        if flat.is(FieldRole::Addresses)
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
    let mut kept = said.to_owned();
    let mut struck = Vec::new();
    if flat.field.kind == FieldType::Text {
        for without in [without_secret, without_facts] {
            if let Some((rest, cause)) = without(flat, &kept) {
                struck.push(cause);
                kept = rest;
            }
        }
    }
    if let Some(without) = without_person(flat, &kept) {
        struck.push(without.said);
        kept = without.kept;
    }
    if let Some(cause) = suspicion(flat, said, &kept) {
        read.faults.push(Fault::new(place, cause));
        return None;
    }
    if struck.is_empty() {
        return Some(value);
    }
    let faults = struck.into_iter().map(|cause| Fault::new(place, cause));
    read.faults.extend(faults);
    (!kept.is_empty()).then(|| Value::from(kept))
}

/// The address of a cell that was written without its scheme.
fn completed_address<'v>(value: &'v Value, text: &str) -> Option<&'v str> {
    let mut addresses = value
        .as_array()?
        .iter()
        .filter_map(|item| item.get("url")?.as_str());
    addresses.find(|address| !text.contains(address))
}

/// Adds a value; lists from several columns are merged.
fn state(
    record: &mut Record,
    flat: &'static Flat,
    value: Value,
    written: &str,
    place: &str,
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
        faults.push(Fault::new(place, message.text()));
        return;
    }
    // The written form is only kept for free text.
    let written = if matches!(
        flat.field.kind,
        FieldType::Date | FieldType::Words | FieldType::Bool | FieldType::Count
    ) {
        showable(&cell::clean(written)).into_owned()
    } else {
        String::new()
    };
    record.stated.insert(
        flat.path.as_str(),
        Stated {
            flat,
            value,
            written,
            place: place.to_owned(),
        },
    );
}
