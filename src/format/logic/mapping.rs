//! Choices → the translations between value sets that they make.

use super::arms::{Arm, Choice, Outcome, Receiver};
use super::condition::Test;
use super::expression::Constant;
use super::subject::{Subject, last_part};
use crate::model::{Comparison, Known, Located, Mapping, MappingArm, ModelPath, Span, Why};

/// What stands around a choice.
pub trait Context {
    /// The names of what it stands in, from the outside in.
    fn path(&self) -> ModelPath;

    /// What receives a result.
    fn target(&self, receiver: &Receiver) -> Target;

    /// The type of an expression, where it is declared.
    fn declared_type(&self, _subject: &str) -> Option<String> {
        None
    }

    /// What a local name stands for, where it was set to something that says more than its own name does.
    fn meant(&self, _subject: &str) -> Option<Subject> {
        None
    }

    /// What a receiver holds where no branch is taken.
    fn before(&self, _receiver: &Receiver) -> Option<Located<Known<String>>> {
        None
    }

    /// Whether a choice that asks for nothing but the absence of a value is a translation, too.
    fn translates_absence(&self) -> bool {
        true
    }

    /// Whether a choice is a translation though none of its branches states a result.
    fn translates_to_unknown(&self) -> bool {
        false
    }
}

/// What receives a result.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// Its type, where written.
    pub of: Option<String>,
}

impl Target {
    /// A receiver whose type is not written.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            of: None,
        }
    }
}

/// The translations of a choice with their places: one for each expression it asks about and each receiver.
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

/// What a choice asks where it states no result: what it does with each value is not known. Nothing where its branches
/// only refuse, or do nothing. The place is that of the values.
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

/// `istFrau = geschlecht == "w"`: yes or no, made of a comparison.
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

/// The branches of a choice that ask about one expression.
struct Branches<'c> {
    subject: &'c Subject,
    arms: Vec<Branch<'c>>,
    rest: Option<&'c Outcome>,
    /// Something else takes a part of the rest.
    unclear: bool,
}

/// Values, and what becomes of them.
struct Branch<'c> {
    values: Vec<&'c Constant>,
    outcome: Option<&'c Outcome>,
    /// No branch is taken: what was there before stays.
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
                // if (!g) return null; else if (g === "m") …: only what is missing goes there.
                Some(test) if test.asks_for_absence_of(&first.subject) => {}
                // What else may apply comes first (a company), or takes a part of the rest.
                _ => branches.unclear |= !branches.arms.is_empty() || arm.condition.mentions(name),
            }
        }
        branches
    }

    /// `if (g != "m") … else …`: what is written first is the rest; what follows is left to the values.
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

    /// The receivers of results that are stated, in order of appearance.
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

/// The expression that is looked at, behind a local name for it.
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

/// A table of literals, and what it is asked with.
pub struct Lookup {
    /// What becomes of which value.
    pub rows: Vec<(Constant, Option<Constant>)>,
    /// What it is asked with, where it is asked at once.
    pub subject: Option<Subject>,
    /// The result for everything else, where written.
    pub fallback: Option<Located<Known<String>>>,
}

/// The translation that a table makes.
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
    }
}

/// `geschlecht ?? "m"`: what stands in for a missing value. A translation without cases.
pub fn coalesced(subject: Subject, default: Constant, context: &dyn Context) -> Mapping {
    Mapping {
        fallback: Some(Located {
            value: Known::Yes(default.text.value),
            span: default.text.span,
        }),
        ..without_cases(subject, default.owner, context)
    }
}

/// `if (!geschlecht) geschlecht = "m"`: a missing value is replaced.
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
    // What accessors hold goes by their property; what is no accessor by its own name.
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

/// What an accessor is of: `gender` of `getGender()`, `setGender` and `set_gender`; other names as they are.
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

/// A translation of what is looked at into what receives the value, of which no case is known yet. `of`: the type of the
/// results, where the receiver states none.
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
