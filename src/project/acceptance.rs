//! Sets accepted findings aside, and reports comments and waivers without effect.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::baseline::{Baseline, Known};
use super::config::ProjectConfig;
use super::waiver::ProjectWaiver;
use crate::model::Place;
use crate::outcome::{Finding, Suppression};
use crate::problem::{Level, did_you_mean, nearest};
use crate::record::{Notice, Report, Waived};
use crate::run::Acceptance;
use crate::texts::{Bilingual, counted, harmless};

/// What a team accepts.
pub struct Accepted {
    /// The settings.
    pub config: Option<Arc<ProjectConfig>>,
    /// Findings that existed before.
    pub baseline: Option<Arc<Baseline>>,
    /// The day of the run, for waivers that expire.
    pub today: Date,
}

impl Acceptance for Accepted {
    fn accept(&self, report: &mut Report, comments: &[Suppression]) {
        let known = match &self.baseline {
            Some(baseline) => baseline.known(report),
            None => Known::default(),
        };
        let comments = by_document(comments);
        let mut used = Used::default();
        let names: BTreeSet<String> = report.rules.keys().cloned().collect();
        for application in &mut report.applications {
            for assertion in &mut application.assertions {
                let rule = assertion.rule.clone();
                for finding in std::mem::take(&mut assertion.findings) {
                    // Each place that it stands for is accepted on its own.
                    let grounds = finding.places().enumerate().map(|(index, place)| {
                        self.by_comment(&comments, &rule, place, &mut used)
                            .or_else(|| self.by_waiver(&rule, &finding, (index, place), &mut used))
                            .or_else(|| self.by_baseline(&known, &finding, place))
                    });
                    let grounds: Vec<Option<Ground>> = grounds.collect();
                    let grounds = self.with_uses(&finding, grounds);
                    self.note_more_places(&finding, &grounds, &mut used);
                    assertion.findings.extend(part(&finding, &grounds, None));
                    let accepted: BTreeSet<&Ground> = grounds.iter().flatten().collect();
                    for ground in accepted {
                        let Some(finding) = part(&finding, &grounds, Some(ground)) else {
                            continue;
                        };
                        let (reason, approved_by, until) = ground.clone();
                        application.waived.push(Waived {
                            rule: rule.clone(),
                            finding,
                            reason,
                            approved_by,
                            until: until.map(|day| day.to_string()),
                        });
                    }
                }
            }
        }
        // With `--changed` only the affected part was judged, so nothing can be said about the effect of waivers
        // elsewhere.
        let changed: Option<BTreeSet<&str>> = report.run.change.is_some().then(|| {
            let documents = report.applications.iter().flat_map(|app| &app.documents);
            documents
                .map(|document| document.document.as_str())
                .collect()
        });
        let mut comments = comments;
        if let Some(changed) = &changed {
            comments.retain(|document, _| changed.contains(document));
        }
        let idle = self.idle(&comments, &used, &names, changed.is_none());
        report.notices.extend(idle);
        if let Some(baseline) = self.baseline.as_ref().filter(|_| known.gone > 0) {
            report.notices.push(Notice {
                code: "CONFIG".to_owned(),
                level: Level::Warning,
                place: baseline.name.clone(),
                application: None,
                message: Bilingual::of(|language| {
                    counted("project.baseline-gone", language, known.gone, &[])
                }),
            });
        }
    }
}

/// The reason for accepting a finding, who accepts it, and until when.
type Ground = (String, String, Option<Date>);

/// The part of a finding that is accepted on one ground; `None` stands for what nothing accepts.
fn part(finding: &Finding, grounds: &[Option<Ground>], on: Option<&Ground>) -> Option<Finding> {
    finding.about(|index| grounds.get(index).and_then(Option::as_ref) == on)
}

type Comments<'a> = BTreeMap<&'a str, Vec<&'a Suppression>>;

fn by_document(comments: &[Suppression]) -> Comments<'_> {
    let mut by_document = Comments::new();
    for comment in comments {
        let comments = by_document.entry(&comment.document).or_default();
        comments.push(comment);
    }
    by_document
}

/// The comments and waivers that had an effect.
#[derive(Default)]
struct Used {
    comments: BTreeSet<(String, u32)>,
    waivers: BTreeSet<usize>,
    /// By waiver: the places of its finding that nothing accepts.
    more_places: BTreeMap<usize, BTreeSet<String>>,
}

impl Accepted {
    fn by_comment(
        &self,
        comments: &Comments<'_>,
        rule: &str,
        place: &Place,
        used: &mut Used,
    ) -> Option<Ground> {
        let line = place.position?.line;
        let found = comments
            .get(place.document.as_str())?
            .iter()
            .find(|comment| {
                comment.target == line
                    && comment.holds_on(self.today)
                    && comment.rules.iter().any(|named| named == rule)
            })?;
        used.comments.insert((place.document.clone(), found.line));
        let by = format!("{}:{}", place.document, found.line);
        Some((found.reason.clone(), by, found.until))
    }

    fn by_waiver(
        &self,
        rule: &str,
        finding: &Finding,
        (number, place): (usize, &Place),
        used: &mut Used,
    ) -> Option<Ground> {
        let config = self.config.as_ref()?;
        let (index, waiver) = config.waivers.iter().enumerate().find(|(_, waiver)| {
            waiver.until.is_none_or(|last| self.today <= last)
                && covers(waiver, config, rule, finding, place)
                && (waiver.finding.is_none()
                    || finding.is_accepted_at(number, place, &waiver.places))
        })?;
        used.waivers.insert(index);
        Some((waiver.reason.clone(), waiver.place.clone(), waiver.until))
    }

    /// Accepts the uses of lists that were accepted: only the list can be mended. A baseline knows each use itself.
    fn with_uses(&self, finding: &Finding, grounds: Vec<Option<Ground>>) -> Vec<Option<Ground>> {
        let is_said = |(_, by, _): &Ground| {
            let baseline = self.baseline.as_ref();
            baseline.is_none_or(|baseline| baseline.name != *by)
        };
        if !grounds.iter().flatten().any(is_said) {
            return grounds;
        }
        let lists = finding.lists();
        let of_list = |index: usize| {
            let list = lists.get(index).copied().flatten()?;
            grounds.get(list)?.clone().filter(is_said)
        };
        let with_uses = grounds.iter().enumerate();
        let with_uses = with_uses.map(|(index, ground)| ground.clone().or_else(|| of_list(index)));
        with_uses.collect()
    }

    /// Notes what a waiver of a finding leaves open, because only a person can say whether it holds there, too.
    fn note_more_places(&self, finding: &Finding, grounds: &[Option<Ground>], used: &mut Used) {
        let config = self
            .config
            .as_ref()
            .filter(|_| finding.is_accepted_by_place());
        let waivers = config.into_iter().flat_map(|config| &config.waivers);
        let mut own = waivers.enumerate().filter(|(index, waiver)| {
            waiver.finding.as_deref() == Some(finding.fingerprint.as_str())
                && used.waivers.contains(index)
        });
        let Some((index, _)) = own.next() else {
            return;
        };
        let places = finding.places().zip(grounds);
        let open = places.filter(|(_, ground)| ground.is_none());
        let more = used.more_places.entry(index).or_default();
        more.extend(open.map(|(place, _)| place.name()));
    }

    fn by_baseline(&self, known: &Known, finding: &Finding, place: &Place) -> Option<Ground> {
        let baseline = self.baseline.as_ref()?;
        known.holds(finding, place).then(|| {
            let reason = format!("baseline {}", baseline.name);
            (reason, baseline.name.clone(), None)
        })
    }

    /// Comments and waivers without effect. `all_judged`: whether every finding they may refer to was available.
    fn idle(
        &self,
        comments: &Comments<'_>,
        used: &Used,
        rules: &BTreeSet<String>,
        all_judged: bool,
    ) -> Vec<Notice> {
        let mut notices = Vec::new();
        for (document, comments) in comments {
            for comment in comments {
                if used
                    .comments
                    .contains(&((*document).to_owned(), comment.line))
                {
                    continue;
                }
                let unknown = comment.rules.iter().find(|rule| !rules.contains(*rule));
                let (key, name) = match unknown {
                    _ if comment.misspelt.is_some() => {
                        let said = comment.misspelt.as_deref().unwrap_or_default();
                        let place = format!("{document}:{}", comment.line);
                        notices.push(notice("comment-misspelt", place, said, None));
                        continue;
                    }
                    _ if comment.rules.is_empty() => ("comment-without-rule", ""),
                    _ if comment.reason.is_empty() => ("comment-without-reason", ""),
                    _ if comment.no_day.is_some() => {
                        let said = comment.no_day.as_deref().unwrap_or_default();
                        let place = format!("{document}:{}", comment.line);
                        notices.push(notice("comment-no-day", place, said, None));
                        continue;
                    }
                    Some(rule) => ("comment-unknown-rule", rule.as_str()),
                    None if !comment.holds_on(self.today) => ("comment-expired", ""),
                    None => ("comment-unused", ""),
                };
                let near = nearest(name, rules.iter().map(String::as_str));
                let place = format!("{document}:{}", comment.line);
                notices.push(notice(key, place, name, near.filter(|_| !name.is_empty())));
            }
        }
        let waivers = self.config.iter().flat_map(|config| &config.waivers);
        for (index, waiver) in waivers.enumerate() {
            let expired = waiver.until.is_some_and(|last| last < self.today);
            if !used.waivers.contains(&index) && (expired || all_judged) {
                let key = match expired {
                    true => "waiver-expired",
                    false => "waiver-unused",
                };
                notices.push(notice(key, waiver.place.clone(), "", None));
            }
            if let Some(places) = used.more_places.get(&index).filter(|more| !more.is_empty()) {
                notices.push(more_places(waiver.place.clone(), places));
            }
        }
        notices
    }
}

/// Whether a waiver accepts a finding at one of its places.
fn covers(
    waiver: &ProjectWaiver,
    config: &ProjectConfig,
    rule: &str,
    finding: &Finding,
    place: &Place,
) -> bool {
    waiver
        .finding
        .as_ref()
        .is_none_or(|print| print == finding.fingerprint.as_str())
        && waiver.rule.as_ref().is_none_or(|named| named == rule)
        && waiver.path.as_ref().is_none_or(|pattern| {
            let path = config.path_of(&place.document);
            path.is_some_and(|path| pattern.is_match(path))
        })
}

/// The notice that a waiver does not hold at some places of its finding.
fn more_places(place: String, places: &BTreeSet<String>) -> Notice {
    Notice {
        code: "CONFIG".to_owned(),
        level: Level::Warning,
        place,
        application: None,
        message: Bilingual::filled(
            "project.waiver-more-places",
            &[
                ("count", &places.len()),
                ("places", &Notice::list_of_places(places)),
            ],
        ),
    }
}

fn notice(key: &str, place: String, name: &str, near: Option<&str>) -> Notice {
    let name = harmless(name);
    let message = Bilingual::filled(&format!("project.{key}"), &[("name", &name)]);
    Notice {
        code: "CONFIG".to_owned(),
        level: Level::Warning,
        place,
        application: None,
        message: message.followed_by(&did_you_mean(near)),
    }
}
