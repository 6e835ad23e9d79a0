//! A dossier to begin with: what a bidder fills in.

use super::Question;
use crate::texts::{Language, filled, text};

/// What is already known when a dossier is begun.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// Name of the product.
    pub product: String,
    /// The version offered.
    pub version: String,
    /// Who offers it.
    pub vendor: String,
    /// Reference of the procurement procedure.
    pub reference: String,
}

/// Names and contents of the files of a new dossier, relative to its folder. All answers are empty.
pub fn starter(
    heading: &Heading,
    checklists: &[&str],
    questions: &[Question],
    language: Language,
) -> Vec<(&'static str, String)> {
    vec![
        ("dossier.toml", dossier(heading, checklists, language)),
        ("answers.toml", answers(questions, language)),
        (
            "artefacts/README.txt",
            format!("{}\n", text("procure.starter-artefacts", language)),
        ),
    ]
}

fn dossier(heading: &Heading, checklists: &[&str], language: Language) -> String {
    let mut page = Page::default();
    page.comment(text("procure.starter-dossier", language));
    page.line("");
    let names: Vec<String> = checklists.iter().map(|id| quoted(id)).collect();
    page.comment(text("procure.starter-checklists", language));
    page.line(&format!("checklists = [{}]", names.join(", ")));
    page.line("\n[product]");
    for (field, value) in [
        ("name", &heading.product),
        ("version", &heading.version),
        ("vendor", &heading.vendor),
        ("reference", &heading.reference),
    ] {
        page.comment(text(&format!("procure.starter-{field}"), language));
        page.line(&format!("{field} = {}", quoted(value)));
    }
    page.line("");
    page.comment(text("procure.starter-artefact", language));
    page.line("[[artefact]]\npath = \"artefacts\"");
    page.line("#label = \"\"\n#format = \"\"\n\n#[[artefact]]\n#url = \"https://\"");
    page.text
}

fn answers(questions: &[Question], language: Language) -> String {
    let mut page = Page::default();
    page.comment(text("procure.starter-answers", language));
    page.comment(text("procure.starter-values", language));
    page.comment(text("procure.starter-knockout", language));
    for question in questions {
        let knockout = if question.knockout {
            text("procure.starter-is-knockout", language)
        } else {
            ""
        };
        page.line("");
        let demand = question.demand.get(language);
        page.comment(&format!("{}: {demand}{knockout}", question.id));
        page.comment(question.question.get(language));
        if let Some(expected) = &question.expected {
            let expected: &String = expected.get(language);
            page.comment(&filled(
                "procure.starter-expected",
                language,
                &[("expected", expected)],
            ));
        }
        let unique = questions
            .iter()
            .filter(|other| other.is_named(&question.id))
            .count()
            == 1;
        let name = if unique {
            question.id.clone()
        } else {
            format!("{}/{}", question.checklist, question.id)
        };
        page.line(&format!("[[answer]]\nquestion = {}", quoted(&name)));
        page.line("answer = \"\"\nexplanation = \"\"\nevidence = \"\"");
    }
    page.text
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Longest comment line in characters.
const WIDTH: usize = 100;

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn comment(&mut self, text: &str) {
        let mut line = String::from("#");
        for word in text.split_whitespace() {
            if line.chars().count() + word.chars().count() >= WIDTH {
                self.line(&line);
                line = String::from("#");
            }
            line.push(' ');
            line.push_str(word);
        }
        self.line(&line);
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}
