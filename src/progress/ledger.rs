//! Follows findings through the runs of a history.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::aliases::Aliases;
use super::applications::{ApplicationChanges, SameBy};
use super::change::{Because, Change, MatchedBy, Status};
use super::comparison::{Comparison, Outcome};
use super::matching::{self, Candidate, Pair};
use super::sight::is_gone;
use super::snapshot::{ApplicationState, FindingState, Profile, RuleState, Snapshot};

/// What is known after a number of runs.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub(super) lines: Vec<Lifeline>,
    pub(super) applications: BTreeMap<String, Known>,
    /// The rules of the last run.
    pub(super) rules: BTreeMap<String, RuleState>,
}

/// A finding over time.
#[derive(Clone, Debug)]
pub(super) struct Lifeline {
    pub application: String,
    /// Its latest form.
    pub finding: FindingState,
    pub state: State,
    /// Date of the first run that contains it.
    pub since: Date,
    /// Date of the run that brought it into its current state.
    pub changed: Date,
    /// Whether it was ever proven.
    pub was_failure: bool,
    /// Whether it was ever proven and about a gender field.
    pub was_about_field: bool,
}

/// The state of a finding after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Open,
    Waived,
    Fixed,
    /// Not examined, but a later run may.
    Unseen,
    /// Its application or rule is gone.
    Gone,
}

/// The latest state of an application; its findings are lifelines.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub state: ApplicationState,
    /// Whether the last run that covers it contains it.
    pub present: bool,
}

/// How to treat applications of a department that a run lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partial {
    /// They are gone.
    Gone,
    /// The run was limited to other departments; their last state is carried on.
    CarriedOn,
}

/// The changes of one run.
#[derive(Debug)]
pub(super) struct Step {
    /// Findings of this run and of earlier ones.
    pub changes: Vec<Change>,
    pub applications: ApplicationChanges,
    /// What the run does not cover.
    pub silent: Silent,
    /// Failures that became left, ceased to be left, or moved to another department.
    pub crossings: Vec<Crossing>,
}

/// A failure that joined or left those remaining, or changed its department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Crossing {
    /// The department whose failures it was left in before.
    pub from: Option<String>,
    /// The department whose failures it is left in now.
    pub to: Option<String>,
    /// What happened to it in this run; `None` if only its application changed.
    pub way: Option<Way>,
    /// Whether it was open before and is left only because it was not examined again.
    pub out_of_sight: bool,
}

/// What a run says about a finding, in the distinctions that sums need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    New,
    FirstLookedAt,
    Reopened,
    /// Was a question before.
    Proven,
    /// Was proven before.
    OnlyQuestion,
    /// Counted as gone before.
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
            (Status::Unchanged, Some(Because::Proven | Because::Stated)) => Self::Proven,
            (Status::Unchanged, Some(Because::OnlyQuestion)) => Self::OnlyQuestion,
            // A rule that changes between advice and demand makes it another demand.
            (Status::Unchanged, Some(Because::Demanded)) => Self::New,
            (Status::Unchanged, Some(Because::OnlyAdvice)) => Self::Gone,
            (Status::Unchanged, _) if state == State::Waived => Self::Waived,
            (Status::Unchanged, _) => Self::Back,
            (Status::Fixed, _) => Self::Fixed,
            (Status::Waived, _) => Self::Waived,
            (Status::Unseen, _) => Self::Gone,
        }
    }
}

/// What a run does not cover although it is not gone.
#[derive(Debug, Default)]
pub(super) struct Silent {
    /// Departments without any application in the run.
    pub departments: BTreeSet<String>,
    /// Whether the run was filtered, so that any application may be missing.
    pub narrowed: bool,
}

impl Silent {
    /// Whether the run does not cover a missing application of this department.
    fn holds(&self, department: &str) -> bool {
        self.narrowed || self.departments.contains(department)
    }
}

impl Ledger {
    /// Processes the next run.
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

    /// The departments that have applications here but none in the run.
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

    /// Renames applications as in the run. Returns their former ids by the new ones.
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

    /// Whether the run does not cover the finding's application although it is not gone.
    pub(super) fn is_silent(&self, line: &Lifeline, run: &Snapshot, silent: &Silent) -> bool {
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

    /// The department in whose figures a finding counts as left.
    fn left_in(&self, line: &Lifeline) -> Option<String> {
        let known = self.applications.get(&line.application)?;
        let left = line.finding.failure && matches!(line.state, State::Open | State::Unseen);
        left.then(|| known.state.profile.department.clone())
    }
}

/// The sort order of changes in reports.
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
            was_about_field: finding.proves_a_field(),
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
        self.was_about_field |= change.finding.proves_a_field();
        self.finding.clone_from(&change.finding);
    }
}

/// Counts how the findings of the changes were recognised.
pub(super) fn matched(changes: &[Change]) -> BTreeMap<MatchedBy, u64> {
    let mut sums = BTreeMap::new();
    for by in changes.iter().filter_map(|change| change.matched_by) {
        *sums.entry(by).or_default() += 1;
    }
    sums
}
