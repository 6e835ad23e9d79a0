//! What stands behind everything else: notices about the input, and what words mean.

use serde::Serialize;

use super::super::WriteOptions;
use super::super::words;
use crate::outcome::Outcome;
use crate::record::{Priority, Report};
use crate::rule::Effort;
use crate::texts::text;

/// Everything behind the last application.
#[derive(Serialize)]
pub struct Closing {
    notices: Vec<NoticeLine>,
    outcomes: Vec<Term>,
    efforts: Vec<Term>,
    priorities: Vec<Term>,
    legal: Vec<Source>,
}

#[derive(Serialize)]
struct NoticeLine {
    level: String,
    code: String,
    place: String,
    message: String,
}

#[derive(Serialize)]
pub struct Term {
    name: &'static str,
    word: String,
    means: String,
}

#[derive(Serialize)]
pub struct Source {
    cite: String,
    says: String,
}

impl Closing {
    /// The closing sections of a report.
    pub fn new(report: &Report, options: &WriteOptions) -> Self {
        Self::with_notices(report, options, usize::MAX)
    }

    /// The same with the first of the notices about the input. They name files: the public sees none.
    pub fn with_notices(report: &Report, options: &WriteOptions, notices: usize) -> Self {
        let language = options.language;
        let notices = if options.audience.is_public() {
            0
        } else {
            notices
        };
        let means = |key: String| text(&key, language).to_owned();
        let found: std::collections::BTreeSet<&str> = report
            .applications
            .iter()
            .flat_map(|application| &application.assertions)
            .filter(|assertion| !assertion.findings.is_empty())
            .filter_map(|assertion| report.rules.get(&assertion.rule))
            .flat_map(|card| card.legal.iter().map(String::as_str))
            .collect();
        Self {
            notices: report
                .notices
                .iter()
                .take(notices)
                .map(|notice| NoticeLine {
                    level: words::word("report.level", &notice.level, language),
                    code: notice.code.clone(),
                    place: notice.place.clone(),
                    message: notice.message.get(language).clone(),
                })
                .collect(),
            outcomes: Outcome::ALL
                .into_iter()
                .rev()
                .map(|outcome| Term {
                    name: outcome.name(),
                    word: words::outcome(outcome, language),
                    means: means(format!("report.outcome-{}-means", outcome.name())),
                })
                .collect(),
            efforts: [Effort::Small, Effort::Medium, Effort::Large]
                .map(|effort| Term {
                    name: effort.name(),
                    word: words::effort(effort, language),
                    means: means(format!("plan.effort-{}-means", effort.name())),
                })
                .into(),
            priorities: [
                ("immediate", Priority::Immediate),
                ("high", Priority::High),
                ("medium", Priority::Medium),
                ("low", Priority::Low),
            ]
            .map(|(name, priority)| Term {
                name,
                word: words::priority(priority, language),
                means: means(format!("plan.priority-{name}-means")),
            })
            .into(),
            legal: found
                .into_iter()
                .filter_map(|id| report.legal.get(id))
                .map(|source| Source {
                    cite: source.cite.get(language).clone(),
                    says: source.says.get(language).clone(),
                })
                .collect(),
        }
    }
}
