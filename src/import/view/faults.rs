//! What was not taken over: one line per reason, with its cells.

use std::collections::{HashMap, HashSet};

use super::super::fault;
use super::super::plan::Plan;
use super::View;
use crate::texts::{Language, filled};

/// Maximum number of cell texts shown after a shared message.
const VALUES: usize = 10;

impl View {
    /// One line per reason, with its cells.
    pub(super) fn faults(&mut self, plan: &Plan) {
        let mut order: Vec<&str> = Vec::new();
        let mut places: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut values: HashMap<&str, Vec<&str>> = HashMap::new();
        for fault in &plan.faults {
            let message = match self.shown.language {
                Language::De => fault.message.de.as_str(),
                Language::En => fault.message.en.as_str(),
            };
            let cells = places.entry(message).or_default();
            if cells.is_empty() {
                order.push(message);
            }
            // One cell may have several faults.
            if cells.last() != Some(&fault.place.as_str()) {
                cells.push(&fault.place);
            }
            if !fault.value.is_empty() {
                values.entry(message).or_default().push(&fault.value);
            }
        }
        let lines = order.into_iter().map(|message| {
            let said = match values.get(message) {
                Some(values) => format!("{message} {}", self.values(values)),
                None => message.to_owned(),
            };
            match places.get(message).map(Vec::as_slice) {
                Some([first, more @ ..]) if !more.is_empty() => {
                    format!("{first} {}: {said}", self.more_cells(first, more))
                }
                Some([first]) => format!("{first}: {said}"),
                _ => said,
            }
        });
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() {
            return;
        }
        self.out.push('\n');
        self.line(0, self.counted("imp-view-faults", plan.faults.len()));
        for line in lines.iter().take(self.most()) {
            self.line(2, line);
        }
        self.rest(lines.len());
        // The shortest one is most likely a name.
        if let Some(name) = plan.open_ends.keys().min_by_key(|name| name.len()) {
            let name = toml_edit::Value::from(name.as_str()).to_string();
            let key = "inventory.imp-view-ends-step";
            let step = filled(key, self.shown.language, &[("name", &name.trim())]);
            self.line(2, step);
        }
    }

    /// The distinct cell texts of a shared message.
    fn values(&self, values: &[&str]) -> String {
        let mut different: Vec<&str> = Vec::new();
        let mut seen = HashSet::new();
        different.extend(values.iter().filter(|value| seen.insert(**value)));
        let shown = match self.shown.most {
            0 => different.len(),
            _ => VALUES.min(different.len()),
        };
        let quoted = different.iter().take(shown);
        let quoted = quoted.map(|it| super::quoted(it, self.shown.language));
        let quoted: Vec<String> = quoted.collect();
        let rest = different.len() - shown;
        match rest {
            0 => quoted.join(", "),
            _ => format!(
                "{} {}",
                quoted.join(", "),
                self.counted("imp-view-rest", rest)
            ),
        }
    }

    /// Further cells of a fault; those of the same table without its name.
    fn more_cells(&self, first: &str, more: &[&str]) -> String {
        const SHOWN: usize = 5;
        let shown = if self.shown.most == 0 {
            more.len()
        } else {
            SHOWN
        };
        let (table, _) = fault::table_and_cell(first);
        let places = more.iter().take(shown);
        let mut places: Vec<&str> = places
            .map(|place| place.strip_prefix(table).unwrap_or(place))
            .collect();
        if more.len() > shown {
            places.push("…");
        }
        filled(
            "inventory.imp-view-more-cells",
            self.shown.language,
            &[("count", &more.len()), ("places", &places.join(", "))],
        )
    }
}
