//! DBML, the language of database diagrams: tables, enumerations, notes, keys.

mod reader;
mod settings;
mod token;

use super::{Failure, Format, Parsed, Recognition};
use crate::model::SchemaModel;
use crate::source::Capture;
use crate::topic::Topic;

/// DBML.
pub struct Dbml;

impl Format for Dbml {
    fn name(&self) -> &'static str {
        "dbml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["dbml"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        if capture.extension() != "dbml" {
            return Recognition::No;
        }
        let text = capture.text().map(|text| text.as_str()).unwrap_or_default();
        let opens = text.lines().any(|line| {
            let word = line.split_whitespace().next().unwrap_or_default();
            [
                "table",
                "enum",
                "project",
                "ref",
                "ref:",
                "tablepartial",
                "tablegroup",
            ]
            .iter()
            .any(|keyword| word.eq_ignore_ascii_case(keyword))
        });
        if opens {
            Recognition::Likely
        } else {
            Recognition::Maybe
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let model = SchemaModel::new(&capture.document, self.name(), text.clone());
        let (model, notes) = reader::read_dbml(model, text.as_str());
        Ok(Parsed {
            schemas: vec![model],
            notes,
            ..Parsed::default()
        })
    }
}
