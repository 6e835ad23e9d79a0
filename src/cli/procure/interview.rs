//! `procure interview`: asks the questions of a dossier one by one at the keyboard, in plain lines that screen readers
//! can read out. Every answer is written at once; after a break, the next run continues there.

use std::io::{self, BufRead, Write};

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::desk::Desk;
use super::{folder, folder_of};
use crate::cli::common::{self, Failure};
use crate::cli::prompt::typed_line;
use crate::procure::form::{CHOICES, FormFact};
use crate::procure::{BidAnswer, Declared, ExhibitIndex, Question};
use crate::texts::{Language, filled, harmless, lookup, text};

/// Arguments of `procure interview`.
pub fn command() -> Command {
    Command::new("interview")
        .arg(folder())
        .arg(Arg::new("again").long("again").action(ArgAction::SetTrue))
        .arg(common::rules())
}

/// Runs `procure interview`.
pub fn run(arguments: &ArgMatches) -> Result<u8, Failure> {
    let book = common::rule_book(arguments)?;
    let desk = Desk::open(folder_of(arguments), &book)?;
    let again = arguments.get_flag("again");
    let is_open = |question: &&Question| {
        let answer = desk.given.get(&question.key());
        again || answer.is_none_or(|answer| answer.declared.is_none())
    };
    let questions: Vec<Question> = desk.questions.iter().filter(is_open).cloned().collect();
    let mut session = Session {
        desk,
        language: common::language_of(arguments),
        input: io::stdin().lock(),
        out: common::stdout(),
    };
    session.hold(&questions)?;
    Ok(0)
}

/// A person at the keyboard.
struct Session<I, O> {
    desk: Desk,
    language: Language,
    input: I,
    out: O,
}

impl<I: BufRead, O: Write> Session<I, O> {
    /// Asks until all questions were asked or the person stops.
    fn hold(&mut self, questions: &[Question]) -> Result<(), Failure> {
        let bidder = harmless(&self.desk.bidder);
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("bidder", &bidder), ("count", &questions.len())];
        self.say("interview-begin", &values)?;
        self.say("interview-help", &[])?;
        if !self.product()? {
            return Ok(self.say("interview-stopped", &[("left", &questions.len())])?);
        }
        let mut answered = vec![false; questions.len()];
        let mut at = 0;
        let mut shown = None;
        while let Some(question) = questions.get(at) {
            if shown != Some(at) {
                self.ask(question, at + 1, questions.len())?;
                shown = Some(at);
            }
            let Some(line) = self.prompt("interview-prompt")? else {
                break;
            };
            match line.to_lowercase().as_str() {
                "h" | "?" => self.say("interview-help", &[])?,
                "s" | "" => at += 1,
                "z" | "b" if at == 0 => self.say("interview-first", &[])?,
                "z" | "b" => at -= 1,
                "e" | "x" | "q" => break,
                word => match declared(word) {
                    Some(declared) => match self.give(question, declared)? {
                        true => {
                            if let Some(done) = answered.get_mut(at) {
                                *done = true;
                            }
                            at += 1;
                        }
                        false => break,
                    },
                    None => self.say("interview-unclear", &[("value", &harmless(word))])?,
                },
            }
        }
        let left = answered.iter().filter(|done| !**done).count();
        let key = if at == questions.len() {
            "interview-done"
        } else {
            "interview-stopped"
        };
        Ok(self.say(key, &[("left", &left)])?)
    }

    /// Asks for missing facts about the product. `false` if the input ended.
    fn product(&mut self) -> Result<bool, Failure> {
        let product = &self.desk.bid.product;
        let facts = [
            (FormFact::Vendor, "form-vendor", product.vendor.is_empty()),
            (FormFact::Product, "form-product", product.name.is_empty()),
            (FormFact::Version, "form-version", product.version.is_none()),
        ];
        for (fact, key, is_missing) in facts {
            if !is_missing {
                continue;
            }
            let label = said(key, self.language);
            write!(self.out, "{label}: ")?;
            let Some(line) = self.line()? else {
                return Ok(false);
            };
            if !line.is_empty() {
                self.desk.facts.insert(fact, line);
                self.desk.write(self.language)?;
            }
        }
        Ok(true)
    }

    fn ask(&mut self, question: &Question, number: usize, count: usize) -> io::Result<()> {
        writeln!(self.out)?;
        let knockout = match question.knockout {
            true => text("tender.is-knockout", self.language),
            false => "",
        };
        let demand = harmless(question.demand.get(self.language));
        self.say(
            "interview-head",
            &[
                ("number", &number),
                ("count", &count),
                ("id", &question.id),
                ("demand", &demand),
                ("knockout", &knockout),
            ],
        )?;
        self.fact("form-question", question.question.get(self.language))?;
        if let Some(expected) = &question.expected {
            self.fact("form-expected", expected.get(self.language))?;
        }
        if let Some(answer) = self.desk.given.get(&question.key()).cloned() {
            let declared = answer.declared.map(|declared| declared.word().to_owned());
            let parts = [
                ("form-answer", declared.or(answer.written)),
                ("form-explanation", answer.explanation),
                ("form-evidence", answer.evidence),
            ];
            for (key, text) in parts {
                if let Some(text) = text.filter(|text| !text.is_empty()) {
                    self.fact(key, &text)?;
                }
            }
        }
        Ok(())
    }

    fn fact(&mut self, key: &str, content: &str) -> io::Result<()> {
        let label = said(key, self.language);
        let content = harmless(&content.replace('\n', " "));
        writeln!(self.out, "{label}: {content}")
    }

    /// Reads what belongs to an answer and writes it. `false` if the input ended first.
    fn give(&mut self, question: &Question, declared: Declared) -> Result<bool, Failure> {
        let Some(explanation) = self.prompt("interview-explanation")? else {
            return Ok(false);
        };
        let Some(evidence) = self.evidence()? else {
            return Ok(false);
        };
        let before = self.desk.given.get(&question.key()).cloned();
        let before = before.unwrap_or_default();
        // An empty line keeps the previous text.
        let kept = |new: String, old: Option<String>| match new.is_empty() {
            true => old,
            false => Some(new),
        };
        let answer = BidAnswer {
            declared: Some(declared),
            explanation: kept(explanation, before.explanation),
            evidence: kept(evidence, before.evidence),
            ..BidAnswer::default()
        };
        if question.evidence && declared == Declared::Met && answer.evidence.is_none() {
            self.say("interview-no-evidence", &[])?;
        }
        self.desk.given.insert(question.key(), answer);
        self.desk.write(self.language)?;
        self.say("interview-written", &[("answer", &declared.word())])?;
        Ok(true)
    }

    /// Asks for evidence until the named file is in the dossier; an empty line skips it.
    fn evidence(&mut self) -> Result<Option<String>, Failure> {
        loop {
            let Some(line) = self.prompt("interview-evidence")? else {
                return Ok(None);
            };
            let index = ExhibitIndex::read_folder(&self.desk.folder);
            let exhibits = index.exhibits(&line);
            let faulty = exhibits
                .iter()
                .find_map(|exhibit| Some((exhibit, exhibit.fault?)));
            let Some((exhibit, fault)) = faulty else {
                return Ok(Some(line));
            };
            let key = format!("procure.proc-011-{}", fault.name());
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("question", &"…"), ("value", &harmless(&exhibit.written))];
            writeln!(self.out, "{}", filled(&key, self.language, &values))?;
        }
    }

    fn say(&mut self, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> io::Result<()> {
        let key = format!("tender.{key}");
        writeln!(self.out, "{}", filled(&key, self.language, values))
    }

    /// Prompts for a line; `None` at the end of the input.
    fn prompt(&mut self, key: &str) -> io::Result<Option<String>> {
        let prompt = said(key, self.language);
        write!(self.out, "{prompt} ")?;
        self.line()
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        typed_line(&mut self.input, &mut self.out)
    }
}

/// The answer that a key or word stands for.
fn declared(word: &str) -> Option<Declared> {
    let digit = word.parse::<usize>().ok();
    let digit = digit.and_then(|digit| digit.checked_sub(1));
    let by_digit = digit.and_then(|index| CHOICES.get(index)).copied();
    by_digit.or_else(|| Declared::from_word(word))
}

fn said(key: &str, language: Language) -> &'static str {
    lookup(&format!("tender.{key}"), language).unwrap_or_default()
}
