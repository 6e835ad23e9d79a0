//! Open questions of a report: what only people can answer, each with its id and the entry for `inventory/answers/`
//! that answers it.

mod snippet;

use crate::inventory::Subject;
use crate::model::Place;
use crate::outcome::{Finding, Outcome, Severity};
use crate::record::{ApplicationReport, Cell, Report};
use crate::rule::{Checklist, Coverage, Criterion, RuleCard};
use crate::texts::{Language, cut, filled};

/// A question that only people can answer.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The application it is about.
    pub application: &'a ApplicationReport,
    /// The subject of the question.
    pub asked: Asked<'a>,
}

/// The subject of a question.
#[derive(Clone, Copy)]
pub enum Asked<'a> {
    /// A finding that artefacts alone cannot decide.
    Finding {
        /// Id of the rule.
        rule: &'a str,
        /// Card of the rule; reports contain the cards of all rules that ran.
        card: Option<&'a RuleCard>,
        /// The finding.
        finding: &'a Finding,
    },
    /// A criterion that no program can decide.
    Criterion {
        /// Checklist of the criterion.
        list: &'a Checklist,
        /// The criterion.
        criterion: &'a Criterion,
    },
}

/// A place in words, for people who do not read code: `friedhof.sql, Zeile 1`.
pub fn place_in_words(place: &Place, language: Language) -> String {
    match (&place.selector, place.position) {
        (Some(cell), _) => format!("{}, {cell}", place.document),
        (None, Some(at)) => filled(
            "question.place-in-words",
            language,
            &[("document", &place.document), ("line", &at.line)],
        ),
        (None, None) => place.document.clone(),
    }
}

impl<'a> Question<'a> {
    /// The question about a finding.
    pub fn about_finding(
        report: &'a Report,
        application: &'a ApplicationReport,
        rule: &'a str,
        finding: &'a Finding,
    ) -> Self {
        let card = report.rules.get(rule);
        Self {
            application,
            asked: Asked::Finding {
                rule,
                card,
                finding,
            },
        }
    }

    /// Id of the question: the fingerprint, or `checklist/criterion`.
    pub fn id(&self) -> String {
        match self.asked {
            Asked::Finding { finding, .. } => finding.fingerprint.to_string(),
            Asked::Criterion { list, criterion } => format!("{}/{}", list.id, criterion.id),
        }
    }

    /// The subject that an answer refers to.
    pub fn subject(&self) -> Subject {
        match self.asked {
            Asked::Finding { .. } => Subject::Finding(self.id()),
            Asked::Criterion { .. } => Subject::Criterion(self.id()),
        }
    }

    /// The demand, in a few words.
    pub fn title(&self, language: Language) -> &'a str {
        match self.asked {
            Asked::Finding { rule, card, .. } => {
                card.map_or(rule, |card| card.title.get(language).as_str())
            }
            Asked::Criterion { criterion, .. } => criterion.title.get(language),
        }
    }

    /// The question itself.
    pub fn text(&self, language: Language) -> &'a str {
        let own = match self.asked {
            Asked::Finding { card, .. } => card.and_then(|card| card.question.as_ref()),
            Asked::Criterion { criterion, .. } => criterion.question.as_ref(),
        };
        own.map_or_else(|| self.title(language), |text| text.get(language))
    }

    /// The observation that left the question open; `None` for a criterion.
    pub fn found(&self, language: Language) -> Option<String> {
        let Asked::Finding { card, finding, .. } = self.asked else {
            return None;
        };
        Some(card?.sentence(finding, language))
    }

    /// The further places that the answer covers, each in words and with the beginning of its excerpt. Empty unless the
    /// question arises in several places.
    pub fn elsewhere(&self, language: Language) -> Vec<String> {
        match self.asked {
            Asked::Finding { finding, .. } => {
                let listed = finding.further_listed();
                let more = finding.further().saturating_sub(listed.len() as u64);
                let more =
                    (more > 0).then(|| filled("report.and-more", language, &[("count", &more)]));
                let places = listed.iter().map(|place| shown(place, language));
                places.chain(more).collect()
            }
            Asked::Criterion { .. } => Vec::new(),
        }
    }

    /// The place to open first; `None` for a criterion.
    pub fn place(&self) -> Option<&'a Place> {
        match self.asked {
            Asked::Finding { finding, .. } => Some(&finding.place),
            Asked::Criterion { .. } => None,
        }
    }

    /// Severity of a "not met"; the most serious questions are asked first.
    fn severity(&self) -> Severity {
        match self.asked {
            Asked::Finding { card, .. } => card.map_or(Severity::Advice, |card| card.severity),
            Asked::Criterion { .. } => Severity::Advice,
        }
    }
}

/// A place with the beginning of its excerpt.
fn shown(place: &Place, language: Language) -> String {
    const MOST_LETTERS: usize = 80;
    let words = place_in_words(place, language);
    match &place.excerpt {
        Some(excerpt) => format!("{words}: {}", cut(excerpt, MOST_LETTERS)),
        None => words,
    }
}

/// The open questions about an application: first those about findings, the most serious first, rule by rule; then the
/// criteria of the named checklists that only people can decide.
pub fn questions_about<'a>(
    report: &'a Report,
    application: &'a ApplicationReport,
    checklists: &[String],
) -> Vec<Question<'a>> {
    let mut questions: Vec<Question<'a>> = application
        .assertions
        .iter()
        .flat_map(|assertion| {
            let doubts = assertion.findings.iter();
            doubts
                .filter(|finding| !finding.is_failure())
                .map(|finding| {
                    Question::about_finding(report, application, &assertion.rule, finding)
                })
        })
        .collect();
    questions.sort_by(|a, b| {
        let severity = b.severity().cmp(&a.severity());
        severity.then_with(|| order(a).cmp(&order(b)))
    });
    let lists = report.checklists.iter();
    let lists: Vec<&Checklist> = lists.filter(|list| checklists.contains(&list.id)).collect();
    if lists.is_empty() {
        return questions;
    }
    let cells = application.cells.glance();
    for list in lists {
        let criteria = list.criteria.iter();
        let open = criteria.filter(|criterion| is_open(&cells, list, criterion));
        questions.extend(open.map(|criterion| Question {
            application,
            asked: Asked::Criterion { list, criterion },
        }));
    }
    questions
}

/// Sort key of questions about findings: rule, place and fingerprint.
fn order<'q>(question: &Question<'q>) -> Option<(&'q str, &'q Place, &'q str)> {
    match question.asked {
        Asked::Finding { rule, finding, .. } => {
            Some((rule, &finding.place, finding.fingerprint.as_str()))
        }
        Asked::Criterion { .. } => None,
    }
}

/// Whether only people can decide a criterion, and it is still undecided. Doubtful criteria are asked about finding by
/// finding.
fn is_open(cells: &[Cell], list: &Checklist, criterion: &Criterion) -> bool {
    criterion.coverage != Coverage::Automated
        && cells.iter().any(|cell| {
            cell.checklist == list.id
                && cell.criterion == criterion.id
                && cell.verdict == Outcome::Untested
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Confidence, ModelPath};
    use crate::outcome::{Doubt, Fact, Facts, FindingKind, Fingerprint};

    #[test]
    fn further_places_are_a_list_of_their_own_and_no_part_of_what_was_found() {
        let book = crate::rule::load(None).expect("the shipped rules");
        let rule = "accessibility/image-purpose";
        let place = |document: &str| Place {
            excerpt: Some("<img src=\"plan.png\" alt=\"Plan\">".repeat(9)),
            ..Place::document(document)
        };
        let finding = Finding {
            fingerprint: Fingerprint::compute("A", rule, "p1.html", &ModelPath::default(), 0),
            kind: FindingKind::Doubt(Doubt::Open),
            variant: None,
            facts: Facts::from([("further_places".to_owned(), Fact::Count(2))]),
            place: place("p1.html"),
            related: vec![place("p2.html"), place("p3.html")],
            cause: String::new(),
            confidence: Confidence::High,
            members: Vec::new(),
            takes_from: None,
        };
        let application = ApplicationReport::default();
        let question = Question {
            application: &application,
            asked: Asked::Finding {
                rule,
                card: Some(&book.rules[rule].card),
                finding: &finding,
            },
        };
        let places = question.elsewhere(Language::De);
        assert_eq!(places.len(), 2);
        assert!(places[0].starts_with("p2.html: <img src=\"plan.png\""));
        assert!(places[0].ends_with('…'), "{places:?}");
        let found = question.found(Language::De).expect("a sentence");
        assert!(!found.contains("p2.html"), "{found}");
    }
}
