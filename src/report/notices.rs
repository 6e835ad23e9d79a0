//! Notices about the input as people work through them: equal ones once, with the applications that they are about.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::problem::Level;
use crate::record::{ApplicationReport, Notice, Report};
use crate::texts::Language;

/// The same notice about one or several applications.
pub struct Group<'a> {
    /// How bad it is.
    pub level: Level,
    /// Its stable code.
    pub code: &'a str,
    /// What it says.
    pub message: &'a str,
    /// What it is said about, by name; never empty.
    pub members: Vec<Member<'a>>,
}

/// What a notice is said about.
pub struct Member<'a> {
    /// The application, where it is about one of the report.
    pub application: Option<&'a ApplicationReport>,
    /// File, line and column where known.
    pub place: &'a str,
}

impl Member<'_> {
    /// The application with its identifier; the place where it is about none.
    pub fn name(&self) -> String {
        self.application.map_or_else(
            || self.place.to_owned(),
            |application| super::view::beside(&application.id, &application.name),
        )
    }
}

/// The notices of a report: what is wrong first, then by code, the most frequent of each first.
pub fn groups(report: &Report, language: Language) -> Vec<Group<'_>> {
    let applications: BTreeMap<&str, &ApplicationReport> = report
        .applications
        .iter()
        .map(|application| (application.id.as_str(), application))
        .collect();
    let mut groups: BTreeMap<(Reverse<Level>, &str, &str), Vec<Member<'_>>> = BTreeMap::new();
    for notice in &report.notices {
        let key = (
            Reverse(notice.level),
            notice.code.as_str(),
            notice.message.get(language).as_str(),
        );
        let members = groups.entry(key).or_default();
        members.push(member(notice, &applications));
    }
    let mut groups: Vec<Group<'_>> = groups
        .into_iter()
        .map(|((Reverse(level), code, message), mut members)| {
            members.sort_by_cached_key(Member::name);
            Group {
                level,
                code,
                message,
                members,
            }
        })
        .collect();
    // Stable: what is equally frequent stays in the order of its words.
    groups.sort_by(|a, b| {
        let by_frequency = || b.members.len().cmp(&a.members.len());
        let by_kind = b.level.cmp(&a.level).then_with(|| a.code.cmp(b.code));
        by_kind.then_with(by_frequency)
    });
    groups
}

fn member<'a>(
    notice: &'a Notice,
    applications: &BTreeMap<&str, &'a ApplicationReport>,
) -> Member<'a> {
    let about = notice.application.as_deref();
    Member {
        application: about.and_then(|id| applications.get(id)).copied(),
        place: &notice.place,
    }
}
