//! Notices about the input, grouped for working through them: equal ones once, with the applications concerned.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::problem::Level;
use crate::record::{ApplicationReport, Notice, Report};
use crate::texts::Language;

/// One notice about one or several applications.
pub struct Group<'a> {
    /// Its severity.
    pub level: Level,
    /// Its stable code.
    pub code: &'a str,
    /// Its text.
    pub message: &'a str,
    /// What it is about, sorted by name; never empty.
    pub members: Vec<Member<'a>>,
}

/// What a notice is about.
pub struct Member<'a> {
    /// The application, if it is about one in the report.
    pub application: Option<&'a ApplicationReport>,
    /// File, line and column, if known.
    pub place: &'a str,
}

impl Member<'_> {
    /// The application with its id, or else the place.
    pub fn name(&self) -> String {
        self.application.map_or_else(
            || self.place.to_owned(),
            |application| super::view::beside(&application.id, &application.name),
        )
    }
}

/// The notices of a report: most severe first, then by code, and for each code the most frequent first.
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
    // A stable sort: equally frequent ones stay ordered by text.
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
