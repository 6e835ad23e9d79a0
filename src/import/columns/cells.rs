//! The cells below a heading, which show what kind of column it is.

use std::collections::BTreeSet;

use super::super::cell;
use super::super::fields::Flat;
use super::super::survey;
use super::super::table::Table;
use super::Layout;
use crate::inventory::{FieldRole, FieldType};

/// Number of cells sampled per column.
pub(super) const SAMPLE: usize = 400;

/// The cells below a heading.
pub(super) struct Cells<'t> {
    pub texts: Vec<&'t str>,
}

impl<'t> Cells<'t> {
    /// The cells of a column below the head of its table.
    pub fn of(table: &'t Table, layout: &Layout, column: u32) -> Self {
        Self::below(table, layout.head, column)
    }

    /// The cells of a column after the first `head` rows.
    pub fn below(table: &'t Table, head: usize, column: u32) -> Self {
        let rows = table.rows.iter().skip(head).take(SAMPLE);
        let texts = rows.map(|row| row.text(column).trim());
        Self {
            texts: texts.filter(|text| !text.is_empty()).collect(),
        }
    }

    /// Whether most of them satisfy a predicate.
    pub fn most(&self, is_so: impl Fn(&str) -> bool) -> bool {
        let count = self.texts.iter().filter(|text| is_so(text)).count();
        !self.texts.is_empty() && count * 10 >= self.texts.len() * 7
    }

    /// Whether they are of the kind that a hint to a field asks for.
    pub fn are(&self, what: &str, flat: &Flat) -> bool {
        match what {
            // Where a yes is asked, many name the values instead: `m/w/d`, `Anrede`.
            "yes_no" if flat.is(FieldRole::GenderStored) => {
                let says = |text: &str| {
                    cell::ticked(text).is_some() || survey::entries_instead(flat, text).is_some()
                };
                self.are_yes_or_no() || self.most(says)
            }
            "yes_no" => self.are_yes_or_no(),
            "texts" => !self.texts.is_empty() && !self.are_yes_or_no(),
            "dates" => self.most(is_date),
            "words" => !self.texts.is_empty() && self.fit(flat),
            _ => false,
        }
    }

    /// How many of them are values of a field.
    pub fn understood(&self, flat: &Flat) -> usize {
        let understood = |text: &&&str| matches!(cell::understand(flat, text), Ok(Some(_)));
        self.texts.iter().filter(understood).count()
    }

    /// Whether most of them say yes or no, and at least one states something.
    pub fn are_yes_or_no(&self) -> bool {
        let is_stated = |text: &&&str| !cell::is_unstated(text);
        self.most(|text| cell::ticked(text).is_some())
            && self.texts.iter().any(|text| is_stated(&text))
    }

    /// The number of distinct texts.
    pub fn distinct(&self) -> usize {
        let texts: BTreeSet<&str> = self.texts.iter().copied().collect();
        texts.len()
    }

    /// Whether nearly every text is distinct, contains letters and is not an address.
    pub fn are_names(&self) -> bool {
        let is_name = |text: &str| {
            let letters = text.chars().filter(|ch| ch.is_alphabetic()).count();
            letters >= 3
                && !text.contains("://")
                && !text.contains('@')
                && text.chars().count() <= 120
                && cell::date(text, false).is_none()
        };
        self.texts.len() >= 3 && self.distinct() * 10 >= self.texts.len() * 8 && self.most(is_name)
    }

    /// Whether a field may hold them. A column without cells fits every field.
    pub fn fit(&self, flat: &Flat) -> bool {
        if self.texts.is_empty() {
            return true;
        }
        let yes_no = self.are_yes_or_no();
        match (flat.field.role, flat.field.kind) {
            (Some(FieldRole::Name), _) => self.texts.len() < 3 || self.are_names(),
            (Some(FieldRole::Id), _) => {
                let short = self.most(|text| !text.contains(' ') && text.len() <= 40);
                short && self.distinct() * 10 >= self.texts.len() * 8
            }
            (_, FieldType::Bool) => yes_no,
            // Half of a list may use words of its own.
            (_, FieldType::Words | FieldType::Count | FieldType::Integer | FieldType::Date) => {
                self.understood(flat) * 3 >= self.texts.len()
            }
            _ => !yes_no,
        }
    }
}

/// Whether a cell mentions a date, however roughly.
pub(super) fn is_date(text: &str) -> bool {
    cell::date(text, false).is_some() || cell::is_about(text)
}
