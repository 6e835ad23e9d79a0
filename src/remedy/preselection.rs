//! Fields with a preselected value.

use std::sync::OnceLock;

use regex::Regex;

use super::desk::DeskDocument;
use super::edit::RemedyEdit;
use super::tag::StartTag;
use super::{Proposal, RemedyCase, Suggester};
use crate::gender::{Attribute, GenderField};
use crate::model::{Known, Layer};
use crate::record::Applicability;
use crate::texts::{self, Bilingual, Language};

/// Removes a default that the person did not choose.
pub(super) struct Preselection;

impl Suggester for Preselection {
    fn name(&self) -> &'static str {
        "preselection"
    }

    fn rules(&self) -> &'static [&'static str] {
        &["gender/no-default-entry", "gender/salutation-not-preset"]
    }

    fn suggest(&self, case: &RemedyCase<'_>) -> Option<Proposal> {
        let place = &case.finding.place;
        if super::history::is_step(&place.document) {
            return None;
        }
        let document = case.desk.document(&place.document)?;
        let at = document.start(place)?;
        let field = document.fields_at(place).find(|field| {
            matches!(field.attribute, Attribute::Geschlecht | Attribute::Anrede)
                && field
                    .default
                    .as_ref()
                    .and_then(|default| default.place.as_ref())
                    .is_some_and(|at| at.begins_like(place))
        })?;
        let (edits, decisions) = match field.layer {
            Layer::Ui => chosen(&document, at)?,
            Layer::Database if document.format.as_deref() == Some("sql") => {
                stated(&document, field, at)?
            }
            _ => return None,
        };
        Some(Proposal {
            edits,
            companions: Default::default(),
            applicability: Applicability::Proposal,
            decisions,
        })
    }
}

type Change = (Vec<RemedyEdit>, Vec<Bilingual>);

/// A preselected option or checkbox of a form.
fn chosen(document: &DeskDocument, at: usize) -> Option<Change> {
    let text = document.text.as_str();
    let name = &document.capture.document;
    let tag = StartTag::around(text, at)?;
    let marked = match tag.name.as_str() {
        "option" => tag.attribute("selected")?,
        "input" => tag.attribute("checked")?,
        _ => return None,
    };
    // Values that a program computes are decided there.
    if tag.attributes.iter().any(|attribute| {
        attribute.name.starts_with([':', '[', '*', '#']) || attribute.name.starts_with("v-")
    }) {
        return None;
    }
    let removed = RemedyEdit::replace(name, marked.range.start, marked.range.end, String::new());
    if tag.name == "input" {
        return Some((vec![removed], Vec::new()));
    }
    // Without a mark the first option is selected, so it must be an empty one.
    let select = text.get(..tag.range.start)?.rfind("<select")?;
    let list = StartTag::at(text, select)?;
    if text
        .get(list.range.end..tag.range.start)?
        .contains("</select")
        || list.attribute("multiple").is_some()
    {
        return None;
    }
    let first_at = list.range.end + text.get(list.range.end..)?.find("<option")?;
    let first = StartTag::at(text, first_at)?;
    if first
        .value("value")
        .is_some_and(|value| value.trim().is_empty())
    {
        return Some((vec![removed], Vec::new()));
    }
    let between = text.get(list.range.end..first_at)?;
    if !between.trim().is_empty() {
        return None;
    }
    let invitation = texts::text("remedy.preselection-invitation", stated_language(text));
    let added = format!("<option value=\"\">{invitation}</option>{between}");
    let inserted = RemedyEdit::insert(name, first_at, added);
    Some((
        vec![inserted, removed],
        vec![Bilingual::filled("remedy.preselection-blank", &[])],
    ))
}

/// The language of the page as far as a tag states it; German otherwise.
fn stated_language(text: &str) -> Language {
    match text.contains("lang=\"en") {
        true => Language::En,
        false => Language::De,
    }
}

/// The default of a column.
fn stated(document: &DeskDocument, field: &GenderField, at: usize) -> Option<Change> {
    static DEFAULT: OnceLock<Option<Regex>> = OnceLock::new();
    static LITERAL: OnceLock<Option<Regex>> = OnceLock::new();
    let text = document.text.as_str();
    let regex = |cell: &'static OnceLock<Option<Regex>>, pattern: &str| {
        cell.get_or_init(|| Regex::new(pattern).ok()).as_ref()
    };
    let before = regex(
        &DEFAULT,
        r"(?i)[ \t]+(?:constraint\s+\S+\s+)?default\s+\(?[nN]?'?$",
    )?
    .find(text.get(..at)?)?;
    let literal =
        regex(&LITERAL, r"^\(*[nN]?'?[^'\s,()]*'?(?:::[\w.]+)?")?.find(text.get(at..)?)?;
    let opened = text
        .get(before.start()..at + literal.end())?
        .matches('(')
        .count();
    let mut end = at + literal.end();
    for _ in 0..opened {
        end += usize::from(text.get(end..)?.starts_with(')'));
    }
    let removed = text.get(before.start()..end)?;
    let brackets = opened == removed.matches(')').count();
    let quotes = removed.matches('\'').count().is_multiple_of(2);
    if !brackets || !quotes {
        return None;
    }
    let edit = RemedyEdit::replace(
        &document.capture.document,
        before.start(),
        end,
        String::new(),
    );
    let mut decisions = vec![operated(text, field)];
    if field.optional == Known::Yes(false) {
        decisions.push(Bilingual::filled("remedy.preselection-required", &[]));
    }
    decisions.push(Bilingual::filled("remedy.preselection-rows", &[]));
    Some((vec![edit], decisions))
}

/// The statement for live databases, in words that the dialects share.
fn operated(text: &str, field: &GenderField) -> Bilingual {
    let plain = |name: &str| name.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
    let own_words = [
        "VARCHAR2",
        "NUMBER(",
        "NVARCHAR",
        "nvarchar",
        "AUTOINCREMENT",
        "IDENTITY",
    ];
    let table = field.entity.as_deref().filter(|table| plain(table));
    match table.filter(|_| plain(&field.name) && !own_words.iter().any(|word| text.contains(word)))
    {
        Some(table) => Bilingual::filled(
            "remedy.statement",
            &[(
                "sql",
                &format!(
                    "ALTER TABLE {table} ALTER COLUMN {} DROP DEFAULT;",
                    field.name
                ),
            )],
        ),
        None => Bilingual::filled("remedy.statement-own", &[]),
    }
}
