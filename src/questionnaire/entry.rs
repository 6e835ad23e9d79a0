//! Writes answers into the text of a file of `answers/`. Existing content keeps its order and comments; a replaced
//! answer remains as a comment.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::inventory::{AnswerValue, GivenAnswer, Subject};
use crate::texts::{Language, filled, harmless};

/// Effect of an answer on a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The question was not answered before.
    New,
    /// The question had a different answer.
    Replaced(Option<AnswerValue>),
    /// The file already has this answer.
    Unchanged,
    /// The file has a later answer, which stays.
    Younger(Option<AnswerValue>),
}

/// Why a file takes no entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not valid TOML.
    Syntax,
    /// Its answers are an inline array (`answer = [{ … }]`).
    Inline,
}

/// Writes answers into a text; returns the effect of each.
///
/// # Errors
/// The text is not a file of answers.
pub fn enter(
    text: &str,
    answers: &[&GivenAnswer],
    language: Language,
) -> Result<(String, Vec<Change>), Refusal> {
    let mut document: DocumentMut = text.parse().map_err(|_| Refusal::Syntax)?;
    // Trailing comments would end up after the added entries.
    let mut trailing = document.trailing().as_str().unwrap_or_default().to_owned();
    let entries = document
        .entry("answer")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()))
        .as_array_of_tables_mut()
        .ok_or(Refusal::Inline)?;
    let mut changes = Vec::with_capacity(answers.len());
    for answer in answers {
        let present = entries
            .iter_mut()
            .filter(|entry| is_about(entry, &answer.about))
            .last();
        changes.push(match present {
            None => {
                let mut entry = Table::new();
                fill(&mut entry, answer);
                let mut before = std::mem::take(&mut trailing);
                if !before.is_empty() && !before.ends_with('\n') {
                    before.push('\n');
                }
                if !text.trim().is_empty() || !entries.is_empty() {
                    before.push('\n');
                }
                entry.decor_mut().set_prefix(before);
                entries.push(entry);
                Change::New
            }
            Some(entry) => renew(entry, answer, language),
        });
    }
    document.set_trailing(trailing);
    Ok((document.to_string(), changes))
}

/// Whether an entry answers this question, for the application of the file alone.
fn is_about(entry: &Table, about: &Subject) -> bool {
    let grouped = ["applications", "tag", "product", "department"];
    let said = |key: &str| entry.get(key).and_then(Item::as_str);
    let same = match about {
        Subject::Finding(id) => said("finding") == Some(id),
        Subject::Criterion(id) => said("criterion") == Some(id),
        Subject::Rule { rule, field } => {
            said("rule") == Some(rule) && said("field") == field.as_deref()
        }
    };
    same && !grouped.iter().any(|key| entry.contains_key(key))
}

fn renew(entry: &mut Table, answer: &GivenAnswer, language: Language) -> Change {
    let said = |key: &str| entry.get(key).and_then(Item::as_str).map(str::trim);
    let former = said("answer").and_then(AnswerValue::from_word);
    let text = |key: &str| said(key).filter(|text| !text.is_empty());
    let same = former == Some(answer.answer)
        && text("text") == answer.text.as_deref()
        && text("evidence") == answer.evidence.as_deref()
        && text("role") == Some(&answer.role);
    // INV-031: such an answer never takes precedence, whatever its date.
    let counts_for_nothing =
        former == Some(AnswerValue::Met) && text("text").is_none() && text("evidence").is_none();
    let day = day_of(entry);
    if same && day.as_deref() >= Some(answer.date.to_string().as_str()) {
        return Change::Unchanged;
    }
    if !counts_for_nothing && day.as_deref() > Some(answer.date.to_string().as_str()) {
        return Change::Younger(former);
    }
    if !same {
        let comment = filled(
            "question.former",
            language,
            &[
                ("date", &day.unwrap_or_default()),
                (
                    "answer",
                    &former.map_or("–", |former| former.label(language)),
                ),
                ("role", &said("role").unwrap_or_default()),
                ("text", &said("text").unwrap_or_default()),
                ("evidence", &said("evidence").unwrap_or_default()),
            ],
        );
        // A comment must stay on one line, whatever the texts contain.
        let comment = harmless(&comment.replace(['\n', '\r'], " "));
        let comment = format!("# {}\n", comment.trim_end());
        let prefix = entry.decor().prefix().and_then(|prefix| prefix.as_str());
        let prefix = format!("{}{comment}", prefix.unwrap_or("\n"));
        entry.decor_mut().set_prefix(prefix);
    }
    fill(entry, answer);
    if same {
        Change::Unchanged
    } else {
        Change::Replaced(former)
    }
}

/// The day of an entry in ISO 8601, whatever its notation.
fn day_of(entry: &Table) -> Option<String> {
    let item = entry.get("date")?;
    if let Some(date) = item.as_datetime() {
        return Some(date.to_string().get(..10)?.to_owned());
    }
    crate::inventory::written_date(item.as_str()?).map(|day| day.to_string())
}

/// Overwrites the values of an entry with an answer; comments after the values stay.
fn fill(entry: &mut Table, answer: &GivenAnswer) {
    match &answer.about {
        Subject::Finding(id) => put(entry, "finding", Some(id)),
        Subject::Criterion(id) => put(entry, "criterion", Some(id)),
        Subject::Rule { rule, field } => {
            put(entry, "rule", Some(rule));
            put(entry, "field", field.as_deref());
        }
    }
    put(entry, "answer", Some(answer.answer.name()));
    put(entry, "text", answer.text.as_deref());
    put(entry, "role", Some(&answer.role));
    put_day(entry, "date", Some(answer.date));
    put(entry, "evidence", answer.evidence.as_deref());
    put_day(entry, "valid_until", answer.valid_until);
}

fn put(entry: &mut Table, key: &str, text: Option<&str>) {
    match text {
        Some(text) if entry.get(key).and_then(Item::as_str) == Some(text) => {}
        Some(text) => replace(entry, key, value(text)),
        None => {
            entry.remove(key);
        }
    }
}

fn put_day(entry: &mut Table, key: &str, day: Option<jiff::civil::Date>) {
    let day = day.and_then(|day| day.to_string().parse::<toml_edit::Datetime>().ok());
    match day {
        Some(day) => replace(entry, key, value(day)),
        None => {
            entry.remove(key);
        }
    }
}

fn replace(entry: &mut Table, key: &str, mut new: Item) {
    if let (Some(old), Some(new)) = (entry.get(key).and_then(Item::as_value), new.as_value_mut()) {
        *new.decor_mut() = old.decor().clone();
    }
    entry.insert(key, new);
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::inventory::Origin;

    fn answer(id: &str, answer: AnswerValue, day: i8) -> GivenAnswer {
        GivenAnswer {
            about: Subject::Criterion(id.to_owned()),
            answer,
            text: Some("Steht so im \"Datenmodell\".\nSeite 3.".to_owned()),
            role: "Verfahrensverantwortung".to_owned(),
            date: date(2026, 11, day),
            evidence: None,
            valid_until: None,
            grouped: false,
            origin: Origin::default(),
        }
    }

    const PRESENT: &str = "# Von Hand gepflegt\n\n[[answer]]\ncriterion = \"gifa/G01\" # wichtig\nanswer = \"nicht erfüllt\"\nrole = \"Leitstelle\"\ndate = \"08.10.2026\"\n\n[[answer]]\ncriterion = \"gifa/G01\"\ntag = \"ozg\"\nanswer = \"met\"\nrole = \"Leitstelle\"\ndate = 2026-11-20\n";

    #[test]
    fn a_new_answer_stands_behind_what_is_there() {
        let new = answer("gifa/G02", AnswerValue::Met, 27);
        let (text, changes) = enter(PRESENT, &[&new], Language::De).expect("TOML");
        assert_eq!(changes, [Change::New]);
        assert!(text.starts_with(PRESENT), "{text}");
        let (again, changes) = enter(&text, &[&new], Language::De).expect("TOML");
        assert_eq!(changes, [Change::Unchanged]);
        assert_eq!(again, text);
    }

    #[test]
    fn what_is_replaced_remains_as_a_comment_and_groups_are_left_alone() {
        let new = answer("gifa/G01", AnswerValue::Met, 27);
        let (text, changes) = enter(PRESENT, &[&new], Language::De).expect("TOML");
        assert_eq!(changes, [Change::Replaced(Some(AnswerValue::NotMet))]);
        insta::assert_snapshot!(text);
    }

    #[test]
    fn an_older_answer_replaces_nothing() {
        let old = GivenAnswer {
            date: date(2026, 10, 1),
            ..answer("gifa/G01", AnswerValue::Met, 1)
        };
        let (text, changes) = enter(PRESENT, &[&old], Language::De).expect("TOML");
        assert_eq!(changes, [Change::Younger(Some(AnswerValue::NotMet))]);
        assert_eq!(text, PRESENT);
    }

    #[test]
    fn an_answer_that_does_not_count_outweighs_none() {
        let bare = "[[answer]]\ncriterion = \"gifa/G01\"\nanswer = \"met\"\nrole = \"Leitstelle\"\ndate = 2026-11-20\n";
        let old = answer("gifa/G01", AnswerValue::NotMet, 1);
        let (_, changes) = enter(bare, &[&old], Language::De).expect("TOML");
        assert_eq!(changes, [Change::Replaced(Some(AnswerValue::Met))]);
    }

    #[test]
    fn comments_at_the_end_stay_before_what_is_added() {
        let new = answer("gifa/G02", AnswerValue::Met, 27);
        let present = "# Vorlage\n#[[answer]]\n# Ende";
        let (text, _) = enter(present, &[&new], Language::De).expect("TOML");
        assert!(
            text.starts_with("# Vorlage\n#[[answer]]\n# Ende\n\n[[answer]]\n"),
            "{text}"
        );
    }

    #[test]
    fn a_new_file_begins_with_its_first_answer() {
        let new = answer("gifa/G02", AnswerValue::NotApplicable, 27);
        let (text, _) = enter("", &[&new], Language::De).expect("TOML");
        assert!(text.starts_with("[[answer]]\n"), "{text}");
        assert!(toml::from_str::<toml::Table>(&text).is_ok());
    }

    proptest! {
        /// Texts survive the round trip, and a second run changes nothing.
        #[test]
        fn texts_arrive_as_they_were_written(text in "[ -~äßé\\n\\t\"'\\\\#]{0,60}", role in "[A-Za-zÄäß \"'#\\\\]{1,30}") {
            let (text, role) = (text.trim(), role.trim());
            prop_assume!(!role.is_empty());
            let given = GivenAnswer {
                text: (!text.is_empty()).then(|| text.to_owned()),
                role: role.to_owned(),
                ..answer("gifa/G02", AnswerValue::Met, 27)
            };
            let (entered, _) = enter(PRESENT, &[&given], Language::De).expect("TOML");
            let table: toml::Table = toml::from_str(&entered).expect("TOML");
            let last = table["answer"].as_array().and_then(|all| all.last()).expect("an answer");
            prop_assert_eq!(last.get("text").and_then(toml::Value::as_str), given.text.as_deref());
            prop_assert_eq!(last["role"].as_str(), Some(role));
            let (again, changes) = enter(&entered, &[&given], Language::De).expect("TOML");
            prop_assert_eq!(again, entered);
            prop_assert_eq!(changes, [Change::Unchanged]);
        }
    }

    #[test]
    fn what_is_no_file_of_answers_is_refused() {
        let new = answer("gifa/G02", AnswerValue::Met, 27);
        let refused = |text| enter(text, &[&new], Language::De).err();
        assert_eq!(refused("[[answer"), Some(Refusal::Syntax));
        assert_eq!(refused("answer = [{}]"), Some(Refusal::Inline));
    }
}
