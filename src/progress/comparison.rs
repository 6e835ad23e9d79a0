//! What a run says about each known finding, and about the new ones.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases::Aliases;
use super::applications::SameBy;
use super::change::{Because, Change, MatchedBy, Spot, Status, Unseen};
use super::ledger::{Ledger, Lifeline, Silent, State};
use super::matching::Pair;
use super::members::{FoundAt, other_places};
use super::sight::{Sight, renamed_documents};
use super::snapshot::{FindingState, GapState, Snapshot};
use crate::record::Weight;

/// What became of a lifeline; without `line`, of a finding that has none yet.
pub(super) struct Outcome {
    pub line: Option<usize>,
    pub state: State,
    pub change: Change,
}

/// A run compared with what earlier runs established.
pub(super) struct Comparison<'a> {
    ledger: &'a Ledger,
    run: &'a Snapshot,
    /// Former ids of renamed applications.
    former: &'a BTreeMap<String, (String, SameBy)>,
    aliases: &'a Aliases,
    pairs: &'a [Pair],
    new_findings: Vec<(&'a str, &'a FindingState)>,
    /// Findings that are not fixed, by application, rule and place.
    known: BTreeMap<(&'a str, &'a str, FoundAt), usize>,
    /// Findings of the run, by application, rule and place.
    there: BTreeSet<(&'a str, &'a str, FoundAt)>,
    /// Renamed documents (both names), by application.
    renamed: BTreeMap<&'a str, BTreeSet<String>>,
}

impl<'a> Comparison<'a> {
    pub fn new(
        ledger: &'a Ledger,
        run: &'a Snapshot,
        former: &'a BTreeMap<String, (String, SameBy)>,
        aliases: &'a Aliases,
        pairs: &'a [Pair],
    ) -> Self {
        let new_findings: Vec<(&str, &FindingState)> = run.findings().collect();
        let mut followed: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
        for pair in pairs {
            let (Some(line), Some((application, new))) =
                (ledger.lines.get(pair.old), new_findings.get(pair.new))
            else {
                continue;
            };
            let old = &line.finding.subject;
            if *old != new.subject && !old.is_empty() && !new.subject.is_empty() {
                let moves = followed.entry(application).or_default();
                moves.push((old.clone(), new.subject.clone()));
            }
        }
        let renamed = run
            .applications
            .iter()
            .filter_map(|(id, now)| {
                let known = ledger.applications.get(id)?;
                let followed = followed.remove(id.as_str()).unwrap_or_default();
                Some((id.as_str(), renamed_documents(&known.state, now, &followed)))
            })
            .collect();
        Self {
            ledger,
            run,
            former,
            aliases,
            known: known_places(ledger, aliases),
            there: places_of(run, aliases),
            pairs,
            new_findings,
            renamed,
        }
    }

    pub fn changes(&self, silent: &Silent) -> Vec<Outcome> {
        let mut new_by_line: BTreeMap<usize, &Pair> = BTreeMap::new();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        for pair in self.pairs {
            new_by_line.insert(pair.old, pair);
            taken.insert(pair.new);
        }
        let mut outcomes = Vec::new();
        for (index, line) in self.ledger.lines.iter().enumerate() {
            let outcome = match new_by_line.get(&index) {
                Some(pair) => self.still_there(line, pair),
                None if self.ledger.is_silent(line, self.run, silent) => None,
                None => self.not_there(line),
            };
            outcomes.extend(outcome.map(|(state, change)| Outcome {
                line: Some(index),
                state,
                change,
            }));
        }
        for (index, (application, finding)) in self.new_findings.iter().enumerate() {
            if !taken.contains(&index) {
                outcomes.push(self.not_known(application, finding));
            }
        }
        outcomes
    }

    fn still_there(&self, line: &Lifeline, pair: &Pair) -> Option<(State, Change)> {
        let (application, finding) = self.new_findings.get(pair.new)?;
        let otherwise = match (line.finding.weight(), finding.weight()) {
            (Weight::Question, Weight::Failure) => Some(arisen(finding)),
            (Weight::Failure, Weight::Question) => Some(Because::OnlyQuestion),
            (Weight::Advice, Weight::Failure) => Some(Because::Demanded),
            (Weight::Failure, Weight::Advice) => Some(Because::OnlyAdvice),
            (then, now) if then == now => self.is_more(line, finding),
            _ => None,
        };
        let (status, because) = match (line.state, finding.waived) {
            (State::Waived, true) => (Status::Unchanged, None),
            (_, true) => (Status::Waived, None),
            (State::Open, false) => (Status::Unchanged, otherwise),
            // The waiver does not cover what else it lacks.
            (State::Waived, false) => {
                let because = self.is_more(line, finding);
                let because =
                    because.filter(|because| !matches!(because, Because::FewerPlaces { .. }));
                (Status::Reopened, because.or(Some(Because::WaiverEnded)))
            }
            (State::Fixed, false) => {
                let fixed_on = line.changed;
                (Status::Reopened, Some(Because::CameBack { fixed_on }))
            }
            (State::Unseen | State::Gone, false) => {
                let again = otherwise.unwrap_or(Because::LookedAtAgain);
                (Status::Unchanged, Some(again))
            }
        };
        let state = if finding.waived {
            State::Waived
        } else {
            State::Open
        };
        let former = self.former_id(application);
        let old = &line.finding;
        let place = |finding: &FindingState| (finding.document.clone(), finding.path.clone());
        // Another of its places stands for the rest, which did not move.
        let stayed = pair.by == MatchedBy::Places || place(old) == place(finding);
        let moved = former != *application || !stayed;
        let change = Change {
            matched_by: Some(pair.by),
            moved_from: moved.then(|| Spot {
                application: former.to_owned(),
                fingerprint: old.fingerprint.clone(),
                document: old.document.clone(),
                line: old.line,
                path: old.path.clone(),
            }),
            since: line.since,
            ..self.change(status, because, application, finding)
        };
        Some((state, change))
    }

    fn not_there(&self, line: &Lifeline) -> Option<(State, Change)> {
        if line.state == State::Fixed {
            return None;
        }
        let of_answers = self.run.rules.get(self.aliases.now(&line.finding.rule));
        let is_claim = of_answers.is_some_and(|rule| rule.about_answers);
        let missed = self.misses(line);
        let missed = missed.or_else(|| is_claim.then_some(Unseen::AnswerChanged));
        let (state, status, because) = match missed {
            None => (State::Fixed, Status::Fixed, None),
            Some(_) if matches!(line.state, State::Unseen | State::Gone) => return None,
            Some(now) => {
                let state = if now.is_for_good() {
                    State::Gone
                } else {
                    State::Unseen
                };
                (state, Status::Unseen, Some(Because::NotLookedAt { now }))
            }
        };
        let application = match self.run.applications.contains_key(&line.application) {
            true => line.application.as_str(),
            false => self.former_id(&line.application),
        };
        let change = Change {
            since: line.since,
            ..self.change(status, because, application, &line.finding)
        };
        Some((state, change))
    }

    fn not_known(&self, application: &str, finding: &FindingState) -> Outcome {
        let before = self.missed_before(application, finding);
        let (state, status) = if finding.waived {
            (State::Waived, Status::Waived)
        } else {
            (State::Open, Status::New)
        };
        let because = before.map(|before| Because::FirstLookedAt { before });
        let (status, because) = match self.split_off_from(application, finding) {
            Some(State::Waived) if status == Status::New => {
                (Status::Reopened, Some(Because::WaiverEnded))
            }
            Some(_) if status == Status::New => (Status::Unchanged, Some(Because::SplitOff)),
            _ => (status, because),
        };
        let is_of_less = status == Status::New && because.is_none();
        let because = match is_of_less && self.rests_on_lost_documents(application, finding) {
            true => Some(Because::EvidenceGone),
            false => because,
        };
        Outcome {
            line: None,
            state,
            change: self.change(status, because, application, finding),
        }
    }

    /// Whether a finding only judges what the inventory says, after documents of its application are no longer read: as
    /// long as they were, they said more.
    fn rests_on_lost_documents(&self, application: &str, finding: &FindingState) -> bool {
        let judges_answers = self.run.rules.get(&finding.rule);
        if !judges_answers.is_some_and(|rule| rule.about_answers) {
            return false;
        }
        let known = self.ledger.applications.get(application);
        let now = self.run.applications.get(application);
        let (Some(known), Some(now)) = (known, now) else {
            return false;
        };
        let renamed = self.renamed.get(application);
        let is_lost = |document: &String| {
            let is_renamed = renamed.is_some_and(|renamed| renamed.contains(document));
            let gap = |gap: &GapState| gap.document == *document && gap.reason.loses_document();
            !is_renamed && (!now.documents.contains(document) || now.gaps.iter().any(gap))
        };
        known.state.documents.iter().any(is_lost)
    }

    /// Why the run is silent about a finding that it lacks; `None` if it did examine the place.
    fn misses(&self, line: &Lifeline) -> Option<Unseen> {
        let id = line.application.as_str();
        let known = self.ledger.applications.get(id)?;
        let successor = || known.state.profile.successor.clone();
        let Some(now) = self.run.applications.get(id) else {
            return Some(Unseen::ApplicationGone {
                successor: successor(),
            });
        };
        if let Some((_, SameBy::Successor)) = self.former.get(id) {
            let successor = Some(id.to_owned());
            return Some(Unseen::ApplicationGone { successor });
        }
        if !self.aliases.has(&self.run.rules, &line.finding.rule) {
            return Some(Unseen::RuleGone);
        }
        let none = BTreeSet::new();
        let sight = Sight {
            here: now,
            there: &known.state,
            renamed: self.renamed.get(id).unwrap_or(&none),
        };
        sight.misses(&line.finding)
    }

    /// Why the earlier runs are silent about a finding of this one.
    fn missed_before(&self, application: &str, finding: &FindingState) -> Option<Unseen> {
        let gone = Unseen::ApplicationGone { successor: None };
        let Some(known) = self.ledger.applications.get(application) else {
            return Some(gone);
        };
        if let Some((_, SameBy::Successor)) = self.former.get(application) {
            return Some(gone);
        }
        if !known.present {
            return Some(gone);
        }
        if !self.aliases.has(&self.ledger.rules, &finding.rule) {
            return Some(Unseen::RuleGone);
        }
        let now = self.run.applications.get(application)?;
        let none = BTreeSet::new();
        let sight = Sight {
            here: &known.state,
            there: now,
            renamed: self.renamed.get(application).unwrap_or(&none),
        };
        sight.misses(finding)
    }

    /// That more is lacking than before, or at other places.
    fn is_more(&self, line: &Lifeline, now: &FindingState) -> Option<Because> {
        let lacks_more = || match now.weight() {
            Weight::Failure => lacks_more(&line.finding, now),
            Weight::Advice | Weight::Question => None,
        };
        let was_known = |place: &FoundAt| {
            self.known_at(&line.application, &now.rule, place)
                .is_some_and(|known| lacks_more_than(known, now).is_none())
        };
        let rule = self.aliases.now(&now.rule);
        let is_there = |place: &FoundAt| {
            let place = (line.application.as_str(), rule, place.clone());
            self.there.contains(&place)
        };
        lacks_more().or_else(|| other_places(&line.finding, now, was_known, is_there))
    }

    /// The earlier finding of a rule at a place.
    fn known_at(&self, application: &str, rule: &str, place: &FoundAt) -> Option<&'a Lifeline> {
        let rule = self.aliases.now(rule);
        let known = self.known.get(&(application, rule, place.clone()))?;
        self.ledger.lines.get(*known)
    }

    /// The state of the earlier findings that held all places of one that is not known by itself.
    fn split_off_from(&self, application: &str, finding: &FindingState) -> Option<State> {
        let mut states = BTreeSet::new();
        for place in finding.all_places()? {
            let known = self.known_at(application, &finding.rule, &place)?;
            if !known.finding.is_group() || lacks_more_than(known, finding).is_some() {
                return None;
            }
            states.insert(known.state);
        }
        match states.contains(&State::Waived) {
            true => Some(State::Waived),
            false => states.first().copied(),
        }
    }

    fn former_id<'b>(&'b self, application: &'b str) -> &'b str {
        self.former
            .get(application)
            .map_or(application, |(former, _)| former.as_str())
    }

    fn change(
        &self,
        status: Status,
        because: Option<Because>,
        application: &str,
        finding: &FindingState,
    ) -> Change {
        let now = self.run.applications.get(application);
        let then = self.ledger.applications.get(application);
        let profile = now
            .map(|now| &now.profile)
            .or_else(|| then.map(|known| &known.state.profile));
        Change {
            status,
            because,
            application: application.to_owned(),
            application_name: profile.map_or_else(String::new, |profile| profile.name.clone()),
            department: profile.map_or_else(String::new, |profile| profile.department.clone()),
            finding: finding.clone(),
            matched_by: None,
            moved_from: None,
            since: self.run.date,
        }
    }
}

/// How a question became this failure.
const fn arisen(now: &FindingState) -> Because {
    match now.stated {
        true => Because::Stated,
        false => Because::Proven,
    }
}

/// What is wrong beyond what an earlier finding said.
fn lacks_more_than(known: &Lifeline, now: &FindingState) -> Option<Because> {
    match (known.finding.weight(), now.weight()) {
        (Weight::Question | Weight::Advice, Weight::Failure) => Some(arisen(now)),
        _ => lacks_more(&known.finding, now),
    }
}

/// The lines of findings that are not fixed, by each place of those about several fields.
fn known_places<'a>(
    ledger: &'a Ledger,
    aliases: &'a Aliases,
) -> BTreeMap<(&'a str, &'a str, FoundAt), usize> {
    let mut known = BTreeMap::new();
    for (index, line) in ledger.lines.iter().enumerate() {
        if line.state == State::Fixed || line.finding.others.is_none() {
            continue;
        }
        let rule = aliases.now(&line.finding.rule);
        for place in line.finding.known_places() {
            known.insert((line.application.as_str(), rule, place), index);
        }
    }
    known
}

/// Each place of the findings of a run that are about fields.
fn places_of<'a>(run: &'a Snapshot, aliases: &'a Aliases) -> BTreeSet<(&'a str, &'a str, FoundAt)> {
    let about_fields = run
        .findings()
        .filter(|(_, finding)| finding.others.is_some());
    about_fields
        .flat_map(|(application, finding)| {
            let rule = aliases.now(&finding.rule);
            let places = finding.known_places();
            places.map(move |place| (application, rule, place))
        })
        .collect()
}

/// That more is lacking than before.
fn lacks_more(then: &FindingState, now: &FindingState) -> Option<Because> {
    let also = now.lacks_beside(then);
    (!also.is_empty()).then_some(Because::LacksMore { also })
}
