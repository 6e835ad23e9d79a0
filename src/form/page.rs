//! A form as one page that works offline and makes no requests. Answers are saved as a file to send back; without
//! script the page can be printed.

use minijinja::value::Serde;
use minijinja::{Error, Value};
use serde::Serialize;

use crate::report::{content_policy, text_environment};
use crate::texts::{Language, text};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
const TEMPLATE: &str = include_str!("page.html");

/// Content of a form.
#[derive(Debug, Serialize)]
pub struct FormPage {
    /// Heading.
    pub title: String,
    /// Title of the browser window.
    pub window: String,
    /// Paragraphs above the questions.
    pub intro: Vec<String>,
    /// Instructions for browsers without script.
    pub without_script: &'static str,
    /// Identifies the kind of file that the page saves.
    pub schema: &'static str,
    /// Distinguishes versions of the questions.
    pub version: String,
    /// Values of the form that a saved file repeats, by name.
    pub kept: Vec<(&'static str, String)>,
    /// Name of the saved file.
    pub file: String,
    /// Message after saving.
    pub saved: &'static str,
    /// Texts for the script of the asking module, by name.
    pub words: Vec<(&'static str, &'static str)>,
    /// Labels of the parts of each question.
    pub labels: FormLabels,
    /// Fields and questions, in order.
    pub parts: Vec<FormPart>,
}

/// Labels of the parts of each question.
#[derive(Debug, Serialize)]
pub struct FormLabels {
    /// For the reason in words.
    pub explanation: &'static str,
    /// For the evidence.
    pub evidence: &'static str,
    /// Hint for the evidence.
    pub evidence_hint: Option<&'static str>,
    /// Maximum number of characters of single-line evidence; `None` if it may take several lines.
    pub evidence_line: Option<usize>,
    /// For the id of the question.
    pub id: &'static str,
}

/// A section of the form.
#[derive(Debug, Serialize)]
pub struct FormPart {
    /// Heading.
    pub name: String,
    /// Id of the application it is about.
    pub application: Option<String>,
    /// Fields that are asked for once.
    pub fields: Vec<FormField>,
    /// The questions.
    pub questions: Vec<FormItem>,
}

/// A line to fill in.
#[derive(Debug, Serialize)]
pub struct FormField {
    /// Unique id in the page.
    pub id: String,
    /// Class by which the script finds it.
    pub class: &'static str,
    /// Label.
    pub label: &'static str,
    /// Hint on what to write.
    pub hint: Option<&'static str>,
    /// The value known so far.
    pub value: String,
    /// The `autocomplete` attribute, for suggestions of the browser.
    pub autocomplete: &'static str,
}

/// A question.
#[derive(Debug, Serialize)]
pub struct FormItem {
    /// Number within the whole form.
    pub number: usize,
    /// Id of the question.
    pub id: String,
    /// Short title.
    pub title: String,
    /// The question itself.
    pub text: String,
    /// Facts that help to answer.
    pub facts: Vec<ItemFact>,
    /// Whether it is a knock-out question.
    pub knockout: bool,
    /// The possible answers.
    pub choices: Vec<FormChoice>,
    /// The reason given so far; may have several lines.
    pub explanation: String,
    /// The evidence named so far.
    pub evidence: String,
}

/// A fact that helps to answer.
#[derive(Debug, Serialize)]
pub struct ItemFact {
    /// Kind of fact.
    pub label: &'static str,
    /// The fact in words.
    pub value: String,
    /// Places and excerpts, verbatim.
    pub code: Vec<String>,
    /// Further places, each on a line of its own.
    pub list: Vec<String>,
}

/// A possible answer.
#[derive(Debug, Serialize)]
pub struct FormChoice {
    /// Value that is saved.
    pub word: &'static str,
    /// Label for people.
    pub label: &'static str,
    /// Whether it is already chosen.
    pub chosen: bool,
}

impl FormPage {
    /// The page as HTML. `script`: the asking module's code that saves a question, beside the script of all forms.
    ///
    /// # Errors
    /// Errors of the template only; tests render it.
    pub fn html(&self, script: &str, language: Language) -> Result<String, Error> {
        let script = [SCRIPT, script].concat();
        let policy = content_policy(STYLE, Some(&script));
        let mut environment = text_environment()?;
        environment.add_function("t", move |key: &str| {
            text(&format!("form.{key}"), language).to_owned()
        });
        environment.add_function("style", || Value::from_safe_string(STYLE.to_owned()));
        environment.add_function("script", move || Value::from_safe_string(script.clone()));
        environment.add_function("policy", move || policy.clone());
        environment.add_global("language", language.tag());
        environment.add_template("form.html", TEMPLATE)?;
        environment
            .get_template("form.html")?
            .render(Value::from(Serde(self)))
    }
}
