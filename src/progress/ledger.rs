//! Follows findings through the runs of a history.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::applications::{ApplicationChanges, SameBy};
use super::change::{Because, Change, MatchedBy, Spot, Status, Unseen};
use super::matching::{self, Candidate, Pair};
use super::sight::{Sight, is_gone, renamed_documents};
use super::snapshot::{ApplicationState, FindingState, Profile, RuleState, Snapshot};

/// What is known after some runs.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub(super) lines: Vec<Lifeline>,
    pub(super) applications: BTreeMap<String, Known>,
    /// The rules of the last run.
    rules: BTreeMap<String, RuleState>,
}

/// A finding over time.
#[derive(Clone, Debug)]
pub(super) struct Lifeline {
    pub application: String,
    /// As it was seen last.
    pub finding: FindingState,
    pub state: State,
    /// Day of the first run that holds it.
    pub since: Date,
    /// Day of the run that brought it into its state.
    pub changed: Date,
    /// Whether it ever was proven.
    pub was_failure: bool,
    /// Whether it ever was proven and about a gender field.
    pub was_about_field: bool,
}

/// Where a finding stands after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Open,
    Waived,
    Fixed,
    /// Nobody looked, and somebody will.
    Unseen,
    /// Its application or rule is gone.
    Gone,
}

/// An application as it was seen last; its findings are lifelines.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub state: ApplicationState,
    /// Whether the last run that speaks of it holds it.
    pub present: bool,
}

/// What it means that a run has no application of a department.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partial {
    /// Its applications are gone.
    Gone,
    /// The run was narrowed to other departments, and the last state holds on.
    CarriedOn,
}

/// What one run changed.
#[derive(Debug)]
pub(super) struct Step {
    /// Findings of this run and the runs before.
    pub changes: Vec<Change>,
    pub applications: ApplicationChanges,
    /// What the run does not speak of.
    pub silent: Silent,
    /// Failures that are left now and were not before, or the other way round, or elsewhere.
    pub crossings: Vec<Crossing>,
}

/// A failure that came to those that are left, went from them, or changed its department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Crossing {
    /// The department among whose failures it was left before.
    pub from: Option<String>,
    /// The department among whose failures it is left now.
    pub to: Option<String>,
    /// What became of it in this run; nothing where only its application changed.
    pub way: Option<Way>,
    /// Whether it is left because nobody looked at it again, and was open before.
    pub out_of_sight: bool,
}

/// What a run says of a finding, as far as sums tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    New,
    FirstLookedAt,
    Reopened,
    /// It was a question before.
    Proven,
    /// It counted as gone before.
    Back,
    Fixed,
    Waived,
    Gone,
}

impl Way {
    fn of(change: &Change, state: State) -> Self {
        match (change.status, &change.because) {
            (Status::New, Some(Because::FirstLookedAt { .. })) => Self::FirstLookedAt,
            (Status::New, _) => Self::New,
            (Status::Reopened, _) => Self::Reopened,
            (Status::Unchanged, Some(Because::Proven)) => Self::Proven,
            (Status::Unchanged, _) if state == State::Waived => Self::Waived,
            (Status::Unchanged, _) => Self::Back,
            (Status::Fixed, _) => Self::Fixed,
            (Status::Waived, _) => Self::Waived,
            (Status::Unseen, _) => Self::Gone,
        }
    }
}

/// What a run does not speak of although it is not gone.
#[derive(Debug, Default)]
pub(super) struct Silent {
    /// Departments of which it has no application.
    pub departments: BTreeSet<String>,
    /// Whether it was narrowed, so that any application may be missing.
    pub narrowed: bool,
}

impl Silent {
    /// Whether the run does not speak of an application of this department that it does not hold.
    fn holds(&self, department: &str) -> bool {
        self.narrowed || self.departments.contains(department)
    }
}

impl Ledger {
    /// Takes the next run.
    pub(super) fn step(&mut self, run: &Snapshot, partial: Partial) -> Step {
        let silent = match partial {
            Partial::Gone => Silent::default(),
            Partial::CarriedOn => Silent {
                departments: self.silent_departments(run),
                narrowed: run.narrowed,
            },
        };
        let applications = self.compare_applications(run, &silent);
        let former = self.rename(&applications);
        let aliases = Aliases::of([&self.rules, &run.rules]);
        let pairs = self.pair(run, &silent, &aliases);
        let comparison = Comparison::new(self, run, &former, &aliases, &pairs);
        let changes = comparison.changes(&silent);
        self.apply(run, changes, applications, silent)
    }

    /// The departments that have applications here and none in the run.
    fn silent_departments(&self, run: &Snapshot) -> BTreeSet<String> {
        let spoken_of: BTreeSet<&str> = run
            .applications
            .values()
            .map(|application| application.profile.department.as_str())
            .collect();
        let known = self.applications.values().filter(|known| known.present);
        known
            .map(|known| known.state.profile.department.clone())
            .filter(|department| !spoken_of.contains(department.as_str()))
            .collect()
    }

    fn compare_applications(&self, run: &Snapshot, silent: &Silent) -> ApplicationChanges {
        let old: BTreeMap<&str, &Profile> = self
            .applications
            .iter()
            .filter(|(id, known)| {
                let profile = &known.state.profile;
                let in_run = run.applications.contains_key(*id);
                known.present && (in_run || !silent.holds(&profile.department))
            })
            .map(|(id, known)| (id.as_str(), &known.state.profile))
            .collect();
        let new: BTreeMap<&str, &Profile> = run
            .applications
            .iter()
            .map(|(id, application)| (id.as_str(), &application.profile))
            .collect();
        ApplicationChanges::between(&old, &new)
    }

    /// Calls applications as the run does. Returns their former ids by the new ones.
    fn rename(&mut self, changes: &ApplicationChanges) -> BTreeMap<String, (String, SameBy)> {
        let mut former = BTreeMap::new();
        for change in &changes.renamed {
            if let Some(known) = self.applications.remove(&change.old) {
                self.applications.insert(change.new.clone(), known);
            }
            former.insert(change.new.clone(), (change.old.clone(), change.by));
        }
        let new_by_old: BTreeMap<&str, &str> = changes
            .renamed
            .iter()
            .map(|change| (change.old.as_str(), change.new.as_str()))
            .collect();
        for line in &mut self.lines {
            if let Some(new) = new_by_old.get(line.application.as_str()) {
                (*new).clone_into(&mut line.application);
            }
        }
        former
    }

    fn pair(&self, run: &Snapshot, silent: &Silent, aliases: &Aliases) -> Vec<Pair> {
        let old: Vec<Candidate<'_>> = self
            .lines
            .iter()
            .map(|line| Candidate {
                application: &line.application,
                rule: aliases.now(&line.finding.rule),
                finding: &line.finding,
                document_gone: run.applications.get(&line.application).is_none_or(|now| {
                    !line.finding.subject.is_empty() && is_gone(&line.finding.subject, now)
                }),
                settled: line.state == State::Fixed || self.is_silent(line, run, silent),
            })
            .collect();
        let new: Vec<Candidate<'_>> = run
            .findings()
            .map(|(application, finding)| Candidate {
                application,
                rule: aliases.now(&finding.rule),
                finding,
                document_gone: self.applications.get(application).is_none_or(|known| {
                    !finding.subject.is_empty() && is_gone(&finding.subject, &known.state)
                }),
                settled: false,
            })
            .collect();
        matching::pair(&old, &new)
    }

    fn is_silent(&self, line: &Lifeline, run: &Snapshot, silent: &Silent) -> bool {
        let known = self.applications.get(&line.application);
        !run.applications.contains_key(&line.application)
            && known.is_some_and(|known| silent.holds(&known.state.profile.department))
    }

    fn apply(
        &mut self,
        run: &Snapshot,
        outcomes: Vec<Outcome>,
        applications: ApplicationChanges,
        silent: Silent,
    ) -> Step {
        let mut changes = Vec::new();
        let before: Vec<(State, Option<String>)> = self
            .lines
            .iter()
            .map(|line| (line.state, self.left_in(line)))
            .collect();
        let mut ways: BTreeMap<usize, Way> = BTreeMap::new();
        for Outcome {
            line,
            state,
            change,
        } in outcomes
        {
            ways.insert(line.unwrap_or(self.lines.len()), Way::of(&change, state));
            match line.and_then(|line| self.lines.get_mut(line)) {
                Some(line) => line.become_(state, &change, run.date),
                None => self.lines.push(Lifeline::new(state, &change, run.date)),
            }
            changes.push(change);
        }
        changes.sort_by(|a, b| order(a).cmp(&order(b)));
        for (id, known) in &mut self.applications {
            let profile = &known.state.profile;
            known.present &= run.applications.contains_key(id) || silent.holds(&profile.department);
        }
        for (id, application) in &run.applications {
            let state = ApplicationState {
                findings: Vec::new(),
                ..application.clone()
            };
            let present = true;
            self.applications
                .insert(id.clone(), Known { state, present });
        }
        self.rules.clone_from(&run.rules);
        let crossings = self.lines.iter().enumerate().filter_map(|(index, line)| {
            let (state, from) = match before.get(index) {
                Some((state, from)) => (Some(*state), from.clone()),
                None => (None, None),
            };
            let to = self.left_in(line);
            let left = line.state == State::Unseen && to.is_some();
            let out_of_sight = left && state == Some(State::Open);
            let way = ways.get(&index).copied();
            (from != to || out_of_sight).then_some(Crossing {
                from,
                to,
                way,
                out_of_sight,
            })
        });
        Step {
            crossings: crossings.collect(),
            changes,
            applications,
            silent,
        }
    }

    /// The department among whose failures a finding is left, as the figures count it.
    fn left_in(&self, line: &Lifeline) -> Option<String> {
        let known = self.applications.get(&line.application)?;
        let left = line.was_failure && matches!(line.state, State::Open | State::Unseen);
        left.then(|| known.state.profile.department.clone())
    }
}

/// The order of changes in reports.
fn order(change: &Change) -> impl Ord + '_ {
    let finding = &change.finding;
    (
        change.status,
        &change.department,
        &change.application,
        (&finding.document, finding.line, &finding.rule),
        &finding.fingerprint,
    )
}

impl Lifeline {
    fn new(state: State, change: &Change, day: Date) -> Self {
        let finding = change.finding.clone();
        Self {
            application: change.application.clone(),
            was_failure: finding.failure,
            was_about_field: finding.failure && finding.about_field,
            finding,
            state,
            since: day,
            changed: day,
        }
    }

    fn become_(&mut self, state: State, change: &Change, day: Date) {
        if self.state != state {
            self.state = state;
            self.changed = day;
        }
        self.was_failure |= change.finding.failure;
        self.was_about_field |= change.finding.failure && change.finding.about_field;
        self.finding.clone_from(&change.finding);
    }
}

/// What became of a lifeline, or of a finding that is none yet.
struct Outcome {
    line: Option<usize>,
    state: State,
    change: Change,
}

/// A run beside what was known before.
struct Comparison<'a> {
    ledger: &'a Ledger,
    run: &'a Snapshot,
    /// Former ids of applications that are called otherwise now.
    former: &'a BTreeMap<String, (String, SameBy)>,
    aliases: &'a Aliases,
    pairs: &'a [Pair],
    new_findings: Vec<(&'a str, &'a FindingState)>,
    /// Documents under two names, by application.
    renamed: BTreeMap<&'a str, BTreeSet<String>>,
}

impl<'a> Comparison<'a> {
    fn new(
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
            pairs,
            new_findings,
            renamed,
        }
    }

    fn changes(&self, silent: &Silent) -> Vec<Outcome> {
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
        let proven = match (line.finding.failure, finding.failure) {
            (false, true) => Some(Because::Proven),
            (true, false) => Some(Because::OnlyQuestion),
            _ => None,
        };
        let (status, because) = match (line.state, finding.waived) {
            (State::Waived, true) => (Status::Unchanged, None),
            (_, true) => (Status::Waived, None),
            (State::Open, false) => (Status::Unchanged, proven),
            (State::Waived, false) => (Status::Reopened, Some(Because::WaiverEnded)),
            (State::Fixed, false) => {
                let fixed_on = line.changed;
                (Status::Reopened, Some(Because::CameBack { fixed_on }))
            }
            (State::Unseen | State::Gone, false) => {
                let again = proven.unwrap_or(Because::LookedAtAgain);
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
        let moved = former != *application || place(old) != place(finding);
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
        let missed = self.misses(line);
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
        Outcome {
            line: None,
            state,
            change: self.change(status, because, application, finding),
        }
    }

    /// Why the run says nothing about a finding that it does not hold.
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

    /// Why the runs before say nothing about a finding of this one.
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

/// Rules that changed their id.
struct Aliases(BTreeMap<String, String>);

impl Aliases {
    fn of<'a>(books: impl IntoIterator<Item = &'a BTreeMap<String, RuleState>>) -> Self {
        let mut aliases = BTreeMap::new();
        for (id, rule) in books.into_iter().flatten() {
            for alias in &rule.aliases {
                aliases.insert(alias.clone(), id.clone());
            }
        }
        Self(aliases)
    }

    /// What a rule is called now.
    fn now<'a>(&'a self, rule: &'a str) -> &'a str {
        self.0.get(rule).map_or(rule, String::as_str)
    }

    /// Whether a rule ran under one of its ids. A report without cards says nothing about rules.
    fn has(&self, book: &BTreeMap<String, RuleState>, rule: &str) -> bool {
        let now = self.now(rule);
        book.is_empty()
            || book.contains_key(rule)
            || book.contains_key(now)
            || self
                .0
                .iter()
                .any(|(alias, id)| id == now && book.contains_key(alias))
    }
}

/// By what findings of a change were known again, for the sums of a comparison.
pub(super) fn matched(changes: &[Change]) -> BTreeMap<MatchedBy, u64> {
    let mut sums = BTreeMap::new();
    for by in changes.iter().filter_map(|change| change.matched_by) {
        *sums.entry(by).or_default() += 1;
    }
    sums
}
