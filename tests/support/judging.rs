//! Documents → what the rules say of the application they make up, without files.

use fachcheck::engine::{self, Extent, Terms};
use fachcheck::gap::Gap;
use fachcheck::inventory::Application;
use fachcheck::model::Origin;
use fachcheck::outcome::{Assertion, Finding};
use fachcheck::source::Capture;

use super::shipped;

/// What was found about one application.
pub struct Judged {
    /// What the rules say.
    pub assertions: Vec<Assertion>,
    /// What could not be read or judged.
    pub gaps: Vec<Gap>,
}

impl Judged {
    /// All findings with their rules.
    pub fn findings(&self) -> impl Iterator<Item = (&str, &Finding)> {
        self.assertions.iter().flat_map(|assertion| {
            let findings = assertion.findings.iter();
            findings.map(|finding| (assertion.rule.as_str(), finding))
        })
    }
}

/// Reads and judges documents, given by name and content, as one application. Whatever part of its sources they are,
/// they count as its own work.
pub fn judge(application: &str, documents: &[(&str, &[u8])]) -> Judged {
    let (book, vocabulary) = (shipped::book(), shipped::vocabulary());
    let application = Application {
        id: application.to_owned(),
        ..Application::default()
    };
    let judged = documents.iter().map(|(name, bytes)| {
        let reading = engine::read_capture(&Capture::new(*name, *name, *bytes), vocabulary);
        engine::judge_document(
            &application.id,
            reading,
            Terms {
                include: &Origin::ASIDE,
                ..Terms::usual(&book)
            },
            Extent::Whole,
        )
    });
    let linked = engine::link(
        &application,
        judged.collect(),
        Vec::new(),
        vocabulary,
        &Origin::ASIDE,
    );
    let examined = engine::judge_application(linked, &book);
    Judged {
        assertions: examined.assertions,
        gaps: examined.gaps,
    }
}
