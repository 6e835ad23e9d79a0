//! `answer`: asks open questions one by one at the keyboard, in plain lines that screen readers can read out. Every
//! answer is written at once; after a break, the next run continues there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::civil::Date;

use super::answers::Book;
use super::common::{self, Failure};
use super::prompt::typed_line;
use super::questions::{checklists, refuse_unknown};
use super::render;
use crate::inventory::{
    AnswerValue, GivenAnswer, Inventory, LoadOptions, Origin, gives_a_phone_number, holds_a_secret,
    is_placeholder, may_be_no_role, mentions_a_person, names_a_person,
};
use crate::model::Place;
use crate::problem::Problems;
use crate::question::{Asked, Question, questions_about};
use crate::questionnaire::judge::Accepted;
use crate::record::Report;
use crate::texts::{Language, filled, harmless, text};

/// Arguments of `answer`.
pub fn command() -> Command {
    Command::new("answer")
        .arg(
            Arg::new("report")
                .value_name("REPORT")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(common::inventory())
        .arg(common::filter("only", "ID"))
        .arg(common::filter("department", "ID"))
        .arg(checklists())
        .arg(Arg::new("role").long("role").value_name("ROLE"))
        .arg(Arg::new("again").long("again").action(ArgAction::SetTrue))
        .arg(common::today())
}

/// Runs `answer`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(matches);
    let today = common::today_of(matches);
    let path = match matches.get_one::<PathBuf>("report") {
        Some(path) => path.clone(),
        None => PathBuf::from(render::REPORTS),
    };
    let report = render::load(&path)?;
    let departments = common::chosen(matches, "department");
    let lists = common::chosen(matches, "checklist");
    refuse_unknown(&report, &departments, &lists)?;
    let only = common::chosen(matches, "only");
    refuse_unknown_applications(&report, &only)?;
    let (inventory, _) = Inventory::load(common::inventory_of(matches), &LoadOptions::on(today))?;
    let again = matches.get_flag("again");
    let questions: Vec<Question<'_>> = report
        .applications
        .iter()
        .filter(|application| only.is_empty() || only.contains(&application.id))
        .filter(|application| {
            departments.is_empty() || departments.contains(&application.department)
        })
        // Applications that left the inventory cannot be answered.
        .filter(|application| inventory.applications.contains_key(&application.id))
        .flat_map(|application| questions_about(&report, application, &lists))
        .filter(|question| again || !is_answered(&inventory, question, today))
        .collect();
    let mut session = Session {
        inventory: &inventory,
        language,
        today,
        role: matches.get_one::<String>("role").cloned(),
        roles: BTreeMap::new(),
        answered: BTreeSet::new(),
        input: io::stdin().lock(),
        out: common::stdout(),
    };
    session.hold(&questions)?;
    Ok(0)
}

fn refuse_unknown_applications(report: &Report, only: &[String]) -> Result<(), Problems> {
    let ids = || {
        let applications = report.applications.iter();
        applications.map(|application| application.id.as_str())
    };
    let mut problems = Problems::default();
    for id in only.iter().filter(|id| ids().all(|known| known != *id)) {
        let near = crate::problem::nearest(id, ids());
        let unknown = common::argument("cli.unknown-only", id, near);
        problems.0.extend(unknown.0);
    }
    match problems.0.is_empty() {
        true => Ok(()),
        false => Err(problems),
    }
}

/// Whether an answer in the inventory that is valid today is about the question.
fn is_answered(inventory: &Inventory, question: &Question<'_>, today: Date) -> bool {
    let answers = inventory.answers_about(&question.application.id).iter();
    answers
        .filter(|answer| answer.holds_on(today))
        .any(|answer| match question.asked {
            Asked::Criterion { list, criterion } => {
                answer.about.is_criterion(&list.id, &criterion.id)
            }
            Asked::Finding {
                rule,
                card,
                finding,
            } => {
                let former = card.into_iter().flat_map(|card| &card.aliases);
                let ids: Vec<&str> = [rule]
                    .into_iter()
                    .chain(former.map(String::as_str))
                    .collect();
                let path = finding.place.path.to_string();
                answer
                    .about
                    .covers(finding.fingerprint.as_str(), &ids, &path)
            }
        })
}

/// A person at the keyboard.
struct Session<'a, I, O> {
    inventory: &'a Inventory,
    language: Language,
    today: Date,
    /// From the command line.
    role: Option<String>,
    /// Entered earlier, by application.
    roles: BTreeMap<String, String>,
    /// Numbers of the questions answered.
    answered: BTreeSet<usize>,
    input: I,
    out: O,
}

/// The response to a question.
enum Said {
    Answer(AnswerValue),
    Skip,
    Back,
    Open,
    Help,
    Stop,
    Unclear,
}

impl<I: BufRead, O: Write> Session<'_, I, O> {
    /// Asks until all questions were asked or the person stops.
    fn hold(&mut self, questions: &[Question<'_>]) -> Result<(), Failure> {
        if questions.is_empty() {
            self.say("question.nothing-open", &[])?;
            return Ok(());
        }
        self.say("question.answer-begin", &[("count", &questions.len())])?;
        self.say("question.answer-help", &[])?;
        let mut at = 0;
        let mut shown = None;
        while let Some(question) = questions.get(at) {
            if shown != Some(at) {
                self.ask(question, at + 1, questions.len())?;
                shown = Some(at);
            }
            let Some(line) = self.prompt("question.answer-prompt", &[])? else {
                break;
            };
            match understood(&line) {
                Said::Answer(answer) => match self.give(question, answer)? {
                    true => {
                        self.answered.insert(at);
                        at += 1;
                    }
                    false => break,
                },
                Said::Skip => at += 1,
                Said::Back if at == 0 => self.say("question.answer-first", &[])?,
                Said::Back => at -= 1,
                Said::Open => self.open(question)?,
                Said::Help => self.say("question.answer-help", &[])?,
                Said::Stop => break,
                Said::Unclear => {
                    self.say("question.answer-unclear", &[("value", &harmless(&line))])?
                }
            }
        }
        let key = match at == questions.len() {
            true => "question.answer-done",
            false => "question.answer-stopped",
        };
        let answered = self.answered.len();
        let left = questions.len() - answered;
        self.say(key, &[("answered", &answered), ("left", &left)])?;
        Ok(())
    }

    fn ask(&mut self, question: &Question<'_>, number: usize, count: usize) -> io::Result<()> {
        let application = question.application;
        writeln!(self.out)?;
        self.say(
            "question.answer-head",
            &[
                ("number", &number),
                ("count", &count),
                ("id", &harmless(&application.id)),
                ("name", &harmless(&application.name)),
                ("department", &harmless(&application.department)),
            ],
        )?;
        let language = self.language;
        self.fact("question.answer-demand", question.title(language))?;
        if let Some(found) = question.found(language) {
            self.fact("question.column-found", &found)?;
        }
        if let Some(place) = question.place() {
            let place = in_words(place, language);
            self.fact("question.column-place", &place)?;
        }
        let elsewhere = question.elsewhere(language);
        if !elsewhere.is_empty() {
            writeln!(self.out, "{}:", text("question.elsewhere", language))?;
        }
        for place in elsewhere {
            writeln!(self.out, "  {}", harmless(&place))?;
        }
        self.fact("question.column-question", question.text(language))?;
        self.fact("question.column-id", &question.id())
    }

    fn fact(&mut self, key: &str, content: &str) -> io::Result<()> {
        let label = text(key, self.language);
        writeln!(self.out, "{label}: {}", harmless(content))
    }

    /// Reads what belongs to an answer and writes it. `false` if the input ended first.
    fn give(&mut self, question: &Question<'_>, answer: AnswerValue) -> Result<bool, Failure> {
        let (reason, evidence) = loop {
            let Some(reason) = self.line_without_person("question.answer-reason")? else {
                return Ok(false);
            };
            let Some(evidence) = self.line_without_person("question.answer-evidence")? else {
                return Ok(false);
            };
            if answer != AnswerValue::Met || !(reason.is_empty() && evidence.is_empty()) {
                break (reason, evidence);
            }
            self.say("question.answer-no-reason", &[])?;
        };
        let Some(role) = self.role_for(question)? else {
            return Ok(false);
        };
        let given = |text: String| (!text.is_empty()).then_some(text);
        let accepted = Accepted {
            application: question.application.id.clone(),
            answer: GivenAnswer {
                about: question.subject(),
                answer,
                text: given(reason),
                role: role.clone(),
                date: self.today,
                evidence: given(evidence),
                valid_until: None,
                grouped: false,
                origin: Origin::default(),
            },
            at: String::new(),
        };
        let mut book = Book::new(self.inventory);
        let file = book
            .enter(std::slice::from_ref(&accepted), self.language)?
            .first()
            .map(|entered| entered.file.clone())
            .unwrap_or_default();
        book.write()?;
        self.roles.insert(question.application.id.clone(), role);
        self.say(
            "question.answer-written",
            &[
                ("answer", &answer.label(self.language)),
                ("file", &harmless(&file)),
            ],
        )?;
        Ok(true)
    }

    /// The role: from the command line, or else the suggested one, or else the one typed.
    fn role_for(&mut self, question: &Question<'_>) -> io::Result<Option<String>> {
        if let Some(role) = &self.role {
            return Ok(Some(role.clone()));
        }
        let offered = self
            .roles
            .get(&question.application.id)
            .or(question.application.business_owner.as_ref())
            .cloned()
            .unwrap_or_default();
        loop {
            let key = match offered.is_empty() {
                true => "question.answer-role-open",
                false => "question.answer-role",
            };
            let line = self.prompt(key, &[("role", &harmless(&offered))])?;
            let Some(line) = line else { return Ok(None) };
            let role = if line.is_empty() {
                offered.clone()
            } else {
                line
            };
            if role.is_empty() {
                self.say("question.no-role", &[])?;
            } else if is_placeholder(&role) {
                self.say("question.placeholder-role", &[("value", &harmless(&role))])?;
            } else if names_a_person(&role) {
                self.say("question.personal-role", &[])?;
            } else if may_be_no_role(&role) {
                self.say("question.perhaps-role", &[])?;
            } else {
                return Ok(Some(role));
            }
        }
    }

    /// Reads a line of free text without contact data of persons and without secrets.
    fn line_without_person(&mut self, key: &str) -> io::Result<Option<String>> {
        loop {
            let Some(line) = self.prompt(key, &[])? else {
                return Ok(None);
            };
            let key = if mentions_a_person(&line) || gives_a_phone_number(&line) {
                "question.personal-text"
            } else if holds_a_secret(&line) {
                "question.secret-text"
            } else {
                return Ok(Some(line));
            };
            self.say(key, &[])?;
        }
    }

    /// Shows the lines around the place, if the document is available.
    fn open(&mut self, question: &Question<'_>) -> io::Result<()> {
        let Some(place) = question.place() else {
            return self.say("question.open-criterion", &[]);
        };
        let lines = place
            .position
            .and_then(|position| surroundings(&self.inventory.root, place, position.line));
        let Some(lines) = lines else {
            let document = harmless(&place.document);
            return self.say("question.open-elsewhere", &[("document", &document)]);
        };
        for (number, here, content) in lines {
            let key = match here {
                true => "question.open-here",
                false => "question.open-line",
            };
            self.say(key, &[("line", &number), ("content", &harmless(&content))])?;
        }
        Ok(())
    }

    fn say(&mut self, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> io::Result<()> {
        writeln!(self.out, "{}", filled(key, self.language, values))
    }

    /// Prompts for a line; `None` at the end of the input.
    fn prompt(
        &mut self,
        key: &str,
        values: &[(&str, &dyn std::fmt::Display)],
    ) -> io::Result<Option<String>> {
        write!(self.out, "{} ", filled(key, self.language, values))?;
        typed_line(&mut self.input, &mut self.out)
    }
}

/// The meaning of a line, by the keys of both languages.
fn understood(line: &str) -> Said {
    let digit = line
        .parse::<usize>()
        .ok()
        .and_then(|digit| digit.checked_sub(1));
    if let Some(answer) = digit.and_then(|index| AnswerValue::ALL.get(index)) {
        return Said::Answer(*answer);
    }
    match line.to_lowercase().as_str() {
        "s" => Said::Skip,
        "z" | "b" => Said::Back,
        "o" => Said::Open,
        "h" | "?" => Said::Help,
        "e" | "x" | "q" => Said::Stop,
        word => AnswerValue::from_word(word).map_or(Said::Unclear, Said::Answer),
    }
}

/// Document, line, column, name and excerpt as a sentence.
fn in_words(place: &Place, language: Language) -> String {
    let mut parts = vec![filled(
        "question.place-document",
        language,
        &[("document", &place.document)],
    )];
    if let Some(position) = place.position {
        parts.push(filled(
            "question.place-position",
            language,
            &[("line", &position.line), ("column", &position.column)],
        ));
    }
    let name = place
        .selector
        .clone()
        .unwrap_or_else(|| place.path.to_string());
    if !name.is_empty() {
        parts.push(filled("question.place-name", language, &[("name", &name)]));
    }
    if let Some(excerpt) = &place.excerpt {
        parts.push(filled(
            "question.place-excerpt",
            language,
            &[("excerpt", excerpt)],
        ));
    }
    parts.join(", ")
}

/// Lines shown before and after the place.
const AROUND: u32 = 3;
/// Larger documents are not read just for a few lines.
const LARGEST: u64 = 4 << 20;

/// The lines around a place in a document below the inventory: number, whether it is the place, content.
fn surroundings(root: &Path, place: &Place, line: u32) -> Option<Vec<(u32, bool, String)>> {
    let relative = Path::new(&place.document);
    let inside = |part: std::path::Component<'_>| matches!(part, std::path::Component::Normal(_));
    if !relative.components().all(inside) {
        return None;
    }
    let path = root.join(relative);
    if fs::metadata(&path).ok()?.len() > LARGEST {
        return None;
    }
    let bytes = fs::read(&path).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let shown = (1u32..)
        .zip(text.lines())
        .skip_while(|(number, _)| *number + AROUND < line)
        .take_while(|(number, _)| *number <= line + AROUND)
        .map(|(number, content)| (number, number == line, content.chars().take(200).collect()));
    let shown: Vec<(u32, bool, String)> = shown.collect();
    (!shown.is_empty()).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_both_languages_are_understood() {
        assert!(matches!(understood("1"), Said::Answer(AnswerValue::Met)));
        assert!(matches!(
            understood("Nicht erfüllt"),
            Said::Answer(AnswerValue::NotMet)
        ));
        assert!(matches!(understood("Z"), Said::Back));
        assert!(matches!(understood("q"), Said::Stop));
        assert!(matches!(understood("5"), Said::Unclear));
        assert!(matches!(understood("0"), Said::Unclear));
    }
}
