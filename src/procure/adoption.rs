//! After the award: the bid as an entry of the inventory, and what was promised as tasks.

use std::fmt::Write;

use super::comparison::{ComparedBid, Comparison};
use super::paper::said;
use super::verdict::State;
use crate::report::csv_cell;
use crate::texts::{Language, filled};

/// The entry of the inventory, as TOML. `has_documents`: the bidder's documents lie in `artefacts/ID`.
pub fn adopted_entry(
    comparison: &Comparison,
    bid: &ComparedBid,
    id: &str,
    department: &str,
    has_documents: bool,
    language: Language,
) -> String {
    let product = &bid.verdict.product;
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = |text: &str| toml::Value::String(plain(text)).to_string();
    let count = bid.for_contract().len();
    let notes = filled(
        "tender.adopt-notes",
        language,
        &[
            ("tender", &comparison.tender.name),
            ("count", &count),
            ("id", &id),
        ],
    );
    // A bid may have come without the name of its product.
    let name = match product.name.is_empty() {
        true => &comparison.tender.name,
        false => &product.name,
    };
    let mut page = String::new();
    let mut line = |text: &str| {
        page.push_str(text);
        page.push('\n');
    };
    line(&format!("# {}", said("adopt-head", language)));
    line("[[application]]");
    for (field, text) in [
        ("id", id),
        ("name", name.as_str()),
        ("department", department),
        ("kind", "web"),
        ("sourcing", "standard_software"),
        ("vendor", product.vendor.as_str()),
        ("product", name.as_str()),
    ] {
        line(&format!("{field} = {}", quoted(text)));
    }
    if let Some(version) = &product.version {
        line(&format!("version = {}", quoted(version)));
    }
    line("user_groups = [\"employees\"]");
    line("personal_data = true");
    line(&format!("notes = {}", quoted(&notes)));
    line("lifecycle = { phase = \"plan\" }");
    if has_documents {
        let path = quoted(&format!("artefacts/{id}"));
        line(&format!(
            "artefact = [{{ id = \"angebot\", path = {path} }}]"
        ));
    }
    page
}

/// What was promised or is missing, as tasks for trackers, comma-separated: the columns of `render --format tasks-csv`.
pub fn obligations(
    comparison: &Comparison,
    bid: &ComparedBid,
    id: &str,
    language: Language,
) -> String {
    let mut page = String::from("title,description,due_date,priority,id,labels,labels\n");
    let due = comparison
        .tender
        .remedy_until
        .as_deref()
        .unwrap_or_default();
    for judged in bid.for_contract() {
        let question = &judged.question;
        let key = match (judged.state, question.knockout) {
            (State::Met, _) => "task-declared",
            (_, true) => "task-knockout",
            (_, false) => "task-missing",
        };
        let demand = question.demand.get(language);
        let title = filled(
            &format!("tender.{key}"),
            language,
            &[("demand", demand), ("id", &question.id)],
        );
        let body = filled(
            "tender.task-body",
            language,
            &[
                ("tender", &comparison.tender.name),
                (
                    "reference",
                    &comparison.tender.reference.as_deref().unwrap_or("–"),
                ),
                ("question", question.question.get(language)),
            ],
        );
        let priority = if question.knockout { "1" } else { "2" };
        let number = format!("{id}-{}", question.id);
        let label = said("task-label", language);
        let cells = [title.as_str(), &body, due, priority, &number, label, id];
        let cells: Vec<String> = cells.iter().map(|text| csv_cell(text)).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(page, "{}", cells.join(","));
    }
    page
}
