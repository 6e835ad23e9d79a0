//! A form as one page that works offline and asks nobody for anything. Answers are saved as a file to send back;
//! without script it can be printed.

use minijinja::value::Serde;
use minijinja::{Error, Value};
use serde::Serialize;

use crate::report::{content_policy, text_environment};
use crate::texts::{Language, text};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
const TEMPLATE: &str = include_str!("page.html");

/// A form with all that stands in it.
#[derive(Debug, Serialize)]
pub struct FormPage {
    /// Its heading.
    pub title: String,
    /// The title of its window.
    pub window: String,
    /// Paragraphs above the questions.
    pub intro: Vec<String>,
    /// What to do where no script runs.
    pub without_script: &'static str,
    /// What a saved file says it is.
    pub schema: &'static str,
    /// Tells two versions of the questions apart.
    pub version: String,
    /// What a saved file repeats from the form, by name.
    pub kept: Vec<(&'static str, String)>,
    /// Name of the saved file.
    pub file: String,
    /// What is said once it is saved.
    pub saved: &'static str,
    /// Words that the script of the asking room needs, by name.
    pub words: Vec<(&'static str, &'static str)>,
    /// Labels of what each question has.
    pub labels: FormLabels,
    /// Fields and questions, in order.
    pub parts: Vec<FormPart>,
}

/// Labels of what each question has.
#[derive(Debug, Serialize)]
pub struct FormLabels {
    /// Of the reason in words.
    pub explanation: &'static str,
    /// Of the evidence.
    pub evidence: &'static str,
    /// What to write there.
    pub evidence_hint: Option<&'static str>,
    /// Most characters of evidence that stands on one line; nothing: it may take several.
    pub evidence_line: Option<usize>,
    /// Of the id of the question.
    pub id: &'static str,
}

/// A section of the form.
#[derive(Debug, Serialize)]
pub struct FormPart {
    /// Its heading.
    pub name: String,
    /// Id of the application it is about.
    pub application: Option<String>,
    /// What is asked once.
    pub fields: Vec<FormField>,
    /// The questions.
    pub questions: Vec<FormItem>,
}

/// A line to fill.
#[derive(Debug, Serialize)]
pub struct FormField {
    /// Its id, unique in the page.
    pub id: String,
    /// What the script knows it by.
    pub class: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What to write there.
    pub hint: Option<&'static str>,
    /// What is known already.
    pub value: String,
    /// What the browser may propose.
    pub autocomplete: &'static str,
}

/// A question.
#[derive(Debug, Serialize)]
pub struct FormItem {
    /// Counted over the whole form.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// What it is about, in a few words.
    pub title: String,
    /// What is asked.
    pub text: String,
    /// What to know for the answer.
    pub facts: Vec<ItemFact>,
    /// Whether it is a knock-out.
    pub knockout: bool,
    /// The possible answers.
    pub choices: Vec<FormChoice>,
    /// The reason given so far; may take several lines.
    pub explanation: String,
    /// The evidence named so far.
    pub evidence: String,
}

/// Something to know for an answer.
#[derive(Debug, Serialize)]
pub struct ItemFact {
    /// What it is.
    pub label: &'static str,
    /// In words.
    pub value: String,
    /// Places and excerpts, to the letter.
    pub code: Vec<String>,
    /// Further places, each on a line of its own.
    pub list: Vec<String>,
}

/// A possible answer.
#[derive(Debug, Serialize)]
pub struct FormChoice {
    /// As it is saved.
    pub word: &'static str,
    /// As people read it.
    pub label: &'static str,
    /// Whether it was chosen before.
    pub chosen: bool,
}

impl FormPage {
    /// The page as HTML. `script`: what the asking room saves of each question, beside the script of all forms.
    ///
    /// # Errors
    /// Only those of the template, which tests render.
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
