//! Fields with a label right before them that is not associated with them.

use super::edit::RemedyEdit;
use super::tag::StartTag;
use super::{Proposal, RemedyCase, Suggester};
use crate::record::Applicability;

/// Associates a label with its field.
pub(super) struct ConnectedLabel;

/// Maximum text between a label and its field.
const MOST_BETWEEN: usize = 80;

impl Suggester for ConnectedLabel {
    fn name(&self) -> &'static str {
        "label"
    }

    fn rules(&self) -> &'static [&'static str] {
        &["accessibility/field-name"]
    }

    fn suggest(&self, case: &RemedyCase<'_>) -> Option<Proposal> {
        let place = &case.finding.place;
        let document = case.desk.document(&place.document)?;
        let text = document.text.as_str();
        // In scripts the attribute has another name, and inside a loop one id is not enough.
        let is_markup = matches!(
            document.capture.extension().as_str(),
            "html" | "htm" | "xhtml" | "vue" | "php" | "jsp" | "twig"
        );
        let field = StartTag::at(text, document.start(place)?)?;
        if !is_markup || !matches!(field.name.as_str(), "input" | "select" | "textarea") {
            return None;
        }
        if field
            .attributes
            .iter()
            .any(|attribute| attribute.name.contains("v-for") || attribute.name == ":id")
        {
            return None;
        }
        let label = label_before(text, field.range.start)?;
        let mut edits = Vec::new();
        let id = match field.value("id") {
            Some(id) if is_plain(id) => id.to_owned(),
            Some(_) => return None,
            None if field.attribute("id").is_some() => return None,
            None => {
                let name = field.value("name").filter(|name| is_plain(name))?;
                let quoted = [
                    format!("id=\"{name}\""),
                    format!("id='{name}'"),
                    format!("for=\"{name}\""),
                ];
                if quoted.iter().any(|used| text.contains(used)) {
                    return None;
                }
                edits.push(RemedyEdit::insert(
                    &place.document,
                    field.end_of_attributes,
                    format!(" id=\"{name}\""),
                ));
                name.to_owned()
            }
        };
        edits.push(RemedyEdit::insert(
            &place.document,
            label.end_of_attributes,
            format!(" for=\"{id}\""),
        ));
        Some(Proposal {
            edits,
            companions: Default::default(),
            applicability: Applicability::Mechanical,
            decisions: Vec::new(),
        })
    }
}

fn is_plain(name: &str) -> bool {
    let plain = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '-' | '_');
    !name.is_empty() && name.chars().all(plain)
}

/// The label that ends right before a byte, contains text and is not associated with anything.
fn label_before(text: &str, at: usize) -> Option<StartTag<'_>> {
    const END: &str = "</label>";
    let before = text.get(..at)?;
    let end = before.to_ascii_lowercase().rfind(END)?;
    let between = before.get(end + END.len()..)?;
    let separator = between
        .replace("<br>", "")
        .replace("<br/>", "")
        .replace("<br />", "");
    if between.len() > MOST_BETWEEN || !separator.trim().is_empty() {
        return None;
    }
    let start = before.get(..end)?.to_ascii_lowercase().rfind("<label")?;
    let label = StartTag::at(text, start)?;
    let content = text.get(label.range.end..end)?;
    let says_something = content.chars().filter(|ch| ch.is_alphabetic()).count() >= 2;
    let holds_field = ["<input", "<select", "<textarea", "<button"]
        .iter()
        .any(|tag| content.to_ascii_lowercase().contains(tag));
    let tied = label.attributes.iter().any(|attribute| {
        matches!(
            attribute.name.as_str(),
            "for" | ":for" | "htmlfor" | "v-bind:for" | "[for]"
        )
    });
    (says_something && !holds_field && !tied && label.name == "label").then_some(label)
}
