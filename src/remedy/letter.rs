//! Letters without a form of address for people who stated no gender.

use super::desk::DeskDocument;
use super::edit::RemedyEdit;
use super::{Proposal, RemedyCase, Suggester};
use crate::record::Applicability;
use crate::texts::{self, Bilingual, Language};

/// Adds a third form of address, by name.
pub(super) struct NeutralForm;

/// How a template language writes a condition.
struct Choice {
    /// File extensions; dialects differ only in how they write conditions.
    extensions: &'static [&'static str],
    open: [&'static str; 2],
    otherwise: &'static str,
    also: [&'static str; 2],
    value: [&'static str; 2],
}

const CHOICES: &[Choice] = &[
    Choice {
        extensions: &["twig"],
        open: ["{% if ", " %}"],
        otherwise: "{% else %}",
        also: ["{% elseif ", " %}"],
        value: ["{{", "}}"],
    },
    Choice {
        extensions: &["j2", "jinja", "jinja2", "html", "txt", "djhtml"],
        open: ["{% if ", " %}"],
        otherwise: "{% else %}",
        also: ["{% elif ", " %}"],
        value: ["{{", "}}"],
    },
    Choice {
        extensions: &["ftl", "ftlh"],
        open: ["<#if ", ">"],
        otherwise: "<#else>",
        also: ["<#elseif ", ">"],
        value: ["${", "}"],
    },
    Choice {
        extensions: &["tpl"],
        open: ["{if ", "}"],
        otherwise: "{else}",
        also: ["{elseif ", "}"],
        value: ["{$", "}"],
    },
];

impl Suggester for NeutralForm {
    fn name(&self) -> &'static str {
        "neutral-form"
    }

    fn rules(&self) -> &'static [&'static str] {
        &["gender/letter-has-neutral-form"]
    }

    fn suggest(&self, case: &RemedyCase<'_>) -> Option<Proposal> {
        let place = &case.finding.place;
        let document = case.desk.document(&place.document)?;
        let at = document.start(place)?;
        let edit = third_way(&document, at)?;
        Some(Proposal {
            edits: vec![edit],
            companions: Default::default(),
            applicability: Applicability::Proposal,
            decisions: vec![Bilingual::filled("remedy.neutral-form-check", &[])],
        })
    }
}

/// Turns `Herr`, else `Frau` into `Herr`, else if `Frau`, else the full name.
fn third_way(document: &DeskDocument, at: usize) -> Option<RemedyEdit> {
    let text = document.text.as_str();
    let extension = document.capture.extension();
    let choice = CHOICES
        .iter()
        .find(|choice| choice.extensions.contains(&extension.as_str()))?;
    // The place is somewhere in the line of the condition.
    let line = text.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let open = line + text.get(line..)?.find(choice.open[0])?;
    let condition_at = open + choice.open[0].len();
    let condition = text
        .get(condition_at..)?
        .split_once(choice.open[1])
        .map(|(condition, _)| condition)?;
    let swapped = swapped(condition)?;
    let behind = condition_at + condition.len() + choice.open[1].len();
    let otherwise = behind + text.get(behind..)?.find(choice.otherwise)?;
    let first = text.get(behind..otherwise)?;
    let rest_at = otherwise + choice.otherwise.len();
    let end = rest_at + text.get(rest_at..)?.find(end_of(choice))?;
    let second = text.get(rest_at..end)?;
    // Accepts only one condition with two plain forms of address.
    let plain = |form: &str| !form.contains(['{', '<', '#', '$', '\n']);
    if !(plain(first) && plain(second) && first.contains("Herr") && second.contains("Frau")) {
        return None;
    }
    // The name must follow, and the first name must be known exactly.
    let follows = text.get(end + end_of(choice).len()..)?;
    let (before, rest) = follows.split_once(choice.value[0])?;
    let (name, _) = rest.split_once(choice.value[1])?;
    if !before.trim().is_empty() || !before.starts_with(' ') {
        return None;
    }
    let given = given_name(text, name, choice)?;
    let [open, close] = choice.also;
    Some(RemedyEdit::replace(
        &document.capture.document,
        otherwise,
        end,
        format!(
            "{open}{swapped}{close}{second}{}{} {given}",
            choice.otherwise,
            texts::text("remedy.neutral-form-greeting", Language::De)
        ),
    ))
}

fn end_of(choice: &Choice) -> &'static str {
    match choice.otherwise {
        "{% else %}" => "{% endif %}",
        "<#else>" => "</#if>",
        _ => "{/if}",
    }
}

/// The same condition for the other form of address; `None` if it is more than a comparison with one word.
fn swapped(condition: &str) -> Option<String> {
    let pairs = [
        ("'Herr'", "'Frau'"),
        ("\"Herr\"", "\"Frau\""),
        ("'herr'", "'frau'"),
        ("\"herr\"", "\"frau\""),
    ];
    let (from, to) = pairs
        .iter()
        .find(|(from, _)| condition.matches(from).count() == 1)?;
    let compared = [" or ", " and ", "||", "&&", "!=", " ne ", "not "];
    (!compared.iter().any(|other| condition.contains(other))).then(|| condition.replace(from, to))
}

/// The placeholder of the first name, as the letter uses it elsewhere for the same person.
fn given_name(text: &str, last: &str, choice: &Choice) -> Option<String> {
    let last = last.trim();
    let spellings = [
        ("nachname", "vorname"),
        ("Nachname", "Vorname"),
        ("last_name", "first_name"),
        ("lastName", "firstName"),
        ("lastname", "firstname"),
        ("familienname", "vorname"),
    ];
    let (from, to) = spellings.iter().find(|(from, _)| last.contains(from))?;
    let given = last.replacen(from, to, 1);
    let [open, close] = choice.value;
    let written = [
        format!("{open} {given} {close}"),
        format!("{open}{given}{close}"),
    ];
    written
        .into_iter()
        .find(|written| text.contains(written.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_turned_where_they_compare_with_one_word() {
        assert_eq!(
            swapped("p.anrede == 'Herr'").as_deref(),
            Some("p.anrede == 'Frau'")
        );
        assert_eq!(swapped("p.anrede != 'Herr'"), None);
        assert_eq!(swapped("a == 'Herr' or b == 'x'"), None);
        assert_eq!(swapped("p.istMann"), None);
    }
}
