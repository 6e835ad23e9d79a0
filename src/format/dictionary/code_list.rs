//! Code lists in files of their own: codes and their meaning under a heading (`geschlecht.csv`), or several lists told
//! apart by a column with their names (`Schlüsselart|Schlüssel|Langtext`).

use super::csv::{SEPARATORS, cells};
use super::data::{self, CsvData};
use super::keys::{self, KeyList};
use crate::format::{Failure, Format, Parsed, Recognition};
use crate::model::SchemaModel;
use crate::source::Capture;
use crate::topic::Topic;

/// CSV code lists that are about the topic according to the name of the file or of a list in it. All others are data.
pub struct CsvCodeLists;

impl Format for CsvCodeLists {
    fn name(&self) -> &'static str {
        "csv-code-lists"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab", "txt"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let fits = self.extensions().contains(&capture.extension().as_str());
        Recognition::Maybe.when(fits && lists(capture, capture.head()).next().is_some())
    }

    fn surest(&self, _: &Capture) -> Recognition {
        Recognition::Maybe
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let is_named_so = |list: &KeyList| data::is_topic(topic, list.name());
        let found = lists(capture, text.as_str())
            .find(|lists| lists.iter().any(is_named_so) && !data::is_concerned(capture, topic));
        let Some(found) = found else {
            return CsvData.parse(capture, topic);
        };
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        keys::join(&mut model, found.into_iter().filter(is_named_so).collect());
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

/// The lists in a text, for each separator that yields any.
fn lists(capture: &Capture, text: &str) -> impl Iterator<Item = Vec<KeyList>> {
    let file = capture.file_name();
    SEPARATORS
        .into_iter()
        .filter(|separator| {
            let heading = text.lines().find(|line| !line.trim().is_empty());
            heading.is_some_and(|line| line.contains(*separator))
        })
        .filter_map(move |separator| {
            let stem = file.split('.').next().unwrap_or_default();
            let lists = keys::lists(stem, &cells(text, separator));
            (!lists.is_empty()).then_some(lists)
        })
}
