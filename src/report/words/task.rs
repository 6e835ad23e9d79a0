//! Sentences about tasks: what to do, by whom, in how many days, when, and interim measures.

use std::collections::BTreeSet;

use super::{date, effort, owner, window, word};
use crate::outcome::Fact;
use crate::record::{ApplicationReport, EITHER, Report, Task, TaskKind};
use crate::rule::{DayRange, OwnerRole, Planning};
use crate::texts::{Language, fill, filled, lookup, text};

/// The steps of a task in order, each with its place; places with the same stage and name share a step.
pub fn steps(task: &Task, language: Language) -> Vec<String> {
    task.steps
        .iter()
        .map(|step| {
            let stage = format!("plan.stage-{}", step.stage.name());
            let layer = format!("concept.layer-{}", step.layer.name());
            filled(
                "plan.step",
                language,
                &[
                    ("stage", &lookup(&stage, language).unwrap_or_default()),
                    ("layer", &lookup(&layer, language).unwrap_or_default()),
                    ("name", &step.name),
                    ("place", &step.place),
                ],
            )
        })
        .collect()
}

/// The work of a task in one line: what its worst rule demands, and in which field.
pub fn task(task: &Task, report: &Report, language: Language) -> String {
    let rule = task.rules.first().map(String::as_str).unwrap_or_default();
    match task.kind {
        TaskKind::Repair if task.question => question(task, rule, report, language),
        TaskKind::Repair => work(task, rule, report, language),
        TaskKind::Handover => handover(task, language),
        TaskKind::Obligation => obligation(task, language),
        TaskKind::Joint => filled(
            "plan.task-joint",
            language,
            &[
                ("applications", &enumeration(&task.concerns, language)),
                ("interfaces", &enumeration(&task.interfaces, language)),
            ],
        ),
    }
}

/// The work of a task rule by rule, worst first; rules that only ask are left out.
pub fn works(task: &Task, report: &Report, language: Language) -> Vec<String> {
    if task.question || task.kind != TaskKind::Repair {
        return Vec::new();
    }
    let proven = task
        .rules
        .iter()
        .filter(|rule| !task.unproven.contains(rule));
    proven
        .map(|rule| work(task, rule, report, language))
        .collect()
}

fn work(task: &Task, rule: &str, report: &Report, language: Language) -> String {
    let card = report.rules.get(rule);
    let subject = subject(task, report, language);
    let Some(template) = card.and_then(|card| card.task.as_ref()) else {
        let title = card.map_or(rule, |card| card.title.get(language));
        return about(title, subject, language);
    };
    let template = template.get(language);
    let named = template.contains("{field}");
    let text = fill(template, |name| match name {
        "field" => Some(match &subject {
            Some(subject) => subject.clone(),
            None => text("plan.field-unnamed", language).to_owned(),
        }),
        "missing" => Some(missing(task, language)),
        _ => None,
    });
    let mut text = match named {
        true => text,
        false => about(&text, subject, language),
    };
    if let Some(first) = text.chars().next() {
        text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    text
}

/// The field or interface of a task; `None` for tasks about a rule.
fn subject(task: &Task, report: &Report, language: Language) -> Option<String> {
    let named = field(task)?;
    // Interfaces have no places in documents, so few tasks need this look-up.
    let is_interface = task.steps.is_empty()
        && report
            .interfaces
            .iter()
            .any(|interface| interface.id == task.cause);
    Some(match is_interface {
        true => filled("plan.interface-named", language, &[("interface", &named)]),
        false => match in_document(named) {
            Some((document, field)) => {
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("field", &field), ("document", &document)];
                filled("plan.field-in", language, &values)
            }
            None => {
                let (written, term) = as_written(task, named);
                let (written, meant) = (once(written), term.map(|term| meaning(term, language)));
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("field", &written), ("term", &meant.unwrap_or_default())];
                let key = match term {
                    Some(_) => "plan.field-written",
                    None => "plan.field-named",
                };
                filled(key, language, &values)
            }
        },
    })
}

/// The common name of an attribute (`Geschlecht`); others are unchanged.
fn meaning(term: &str, language: Language) -> &str {
    let key = format!("report.attribute-{}", term.to_lowercase());
    lookup(&key, language).unwrap_or(term)
}

/// A field named like its table, without the table.
fn once(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((around, field)) if around.eq_ignore_ascii_case(field) => field,
        _ => name,
    }
}

/// A field as written in the source, so that people can search for it, and its meaning if no place of the task has that
/// name: `mitarbeiter.geschl_kz` and `geschlecht`.
fn as_written<'t>(task: &'t Task, named: &'t str) -> (&'t str, Option<&'t str>) {
    let last = |name: &'t str| name.rsplit('.').next().unwrap_or(name);
    let term = last(named);
    let mut steps = task.steps.iter().map(|step| step.name.as_str());
    let Some(first) = steps.next() else {
        return (named, None);
    };
    let is_called_so = |name: &'t str| last(name).eq_ignore_ascii_case(term);
    match is_called_so(first) || steps.any(is_called_so) || first.is_empty() {
        true => (named, None),
        false => (first, Some(term)),
    }
}

/// The page or URL of a field without a known entity, if a form only says where it is sent: `anmeldung.php` and
/// `geschlecht`, `/melden` and `geschlecht`.
fn in_document(attribute: &str) -> Option<(&str, &str)> {
    const PAGES: [&str; 12] = [
        ".asp", ".aspx", ".cfm", ".cgi", ".do", ".htm", ".html", ".jsf", ".jsp", ".php", ".pl",
        ".xhtml",
    ];
    let (document, field) = attribute.rsplit_once('.')?;
    let is_page = PAGES
        .iter()
        .any(|ending| document.to_ascii_lowercase().ends_with(ending));
    (!field.is_empty() && (is_page || document.contains('/'))).then_some((document, field))
}

fn about(title: &str, subject: Option<String>, language: Language) -> String {
    match subject {
        Some(subject) => {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("title", &title), ("subject", &subject)];
            filled("plan.task-of", language, &values)
        }
        None => title.to_owned(),
    }
}

fn question(task: &Task, rule: &str, report: &Report, language: Language) -> String {
    let card = report.rules.get(rule);
    let asked = card.map_or(rule, |card| {
        card.question.as_ref().unwrap_or(&card.title).get(language)
    });
    match subject(task, report, language) {
        Some(subject) => filled(
            "plan.task-question-of",
            language,
            &[("title", &asked), ("subject", &subject)],
        ),
        None => filled("plan.task-question", language, &[("title", &asked)]),
    }
}

fn handover(task: &Task, language: Language) -> String {
    let ending = task
        .concerns
        .first()
        .map(String::as_str)
        .unwrap_or_default();
    let key = match ending == task.application {
        true => "plan.task-handover-outside",
        false => "plan.task-handover",
    };
    let count = task.rules.len();
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("application", &task.application),
        ("ending", &ending),
        ("count", &count),
    ];
    filled(key, language, &values)
}

fn obligation(task: &Task, language: Language) -> String {
    match &task.obligation {
        Some(owed) => filled(
            &format!("plan.task-{}", super::name(&owed.kind)),
            language,
            &[("demand", &owed.demand), ("id", &owed.id)],
        ),
        None => text("plan.task-obligation", language).to_owned(),
    }
}

/// The entries a field lacks, as named in a sentence.
fn missing(task: &Task, language: Language) -> String {
    let Some(Fact::Terms(terms)) = task.facts.get("missing") else {
        return text("plan.missing-unnamed", language).to_owned();
    };
    let quoted: Vec<String> = terms
        .iter()
        .map(|term| {
            let word = Fact::Term(term.clone()).display(language);
            filled("plan.quoted", language, &[("word", &word)])
        })
        .collect();
    match quoted.as_slice() {
        // A value of unknown meaning may stand for one of them.
        [front @ .., last] if !front.is_empty() && task.facts.contains_key(EITHER) => filled(
            "plan.list-either",
            language,
            &[("list", &front.join(", ")), ("last", last)],
        ),
        _ => enumeration(&quoted, language),
    }
}

/// Maximum number of items named in a sentence; the rest is only counted.
const NAMED: usize = 6;

/// An enumeration in a sentence (`a, b und c`).
pub fn enumeration(items: &[String], language: Language) -> String {
    let shown = items.len().min(NAMED);
    match items {
        [] => String::new(),
        [one] => one.clone(),
        _ if items.len() > NAMED + 1 => filled(
            "plan.and-more",
            language,
            &[
                ("list", &items[..shown].join(", ")),
                ("count", &(items.len() - shown)),
            ],
        ),
        [front @ .., last] => filled(
            "plan.list-last",
            language,
            &[("list", &front.join(", ")), ("last", last)],
        ),
    }
}

/// The application in the id of a task.
pub fn application_of(task: &str) -> &str {
    task.split_once('#')
        .map_or(task, |(application, _)| application)
}

/// The applications that a task waits for.
pub fn waits_for(task: &Task, language: Language) -> String {
    let applications: BTreeSet<&str> = task.after.iter().map(|id| application_of(id)).collect();
    if applications.is_empty() {
        return text("plan.other-tasks", language).to_owned();
    }
    let applications: Vec<String> = applications.into_iter().map(str::to_owned).collect();
    enumeration(&applications, language)
}

/// Who does a task: by name if the inventory has one, with the role.
pub fn who(task: &Task, language: Language) -> String {
    let role = match (task.owner, task.outside, &task.responsible) {
        (OwnerRole::Development, true, _) => text("plan.who-vendor", language).to_owned(),
        (OwnerRole::Development, false, Some(_)) => text("plan.who-own", language).to_owned(),
        _ => owner(task.owner, language),
    };
    match &task.responsible {
        Some(name) => filled("plan.who", language, &[("name", name), ("role", &role)]),
        None => role,
    }
}

/// The effort of a task, with the planned days.
pub fn effort_in_days(task: &Task, language: Language) -> String {
    let effort = effort(task.effort, language);
    match task.days {
        Some(range) if task.kind != TaskKind::Repair || task.question => days(range, language),
        Some(range) => filled(
            "plan.effort-with-days",
            language,
            &[("effort", &effort), ("days", &days(range, language))],
        ),
        None => effort,
    }
}

/// A range of person-days.
fn days(range: DayRange, language: Language) -> String {
    let (from, to) = (range.from.display(language), range.to.display(language));
    match from == to {
        true => filled("plan.days-same", language, &[("from", &from)]),
        false => filled("plan.days", language, &[("from", &from), ("to", &to)]),
    }
}

/// When a task is done, with the interim measure if the change comes too late for its priority.
pub fn timing(task: &Task, language: Language) -> String {
    let window = window(task, language);
    match task.interim {
        Some(interim) => {
            let interim = date(&interim.to_string(), language);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("interim", &interim), ("window", &window)];
            filled("plan.timing-interim", language, &values)
        }
        None => window,
    }
}

/// The interim measure of a task: that of its rules, or that of their room.
pub fn interim<'a>(
    task: &Task,
    report: &'a Report,
    planning: &'a Planning,
    language: Language,
) -> Option<&'a str> {
    let cards = task.rules.iter().filter_map(|rule| report.rules.get(rule));
    let of_rule = cards.filter_map(|card| card.interim.as_ref()).next();
    let text = of_rule.or_else(|| planning.interim.get(room(task)))?;
    Some(text.get(language))
}

/// How a task is accepted.
pub fn acceptance<'a>(
    task: &'a Task,
    planning: &'a Planning,
    language: Language,
) -> Option<&'a str> {
    if let Some(verify) = verified(task, language) {
        return Some(verify);
    }
    let worst = task.rules.first()?;
    let verify = &planning.verify;
    let text = verify.get(worst).or_else(|| verify.get(room(task)))?;
    Some(text.get(language))
}

/// The clause behind an obligation, with its source.
pub fn clause(task: &Task, language: Language) -> Option<String> {
    let owed = task.obligation.as_ref()?;
    match (&owed.clause, &owed.source) {
        (Some(clause), Some(source)) => {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("clause", clause), ("source", source)];
            Some(filled("plan.clause-of", language, &values))
        }
        (clause, source) => clause.clone().or_else(|| source.clone()),
    }
}

/// How to verify an obligation.
fn verified(task: &Task, language: Language) -> Option<&str> {
    let owed = task.obligation.as_ref()?;
    let usual = || text("plan.obligation-verify", language);
    Some(owed.verify.as_deref().unwrap_or_else(usual))
}

/// The first part of the worst rule's id (`gender`).
fn room(task: &Task) -> &str {
    let rule = task.rules.first().map(String::as_str).unwrap_or_default();
    rule.split('/').next().unwrap_or_default()
}

/// Who is affected by an application's defects; empty if the inventory does not say.
pub fn affected(application: &ApplicationReport, language: Language) -> String {
    let operation = &application.operation;
    let groups = operation.user_groups.iter();
    let groups: Vec<String> = groups
        .map(|group| word("plan.users", group, language))
        .collect();
    let groups = groups.join(", ");
    match &operation.user_count {
        Some(count) if groups.is_empty() => count.clone(),
        Some(count) => filled(
            "plan.users-counted",
            language,
            &[("groups", &groups), ("count", count)],
        ),
        None => groups,
    }
}

/// The logical attribute a task is about (`person.geschlecht`); `None` for tasks about a rule.
fn field(task: &Task) -> Option<&str> {
    let about_a_rule = task.rules.contains(&task.cause) || task.kind != TaskKind::Repair;
    (!about_a_rule).then(|| task.cause.trim_start_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::{in_document, meaning, once, window};
    use crate::record::Report;
    use crate::texts::Language;

    #[test]
    fn a_task_that_is_held_up_names_the_applications_it_waits_for() {
        let stored = include_str!("../../../tests/report/report.json");
        let mut report: Report = serde_json::from_str(stored).expect("the stored report");
        let task = &mut report.tasks[0];
        let window = |task: &super::Task| window(task, Language::De);
        task.held_until = Some(jiff::civil::date(2099, 9, 1));
        assert!(window(task).ends_with("; wartet auf andere Maßnahmen bis 01.09.2099"));
        task.after = ["B#x", "C#x", "B#y"].map(str::to_owned).to_vec();
        assert!(window(task).ends_with("; wartet auf B und C bis 01.09.2099"));
    }

    #[test]
    fn people_read_words_and_no_keys() {
        assert_eq!(meaning("geschlecht", Language::De), "Geschlecht");
        assert_eq!(meaning("anrede", Language::En), "salutation");
        assert_eq!(meaning("sex_bei_geburt", Language::De), "sex_bei_geburt");
        assert_eq!(once("T_GESCHLECHT.t_geschlecht"), "t_geschlecht");
        assert_eq!(once("kunde.geschlecht"), "kunde.geschlecht");
    }

    #[test]
    fn pages_are_no_entities() {
        for (attribute, parts) in [
            (
                "anmeldung.php.geschlecht",
                Some(("anmeldung.php", "geschlecht")),
            ),
            ("/melden.geschlecht", Some(("/melden", "geschlecht"))),
            ("person.geschlecht", None),
            ("meldewesen.person.geschlecht", None),
            ("Geschlecht", None),
        ] {
            assert_eq!(in_document(attribute), parts, "{attribute}");
        }
    }
}
