//! Choices → the mappings between value sets that they make.

use super::arms::{Arm, Choice, Outcome, Receiver};
use super::condition::Test;
use super::expression::Constant;
use super::subject::{Subject, last_part};
use crate::model::{Comparison, Known, Located, Mapping, MappingArm, ModelPath, Span, Why};

/// The context of a choice.
pub trait Context {
    /// Names of the enclosing declarations, outermost first.
    fn path(&self) -> ModelPath;

    /// What receives a result.
    fn target(&self, receiver: &Receiver) -> Target;

    /// The type of an expression, if declared.
    fn declared_type(&self, _subject: &str) -> Option<String> {
        None
    }

    /// What a local variable stands for, if its value says more than its name.
    fn meant(&self, _subject: &str) -> Option<Subject> {
        None
    }

    /// The value of a receiver if no branch is taken.
    fn before(&self, _receiver: &Receiver) -> Option<Located<Known<String>>> {
        None
    }

    /// Whether a choice that only tests for a missing value counts as a mapping.
    fn translates_absence(&self) -> bool {
        true
    }

    /// Whether a choice counts as a mapping although no branch states a result.
    fn translates_to_unknown(&self) -> bool {
        false
    }
}

/// What receives a result.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// Its type, if written.
    pub of: Option<String>,
}

impl Target {
    /// A receiver without a stated type.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            of: None,
        }
    }
}

/// The mappings of a choice with their spans: one per tested expression and receiver.
pub fn mappings(choice: &Choice, context: &dyn Context) -> Vec<(Mapping, Span)> {
    let mut asked: Vec<(&Test, Span)> = Vec::new();
    for arm in choice.arms.iter().filter(|arm| !arm.is_before) {
        if let Some(test) = &arm.test
            && (context.translates_absence() || !test.asks_for_absence())
            && !asked.iter().any(|(other, _)| other.asks_like(test))
        {
            asked.push((test, arm.span));
        }
    }
    let mut found = Vec::new();
    for (test, start) in asked {
        let branches = Branches::from_choice(choice, test);
        let span = Span {
            start: start.start.max(choice.span.start),
            end: choice.span.end,
        };
        for receiver in branches.receivers(context) {
            found.push((branches.mapping(receiver, context), span));
        }
    }
    found
}

/// The mapping of a choice that states no results, because it is unknown what becomes of each value. `None` if its
/// branches only reject or do nothing. The span is that of the values.
pub fn undecided(choice: &Choice, context: &dyn Context) -> Option<(Mapping, Span)> {
    let acts = |outcome: &Outcome| outcome.tangled || !outcome.results.is_empty();
    let test = choice
        .arms
        .iter()
        .filter(|arm| acts(&arm.outcome))
        .filter_map(|arm| arm.test.as_ref())
        .find(|test| !test.asks_for_absence())?;
    let span = test.values.iter().find_map(|value| value.text.span)?;
    let branches = Branches::from_choice(choice, test);
    Some((branches.mapping(&Receiver::Value, context), span))
}

/// `istFrau = geschlecht == "w"`: a boolean derived from a comparison.
pub fn answered(test: &Test, context: &dyn Context) -> Mapping {
    let answer = |yes: bool| if yes { "true" } else { "false" }.to_owned();
    Mapping {
        arms: vec![MappingArm {
            from: test.values.iter().map(|value| value.text.clone()).collect(),
            to: Some(Located::implied(answer(!test.negated))),
        }],
        fallback: Some(Located::implied(Known::Yes(answer(test.negated)))),
        ..without_cases(meant(&test.subject, context), None, context)
    }
}

/// The branches of a choice that test one expression.
struct Branches<'c> {
    subject: &'c Subject,
    arms: Vec<Branch<'c>>,
    rest: Option<&'c Outcome>,
    /// Whether something else takes part of the remaining values.
    unclear: bool,
    /// Whether a missing value is treated apart.
    absent_apart: bool,
}

/// Values and the outcome for them.
struct Branch<'c> {
    values: Vec<&'c Constant>,
    outcome: Option<&'c Outcome>,
    /// Whether the branch assigns nothing, so that the previous value stays.
    untouched: bool,
}

impl<'c> Branch<'c> {
    fn taken(test: &'c Test, outcome: &'c Outcome) -> Self {
        Self {
            values: test.values.iter().collect(),
            outcome: Some(outcome),
            untouched: false,
        }
    }
}

impl<'c> Branches<'c> {
    fn from_choice(choice: &'c Choice, first: &'c Test) -> Self {
        let mut branches = Self {
            subject: &first.subject,
            arms: Vec::new(),
            rest: choice.otherwise.as_ref(),
            unclear: false,
            absent_apart: choice.absent_apart,
        };
        let name = first.name();
        let mut arms = choice.arms.iter();
        while let Some(arm) = arms.next() {
            match &arm.test {
                Some(test) if test.asks_like(first) && test.negated => {
                    branches.invert(test, &arm.outcome, choice, arms.as_slice());
                    break;
                }
                Some(test) if test.asks_like(first) => {
                    branches.arms.push(Branch::taken(test, &arm.outcome));
                }
                // if (!g) return null; else if (g === "m") …: only missing values go there.
                Some(test) if test.asks_for_absence_of(&first.subject) => {
                    branches.absent_apart = true;
                }
                // Another condition applies first (a company), or takes part of the remaining values.
                _ => branches.unclear |= !branches.arms.is_empty() || arm.condition.mentions(name),
            }
        }
        branches
    }

    /// `if (g != "m") … else …`: the first branch is the remainder; the values go to what follows.
    fn invert(&mut self, test: &'c Test, rest: &'c Outcome, choice: &'c Choice, tail: &'c [Arm]) {
        let mut left: Vec<&Constant> = test.values.iter().collect();
        let mut understood = true;
        for arm in tail {
            match &arm.test {
                Some(next) if next.asks_like(test) && !next.negated => {
                    left.retain(|value| {
                        !next
                            .values
                            .iter()
                            .any(|taken| taken.text.value == value.text.value)
                    });
                    self.arms.push(Branch::taken(next, &arm.outcome));
                }
                _ => understood = false,
            }
        }
        if !left.is_empty() {
            let otherwise = choice.otherwise.as_ref().filter(|_| understood);
            self.arms.push(Branch {
                values: left,
                outcome: otherwise,
                untouched: understood,
            });
        }
        self.rest = Some(rest);
    }

    /// The receivers of stated results, in order of appearance.
    fn receivers(&self, context: &dyn Context) -> Vec<&'c Receiver> {
        let all = context.translates_to_unknown();
        let outcomes = self.arms.iter().filter_map(|branch| branch.outcome);
        let results = outcomes
            .chain(self.rest.filter(|_| all || !self.unclear))
            .filter(|outcome| all || !outcome.tangled)
            .flat_map(|outcome| &outcome.results)
            .filter(|(_, result)| all || result.is_some());
        let mut receivers = Vec::new();
        for (receiver, _) in results {
            if !receivers.contains(&receiver) {
                receivers.push(receiver);
            }
        }
        receivers
    }

    fn mapping(&self, receiver: &Receiver, context: &dyn Context) -> Mapping {
        let target = context.target(receiver);
        let stated =
            |outcome: Option<&Outcome>| -> Option<Constant> { outcome?.stated(receiver).cloned() };
        let results: Vec<Option<Constant>> = self
            .arms
            .iter()
            .map(|branch| match stated(branch.outcome) {
                // text = "Frau"; if (!isFemale) text = "Herr";
                None if branch.untouched => known(context.before(receiver)?),
                result => result,
            })
            .collect();
        let rest = stated(self.rest);
        let target_type = target.of.or_else(|| {
            let results = results.iter().chain([&rest]).flatten();
            results
                .map(|result| result.owner.clone())
                .find(Option::is_some)?
        });
        let arms = self.arms.iter().zip(results);
        let subject = meant(self.subject, context);
        Mapping {
            path: context.path(),
            subject: subject.text.clone(),
            subject_type: self
                .arms
                .iter()
                .flat_map(|branch| &branch.values)
                .find_map(|value| value.owner.clone())
                .or_else(|| context.declared_type(&subject.text)),
            by: subject.by,
            target: target.name,
            target_type,
            arms: arms
                .map(|(branch, result)| MappingArm {
                    from: branch
                        .values
                        .iter()
                        .map(|value| value.text.clone())
                        .collect(),
                    to: result.map(|result| result.text),
                })
                .collect(),
            fallback: self.fallback(rest, receiver, context),
            table: None,
            absent_apart: self.absent_apart,
        }
    }

    fn fallback(
        &self,
        stated: Option<Constant>,
        receiver: &Receiver,
        context: &dyn Context,
    ) -> Option<Located<Known<String>>> {
        if self.unclear {
            return Some(Located::implied(Known::No(Why::Dynamic)));
        }
        match (stated, self.rest) {
            (Some(stated), _) => Some(Located {
                value: Known::Yes(stated.text.value),
                span: stated.text.span,
            }),
            (None, Some(rest)) if rest.leaves || rest.tangled || rest.get(receiver).is_some() => {
                Some(Located::implied(Known::No(Why::Dynamic)))
            }
            _ => context.before(receiver),
        }
    }
}

/// The tested expression, resolving local variables.
fn meant(subject: &Subject, context: &dyn Context) -> Subject {
    if subject.by == Comparison::Question {
        return subject.clone();
    }
    match context.meant(&subject.text) {
        Some(meant) if subject.by == Comparison::Whole => meant,
        Some(meant) => Subject {
            by: subject.by,
            ..meant
        },
        None => subject.clone(),
    }
}

fn known(before: Located<Known<String>>) -> Option<Constant> {
    match before.value {
        Known::Yes(value) => Some(Constant::text(Located {
            value,
            span: before.span,
        })),
        Known::No(_) => None,
    }
}

/// A literal lookup table and its key.
pub struct Lookup {
    /// Each key with its result.
    pub rows: Vec<(Constant, Option<Constant>)>,
    /// The key expression, if the table is used in place.
    pub subject: Option<Subject>,
    /// The result for all other keys, if written.
    pub fallback: Option<Located<Known<String>>>,
}

/// The mapping made by a lookup table.
pub fn looked_up(lookup: Lookup, context: &dyn Context) -> Mapping {
    let target = context.target(&Receiver::Value);
    let asked = lookup.subject.as_ref();
    let asked = asked.map(|subject| meant(subject, context));
    let declared_type = asked
        .as_ref()
        .and_then(|subject| context.declared_type(&subject.text));
    let owner = |pick: fn(&(Constant, Option<Constant>)) -> Option<&Constant>| {
        let mut picked = lookup.rows.iter().filter_map(pick);
        picked.find_map(|constant| constant.owner.clone())
    };
    let (subject, by) = match asked {
        Some(subject) => (subject.text, subject.by),
        None => (String::new(), Comparison::Whole),
    };
    Mapping {
        path: context.path(),
        subject,
        subject_type: declared_type.or_else(|| owner(|(from, _)| Some(from))),
        by,
        target: target.name,
        target_type: owner(|(_, to)| to.as_ref()).or(target.of),
        arms: lookup
            .rows
            .into_iter()
            .map(|(from, to)| MappingArm {
                from: vec![from.text],
                to: to.map(|to| to.text),
            })
            .collect(),
        fallback: lookup.fallback,
        table: None,
        absent_apart: false,
    }
}

/// `geschlecht ?? "m"`: a default for a missing value. A mapping without cases.
pub fn coalesced(subject: Subject, default: Constant, context: &dyn Context) -> Mapping {
    Mapping {
        fallback: Some(Located {
            value: Known::Yes(default.text.value),
            span: default.text.span,
        }),
        ..without_cases(subject, default.owner, context)
    }
}

/// `if (!geschlecht) geschlecht = "m"`: replaces a missing value.
pub fn filled_in(choice: &Choice, context: &dyn Context) -> Option<(Mapping, Span)> {
    let [arm] = choice.arms.as_slice() else {
        return None;
    };
    let test = arm.test.as_ref().filter(|_| choice.otherwise.is_none())?;
    let absent = test.absent()?;
    let target = last_part(&absent.text);
    let asked = property(target);
    let stated = arm.outcome.stated_by(|receiver| {
        matches!(receiver, Receiver::Named(name) if name == target || property(name) == asked)
    })?;
    // Accessors are named after their property, everything else by its own name.
    let target = match target.contains('(') {
        true => asked,
        false => target.to_owned(),
    };
    if stated.is_blank() {
        return None;
    }
    let mapping = Mapping {
        target,
        ..coalesced(absent, stated.clone(), context)
    };
    Some((mapping, arm.span))
}

/// The property of an accessor: `gender` for `getGender()`, `setGender` and `set_gender`; other names are unchanged.
fn property(name: &str) -> String {
    let name = name.split('(').next().unwrap_or(name);
    let rest = ["get", "set", "Get", "Set"].iter().find_map(|verb| {
        let rest = name.strip_prefix(verb)?;
        let begins = rest.starts_with(|ch: char| ch.is_uppercase() || ch == '_');
        begins.then(|| rest.trim_start_matches('_'))
    });
    let mut letters = rest.unwrap_or(name).chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}

/// A mapping from the tested expression to the receiver, without cases so far. `of` is the result type, if the receiver
/// states none.
fn without_cases(subject: Subject, of: Option<String>, context: &dyn Context) -> Mapping {
    let target = context.target(&Receiver::Value);
    Mapping {
        path: context.path(),
        subject_type: context.declared_type(&subject.text),
        subject: subject.text,
        by: subject.by,
        target: target.name,
        target_type: target.of.or(of),
        ..Mapping::default()
    }
}
