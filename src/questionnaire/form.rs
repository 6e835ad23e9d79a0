//! The form of a recipient: one page that works offline and asks nobody for anything. Answers are saved as a file to
//! send back; without script it can be printed.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};
use serde::Serialize;

use super::{Form, SCHEMA};
use crate::inventory::AnswerValue;
use crate::model::Place;
use crate::question::{Asked, Question};
use crate::report::{content_policy, date, print_text};
use crate::texts::{Language, text};

/// How forms look.
pub const STYLE: &str = include_str!("form/style.css");
const SCRIPT: &str = include_str!("form/script.js");
const TEMPLATE: &str = include_str!("form/form.html");

#[derive(Serialize)]
struct Page {
    language: &'static str,
    title: String,
    recipient: String,
    report: String,
    report_date: String,
    version: String,
    schema: &'static str,
    file: String,
    count: usize,
    answers: Vec<Choice>,
    applications: Vec<Part>,
}

#[derive(Serialize)]
struct Choice {
    word: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct Part {
    id: String,
    name: String,
    role: String,
    questions: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    number: usize,
    key: &'static str,
    id: String,
    title: String,
    text: String,
    found: Option<String>,
    place: Option<String>,
    excerpt: Option<String>,
}

/// The page as HTML.
///
/// # Errors
/// Only those of the template, which a test renders.
pub fn form(form: &Form<'_>, language: Language) -> Result<String, Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?,
    );
    environment.set_formatter(print_text);
    environment.add_function("t", move |key: &str| {
        text(&format!("question.{key}"), language).to_owned()
    });
    environment.add_function("style", || Value::from_safe_string(STYLE.to_owned()));
    environment.add_function("script", || Value::from_safe_string(SCRIPT.to_owned()));
    environment.add_function("policy", || {
        Value::from_safe_string(content_policy(STYLE, SCRIPT))
    });
    environment.add_template("form.html", TEMPLATE)?;
    let page = page(form, language);
    environment
        .get_template("form.html")?
        .render(Value::from(Serde(&page)))
}

fn page(form: &Form<'_>, language: Language) -> Page {
    let mut applications: Vec<Part> = Vec::new();
    for (number, question) in (1..).zip(&form.questions) {
        let application = question.application;
        if applications
            .last()
            .is_none_or(|part| part.id != application.id)
        {
            applications.push(Part {
                id: application.id.clone(),
                name: application.name.clone(),
                role: application.business_owner.clone().unwrap_or_default(),
                questions: Vec::new(),
            });
        }
        if let Some(part) = applications.last_mut() {
            part.questions.push(line(number, question, language));
        }
    }
    Page {
        language: language.tag(),
        title: form.title(language),
        recipient: form.recipient.clone(),
        report: form.report.run.date.clone(),
        report_date: date(&form.report.run.date, language),
        version: form.version(),
        schema: SCHEMA,
        file: format!("{}-{}.json", text("question.file", language), form.slug),
        count: form.questions.len(),
        answers: AnswerValue::ALL
            .map(|answer| Choice {
                word: answer.word(),
                label: answer.label(language),
            })
            .into(),
        applications,
    }
}

fn line(number: usize, question: &Question<'_>, language: Language) -> Line {
    Line {
        number,
        key: match question.asked {
            Asked::Finding { .. } => "finding",
            Asked::Criterion { .. } => "criterion",
        },
        id: question.id(),
        title: question.title(language).to_owned(),
        text: question.text(language).to_owned(),
        found: question.found(language),
        place: question.place().map(Place::to_string),
        excerpt: question.place().and_then(|place| place.excerpt.clone()),
    }
}
