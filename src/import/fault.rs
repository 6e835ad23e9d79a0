//! Values that were not taken over, with cell and reason, in the order of files, rows and columns.

use crate::inventory::{quotable, showable};
use crate::texts::Bilingual;

/// A value that was not taken over, with place and reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    pub place: String,
    pub message: BilingualText,
    /// The text of the cell, if the message is shared by cells with different texts.
    pub value: String,
}

/// A sortable message in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BilingualText {
    pub de: String,
    pub en: String,
}

impl From<Bilingual> for BilingualText {
    fn from(text: Bilingual) -> Self {
        Self {
            de: text.de,
            en: text.en,
        }
    }
}

impl Fault {
    pub fn new(place: &str, message: Bilingual) -> Self {
        Self {
            place: place.to_owned(),
            message: message.into(),
            value: String::new(),
        }
    }

    /// The same fault for a cell with this text.
    pub fn about(self, value: &str) -> Self {
        Self {
            value: quotable(&showable(value)),
            ..self
        }
    }
}

/// Sorts faults in reading order and removes duplicates.
pub(super) fn sort(faults: &mut Vec<Fault>) {
    faults.sort_by(|a, b| {
        let by_place = order(&a.place).cmp(&order(&b.place));
        by_place
            .then_with(|| a.message.cmp(&b.message))
            .then_with(|| a.value.cmp(&b.value))
    });
    faults.dedup();
}

/// Sort key of a place: the table, the row, the column (`B` before `AA`).
fn order(place: &str) -> (&str, u32, usize, &str) {
    let (table, cell) = table_and_cell(place);
    let (row, column) = match cell.split_once(':') {
        Some(parts) => parts,
        None => {
            let digits = cell
                .find(|ch: char| ch.is_ascii_digit())
                .unwrap_or(cell.len());
            let (column, row) = cell.split_at(digits);
            (row, column)
        }
    };
    (table, row.parse().unwrap_or(0), column.len(), column)
}

/// Splits a place into the table with its separator and the cell: `liste.xlsx Blatt!` and `F9`, `liste.csv:` and `9:F`.
/// The cell is empty for a whole table.
pub(super) fn table_and_cell(place: &str) -> (&str, &str) {
    let end = match place.rfind('!') {
        Some(sign) => sign + 1,
        None => {
            let is_number = |text: &str| text.parse::<u32>().is_ok();
            let last = place.rfind(':').unwrap_or(place.len());
            let before = place.get(..last).unwrap_or_default();
            let behind = place
                .get(last..)
                .unwrap_or_default()
                .trim_start_matches(':');
            match before.rsplit_once(':') {
                Some((file, row)) if is_number(row) => file.len() + 1,
                _ if is_number(behind) => last + 1,
                _ => place.len(),
            }
        }
    };
    place.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_stand_in_the_order_of_the_list() {
        let places = [
            "a.csv",
            "a.csv:2",
            "a.csv:2:B",
            "a.csv:2:AA",
            "a.csv:10:B",
            "b.xlsx Blatt!9",
            "b.xlsx Blatt!F9",
            "b.xlsx Blatt!F10",
        ];
        let mut faults: Vec<Fault> = places
            .iter()
            .rev()
            .map(|place| Fault::new(place, Bilingual::default()))
            .collect();
        sort(&mut faults);
        let sorted: Vec<&str> = faults.iter().map(|fault| fault.place.as_str()).collect();
        assert_eq!(sorted, places);
    }
}
