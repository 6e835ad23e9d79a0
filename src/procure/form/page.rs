//! The form for a bidder: one page that works offline and asks nobody for anything. Answers are saved as a file to send
//! back; without script it can be printed.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, HtmlEscape, UndefinedBehavior, Value};
use serde::Serialize;

use super::workbook::{label, title};
use super::{BidForm, CHOICES, FORM_SCHEMA};
use crate::procure::paper::said;
use crate::questionnaire::form::STYLE;
use crate::report::{content_policy, print_text};
use crate::texts::{Language, harmless_lines, text};

const SCRIPT: &str = include_str!("script.js");
const TEMPLATE: &str = include_str!("form.html");

#[derive(Serialize)]
struct Page {
    language: &'static str,
    title: String,
    reference: Option<String>,
    bidder: String,
    version: String,
    schema: &'static str,
    file: String,
    count: usize,
    vendor: String,
    product: String,
    product_version: String,
    questions: Vec<Line>,
}

#[derive(Serialize)]
struct Choice {
    word: &'static str,
    label: &'static str,
    chosen: bool,
}

#[derive(Serialize)]
struct Line {
    number: usize,
    key: String,
    id: String,
    demand: String,
    knockout: bool,
    text: String,
    expected: Option<String>,
    answers: Vec<Choice>,
    explanation: String,
    evidence: String,
}

/// The page as HTML.
///
/// # Errors
/// Only those of the template, which a test renders.
pub fn bid_page(form: &BidForm<'_>, language: Language) -> Result<String, Error> {
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
    environment.add_function("t", move |key: &str| said(key, language).to_owned());
    environment.add_function("q", move |key: &str| {
        text(&format!("question.{key}"), language).to_owned()
    });
    // What is typed on several lines stays on them; everything else that hides is replaced.
    environment.add_filter("lines", |text: &str| {
        Value::from_safe_string(HtmlEscape(&harmless_lines(text)).to_string())
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

fn page(form: &BidForm<'_>, language: Language) -> Page {
    let questions = (1..).zip(form.questions).map(|(number, question)| {
        let answer = form.given.get(&question.key());
        let declared = answer.and_then(|answer| answer.declared);
        let written = |text: Option<&String>| text.cloned().unwrap_or_default();
        Line {
            number,
            key: question.key(),
            id: question.id.clone(),
            demand: question.demand.get(language).clone(),
            knockout: question.knockout,
            text: question.question.get(language).clone(),
            expected: question
                .expected
                .as_ref()
                .map(|one| one.get(language).clone()),
            answers: CHOICES
                .map(|choice| Choice {
                    word: choice.word(),
                    label: label(choice, language),
                    chosen: declared == Some(choice),
                })
                .into(),
            explanation: written(answer.and_then(|answer| answer.explanation.as_ref())),
            evidence: written(answer.and_then(|answer| answer.evidence.as_ref())),
        }
    });
    Page {
        language: language.tag(),
        title: title(form, language),
        reference: form.reference.clone(),
        bidder: form.bidder.clone(),
        version: form.version(),
        schema: FORM_SCHEMA,
        file: format!("{}-{}.json", said("form-file", language), form.bidder),
        count: form.questions.len(),
        vendor: form.product.vendor.clone(),
        product: form.product.name.clone(),
        product_version: form.product.version.clone().unwrap_or_default(),
        questions: questions.collect(),
    }
}
