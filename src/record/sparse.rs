//! Short forms of the most frequent parts of a report on thousands of applications. Both forms are read.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Cell, Compact, Compactable};
use crate::outcome::Outcome;

/// Records without empty members (`null`, `[]`), which are restored on reading.
pub mod records {
    use serde::ser::Error as _;

    use super::{Compact, Compactable, Serialize, SerializeSeq, Serializer, without_nothing};

    /// Writes records.
    pub fn serialize<S: Serializer, R: Serialize>(
        records: &Compact<Vec<R>>,
        to: S,
    ) -> Result<S::Ok, S::Error>
    where
        Vec<R>: Compactable,
    {
        let records = records.glance();
        let mut sequence = to.serialize_seq(Some(records.len()))?;
        for record in records.iter() {
            let record = serde_json::to_value(record).map_err(S::Error::custom)?;
            sequence.serialize_element(&without_nothing(record))?;
        }
        sequence.end()
    }
}

fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter();
            let members = members.filter(|(_, member)| !is_nothing(member));
            Value::Object(
                members
                    .map(|(name, member)| (name, without_nothing(member)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nothing).collect()),
        other => other,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The cells of a matrix row by checklist and criterion: `{"bitv-web": {"1.1.1": "failed"}}`. A cell decided by a
/// person is an object.
pub mod cells {
    use super::{ByCriterion, Cell, CellsVisitor, Compact, Deserializer, SerializeMap, Serializer};

    /// Writes the cells; those of one checklist must be adjacent.
    pub fn serialize<S: Serializer>(cells: &Compact<Vec<Cell>>, to: S) -> Result<S::Ok, S::Error> {
        let cells = cells.glance();
        let mut map = to.serialize_map(None)?;
        for of_one in cells.chunk_by(|a, b| a.checklist == b.checklist) {
            if let Some(first) = of_one.first() {
                map.serialize_entry(&first.checklist, &ByCriterion(of_one))?;
            }
        }
        map.end()
    }

    /// Reads the cells; older versions wrote a list of objects.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Compact<Vec<Cell>>, D::Error> {
        from.deserialize_any(CellsVisitor).map(Compact::from)
    }
}

struct ByCriterion<'a>(&'a [Cell]);

impl Serialize for ByCriterion<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for cell in self.0 {
            let said = match cell.answered {
                true => Said::Decided {
                    verdict: cell.verdict,
                    answered: true,
                },
                false => Said::Verdict(cell.verdict),
            };
            map.serialize_entry(&cell.criterion, &said)?;
        }
        map.end()
    }
}

/// The content of a cell.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Said {
    Verdict(Outcome),
    Decided { verdict: Outcome, answered: bool },
}

struct CellsVisitor;

impl<'de> Visitor<'de> for CellsVisitor {
    type Value = Vec<Cell>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("cells by checklist and criterion")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<Cell>, A::Error> {
        let mut cells = Vec::new();
        while let Some(cell) = items.next_element()? {
            cells.push(cell);
        }
        Ok(cells)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut checklists: A) -> Result<Vec<Cell>, A::Error> {
        let mut cells = Vec::new();
        while let Some((checklist, Verdicts(verdicts))) =
            checklists.next_entry::<String, Verdicts>()?
        {
            cells.extend(verdicts.into_iter().map(|(criterion, said)| {
                let (verdict, answered) = match said {
                    Said::Verdict(verdict) => (verdict, false),
                    Said::Decided { verdict, answered } => (verdict, answered),
                };
                Cell {
                    checklist: checklist.clone(),
                    criterion,
                    verdict,
                    answered,
                }
            }));
        }
        Ok(cells)
    }
}

/// Criteria in the order of the file, which is that of the checklist.
struct Verdicts(Vec<(String, Said)>);

impl<'de> Deserialize<'de> for Verdicts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Verdicts;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("verdicts by criterion")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut criteria: A) -> Result<Verdicts, A::Error> {
                let mut verdicts = Vec::new();
                while let Some(entry) = criteria.next_entry()? {
                    verdicts.push(entry);
                }
                Ok(Verdicts(verdicts))
            }
        }

        from.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Line(#[serde(with = "cells")] Compact<Vec<Cell>>);

    fn cell(checklist: &str, criterion: &str, answered: bool) -> Cell {
        Cell {
            checklist: checklist.to_owned(),
            criterion: criterion.to_owned(),
            verdict: Outcome::Passed,
            answered,
        }
    }

    #[test]
    fn cells_are_read_in_both_forms_and_keep_their_order() {
        let cells = vec![
            cell("b", "1.10", false),
            cell("b", "1.2", true),
            cell("a", "1", false),
        ];
        let line = Line(cells.into());
        let short = serde_json::to_string(&line).expect("JSON");
        assert_eq!(
            short,
            r#"{"b":{"1.10":"passed","1.2":{"verdict":"passed","answered":true}},"a":{"1":"passed"}}"#
        );
        let long = serde_json::to_string(&line.0).expect("JSON");
        for form in [short, long] {
            let read: Line = serde_json::from_str(&form).expect("cells");
            assert_eq!(read, line);
        }
    }

    #[test]
    fn members_that_say_nothing_are_left_out() {
        let value =
            serde_json::json!({ "a": null, "b": [], "c": [{ "d": null, "e": 0 }], "f": "" });
        let expected = serde_json::json!({ "c": [{ "e": 0 }], "f": "" });
        assert_eq!(without_nothing(value), expected);
    }
}
