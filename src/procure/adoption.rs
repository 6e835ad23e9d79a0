//! After the award: the bid as an entry of the inventory, and everything promised or missing as obligations of its
//! vendor, which become tasks of a plan.

use std::fmt::Write;

use super::comparison::{ComparedBid, Comparison};
use super::paper::{self, said};
use super::verdict::{Judged, State};
use super::wording::clean;
use crate::inventory::{Obligation, ObligationKind};
use crate::rule::Coverage;
use crate::texts::{Language, cut, filled, on_one_line};

/// Maximum length of a demand in the inventory, in characters.
const MOST_LETTERS: usize = 500;

/// The inventory entry as TOML. `has_documents`: the bidder's documents are in `artefacts/ID`.
pub fn adopted_entry(
    comparison: &Comparison,
    bid: &ComparedBid,
    id: &str,
    department: &str,
    has_documents: bool,
    language: Language,
) -> String {
    let product = &bid.verdict.product;
    let quoted = |text: &str| toml::Value::String(plain(text)).to_string();
    let obligations = obligations(comparison, bid, language);
    let count = obligations.len();
    let notes = filled(
        "tender.adopt-notes",
        language,
        &[("tender", &comparison.tender.name), ("count", &count)],
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
    for obligation in &obligations {
        page.push_str(&written(obligation));
    }
    page
}

/// The promises and missing points as obligations of the vendor.
pub fn obligations(
    comparison: &Comparison,
    bid: &ComparedBid,
    language: Language,
) -> Vec<Obligation> {
    let tender = &comparison.tender;
    let until = tender.remedy_until.as_deref();
    let points = bid.for_contract();
    let ids = points.iter().map(|judged| judged.question.id.as_str());
    let ids: Vec<&str> = ids.collect();
    points
        .iter()
        .map(|judged| {
            let question = &judged.question;
            let unique = ids.iter().filter(|id| **id == question.id).count() == 1;
            let name = tender.reference.as_ref().unwrap_or(&tender.name);
            Obligation {
                id: match unique {
                    true => question.id.clone(),
                    false => question.key(),
                },
                kind: kind(judged),
                demand: cut(&plain(question.demand.get(language)), MOST_LETTERS).into_owned(),
                until: until.and_then(|day| day.parse().ok()),
                clause: Some(paper::clause(judged, until, language)),
                verify: Some(verify(judged, language)),
                source: Some(plain(&format!("{name}, {}", question.key()))),
                ..Obligation::default()
            }
        })
        .collect()
}

const fn kind(judged: &Judged) -> ObligationKind {
    match (judged.state, judged.question.knockout) {
        (State::Met, _) => ObligationKind::Warranty,
        (_, true) => ObligationKind::BeforeAcceptance,
        (_, false) => ObligationKind::Remedy,
    }
}

/// How to verify that a demand is met: what an audit sees of it, and what a person checks.
fn verify(judged: &Judged, language: Language) -> String {
    let question = &judged.question;
    let key = match question.coverage {
        Coverage::Automated => "verify-automated",
        Coverage::Partial => "verify-partial",
        Coverage::Manual | Coverage::Pending => "verify-manual",
    };
    let expected = match &question.expected {
        Some(expected) => expected.get(language).as_str(),
        None => said("clause-evidence", language),
    };
    let values: [(&str, &dyn std::fmt::Display); 2] = [
        ("expected", &expected),
        ("question", question.question.get(language)),
    ];
    plain(&filled(&format!("tender.{key}"), language, &values))
}

/// An obligation as TOML.
fn written(obligation: &Obligation) -> String {
    let mut page = String::from("\n[[application.obligation]]\n");
    let kind = obligation.kind.name();
    let until = obligation.until.map(|day| day.to_string());
    let text = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let fields = [
        ("id", Some(text(&obligation.id))),
        ("kind", Some(text(kind))),
        ("demand", Some(text(&obligation.demand))),
        // TOML dates are written without quotes.
        ("until", until),
        ("clause", obligation.clause.as_deref().map(text)),
        ("verify", obligation.verify.as_deref().map(text)),
        ("source", obligation.source.as_deref().map(text)),
    ];
    for (field, value) in fields {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = writeln!(page, "{field} = {value}");
        }
    }
    page
}

/// A text on one line.
fn plain(text: &str) -> String {
    on_one_line(&clean(text))
}
