//! The end of the page: notices about the input, and definitions of terms.

use serde::Serialize;

use super::super::work::more;
use super::super::{WriteOptions, notices, words};
use crate::outcome::Outcome;
use crate::record::{Priority, Report};
use crate::rule::Effort;
use crate::texts::{counted, text};

/// Everything after the last application.
#[derive(Serialize)]
pub struct Closing {
    notices: Vec<NoticeGroup>,
    notice_count: usize,
    outcomes: Vec<Term>,
    efforts: Vec<Term>,
    priorities: Vec<Term>,
    legal: Vec<Source>,
}

/// The same notice about one or several applications.
#[derive(Serialize)]
struct NoticeGroup {
    level: String,
    code: String,
    message: String,
    count: u64,
    members: Vec<String>,
    more: Option<String>,
}

/// A word of the report with its meaning.
#[derive(Serialize)]
pub struct Term {
    name: &'static str,
    word: String,
    means: String,
}

/// A legal source with what it says.
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

    /// Like [`Self::new`], with at most `members` applications listed per notice.
    pub fn with_notices(report: &Report, options: &WriteOptions, members: usize) -> Self {
        let language = options.language;
        // Notices name files.
        let notices = match options.audience.is_public() {
            true => Vec::new(),
            false => notices::groups(report, language),
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
            notice_count: notices.iter().map(|group| group.members.len()).sum(),
            notices: notices
                .iter()
                .map(|group| NoticeGroup {
                    level: words::word("report.level", &group.level, language),
                    code: group.code.to_owned(),
                    message: group.message.to_owned(),
                    count: group.members.len() as u64,
                    members: group
                        .members
                        .iter()
                        .take(members)
                        .map(notices::Member::name)
                        .collect(),
                    more: more(group.members.len(), members)
                        .map(|more| counted("report.and-more", language, more, &[])),
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
            efforts: Effort::ALL
                .map(|effort| Term {
                    name: effort.name(),
                    word: words::effort(effort, language),
                    means: means(format!("plan.effort-{}-means", effort.name())),
                })
                .into(),
            priorities: Priority::ALL
                .map(|priority| Term {
                    name: priority.name(),
                    word: words::priority(priority, language),
                    means: means(format!("plan.priority-{}-means", priority.name())),
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
