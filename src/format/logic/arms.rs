//! Branches: the tests in order, and what each branch yields.

use super::condition::Test;
use super::expression::{Constant, ConstantKind, Expression};
use crate::model::Span;

/// Longer choices are data tables.
const MOST_ARMS: usize = 60;

/// A construct that chooses: a chain of `if`, a `switch`, a conditional expression, branches of a template.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The branches in the order they are tried.
    pub arms: Vec<Arm>,
    /// The outcome if no branch is taken, if written.
    pub otherwise: Option<Outcome>,
    /// Whether it is a statement among others.
    pub is_statement: bool,
    /// The whole construct.
    pub span: Span,
    /// Whether a missing value leaves before it is reached.
    pub absent_apart: bool,
}

/// One branch.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The condition under which it is taken.
    pub condition: Expression,
    /// The test in the condition, as far as it is understood.
    pub test: Option<Test>,
    /// What it yields.
    pub outcome: Outcome,
    /// Where it would start if it were a choice of its own.
    pub span: Span,
    /// Whether it is taken before the choice is reached, so that its result goes elsewhere.
    pub is_before: bool,
}

impl Arm {
    /// A branch with its condition.
    pub fn new(condition: Expression, outcome: Outcome, span: Span) -> Self {
        Self {
            test: Test::from_condition(&condition),
            condition,
            outcome,
            span,
            is_before: false,
        }
    }

    /// A branch taken before a choice is reached.
    fn before(condition: Expression, result: Option<(Receiver, Constant)>, span: Span) -> Self {
        let results = result.map(|(receiver, result)| (receiver, Some(result)));
        let outcome = Outcome {
            results: results.into_iter().collect(),
            leaves: true,
            tangled: false,
        };
        Self {
            is_before: true,
            ..Self::new(condition, outcome, span)
        }
    }

    /// Whether it takes some of the values that another test asks for.
    fn takes_from(&self, asked: &Test) -> bool {
        match &self.test {
            Some(test) if test.absent().is_some() => false,
            Some(test) => test.asks_like(asked) || test.questions(&asked.subject),
            None => self.condition.mentions(asked.name()),
        }
    }
}

/// Where a result goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// The value of the construct itself.
    Value,
    /// The return value of the function.
    Return,
    /// A variable, a property, a setter.
    Named(String),
}

/// A branch that leaves before a choice is reached.
#[derive(Clone, Debug)]
pub struct Detour {
    /// The condition under which it is taken.
    pub condition: Expression,
    /// The returned value, if stated.
    pub returned: Option<Constant>,
}

impl Detour {
    /// A detour whose result is unknown.
    pub fn new(condition: Expression) -> Self {
        Self {
            condition,
            returned: None,
        }
    }
}

/// The effect of a branch.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Results by receiver, in order; `None` for something the document does not state.
    pub results: Vec<(Receiver, Option<Constant>)>,
    /// Whether it returns or throws, so that what follows is not reached.
    pub leaves: bool,
    /// Whether it branches or loops itself, so that its result is unclear.
    pub tangled: bool,
}

impl Outcome {
    /// An outcome with one result.
    pub fn single(receiver: Receiver, result: Option<Constant>) -> Self {
        Self {
            results: vec![(receiver, result)],
            ..Self::default()
        }
    }

    /// An outcome that cannot be determined.
    pub fn tangled() -> Self {
        Self {
            tangled: true,
            ..Self::default()
        }
    }

    /// Adds a result.
    pub fn yields(&mut self, receiver: Receiver, result: Option<Constant>) {
        self.results.push((receiver, result));
    }

    /// Adds a piece to a text that is composed step by step; pieces that are not stated leave a gap in it. `false` if
    /// neither the piece nor the text so far is stated: then nothing is composed.
    pub fn adds(&mut self, receiver: Receiver, piece: Option<Constant>) -> bool {
        const GAP: &str = "…";
        /// Longer texts are no forms of address.
        const LONGEST: usize = 400;
        let so_far = self.get(&receiver).cloned();
        let piece = piece.filter(|piece| piece.kind == ConstantKind::Text);
        let composed = match (so_far, piece) {
            (None | Some(None), None) => return false,
            (None, Some(piece)) => piece,
            (Some(None), Some(mut piece)) => {
                piece.text.value.insert_str(0, GAP);
                piece
            }
            (Some(Some(mut text)), piece) => {
                let piece = piece.map(|piece| piece.text.value);
                if text.text.value.len() < LONGEST {
                    text.text.value.push_str(piece.as_deref().unwrap_or(GAP));
                }
                text
            }
        };
        self.yields(receiver, Some(composed));
        true
    }

    /// The result for a receiver; the last one counts.
    pub fn get(&self, receiver: &Receiver) -> Option<&Option<Constant>> {
        let mut found = self.results.iter().rev();
        found
            .find(|(name, _)| name == receiver)
            .map(|(_, result)| result)
    }

    /// The last result for a matching receiver, if stated.
    pub fn stated_by(&self, is_receiver: impl Fn(&Receiver) -> bool) -> Option<&Constant> {
        let mut found = self.results.iter().rev();
        let (_, result) = found.find(|(name, _)| is_receiver(name))?;
        result.as_ref().filter(|_| !self.tangled)
    }

    /// The result for a receiver, if stated.
    pub fn stated(&self, receiver: &Receiver) -> Option<&Constant> {
        self.get(receiver)?.as_ref().filter(|_| !self.tangled)
    }
}

/// A statement after a choice, in the same block.
pub enum Following {
    /// Another choice.
    Choice(Choice),
    /// Anything else.
    Outcome {
        /// What it does.
        outcome: Outcome,
        /// Whether nothing follows it.
        last: bool,
    },
}

impl Choice {
    /// A choice without branches.
    pub fn new(is_statement: bool, span: Span) -> Self {
        Self {
            arms: Vec::new(),
            otherwise: None,
            is_statement,
            span,
            absent_apart: false,
        }
    }

    /// Adds a branch; without a condition, the final `else`.
    pub fn add(&mut self, condition: Option<Expression>, outcome: Outcome) {
        match condition {
            Some(condition) => self.arms.push(Arm::new(condition, outcome, self.span)),
            None => self.otherwise = Some(outcome),
        }
    }

    /// Sets the span of the choice and all its branches.
    pub fn spans(&mut self, span: Span) {
        self.span = span;
        for arm in &mut self.arms {
            arm.span = span;
        }
    }

    /// Whether it has branches, but not more than people write.
    pub fn is_readable(&self) -> bool {
        (1..=MOST_ARMS).contains(&self.arms.len())
    }

    /// Includes detours before the choice that ask the same: guards (`if (g == "d") return …;`), and the branch that
    /// contains it. Their values no longer fall under `otherwise`. `returns` is the receiver of the choice whose result
    /// the function returns.
    pub fn reached_past(
        &mut self,
        detours: impl IntoIterator<Item = Detour>,
        returns: Option<&Receiver>,
    ) {
        let span = self.span;
        let asked: Vec<&Test> = self
            .arms
            .iter()
            .filter_map(|arm| arm.test.as_ref())
            .collect();
        let mut before: Vec<Arm> = Vec::new();
        for detour in detours {
            let result = returns.cloned().zip(detour.returned);
            let arms = alternatives(detour.condition).into_iter();
            let arms: Vec<Arm> = arms
                .map(|condition| Arm::before(condition, result.clone(), span))
                .collect();
            self.absent_apart |= arms.iter().filter_map(|arm| arm.test.as_ref()).any(|test| {
                let mut asked = asked.iter();
                asked.any(|asked| test.asks_for_absence_of(&asked.subject))
            });
            let arms = arms.into_iter();
            before.extend(arms.filter(|arm| asked.iter().any(|asked| arm.takes_from(asked))));
        }
        before.append(&mut self.arms);
        self.arms = before;
    }

    /// Its only test, if all branches ask the same.
    fn asks_one(&self) -> Option<&Test> {
        let mut tests = self.arms.iter().map(|arm| arm.test.as_ref());
        let first = tests.next()??;
        let same = |test: Option<&Test>| test.is_some_and(|test| test.asks_like(first));
        tests.all(same).then_some(first)
    }

    /// Continues after branches that leave: `if (g == "m") return "Herr"; if (g == "w") return "Frau"; return "";`.
    /// Returns how many of the following statements are choices that now belong to it.
    pub fn follow(&mut self, following: impl Iterator<Item = Following>) -> usize {
        let mut taken = 0;
        let leaves = self.arms.iter().all(|arm| arm.outcome.leaves);
        let Some(first) = self.asks_one().cloned() else {
            return taken;
        };
        if !self.is_statement || !leaves || self.otherwise.is_some() {
            return taken;
        }
        // if (g != "m") return "w"; return "m";
        let inverted = first.negated;
        for next in following {
            match next {
                Following::Choice(_) if inverted => {
                    self.otherwise = Some(Outcome::tangled());
                    return taken;
                }
                Following::Choice(mut next) => {
                    let asks_the_same = next.is_statement
                        && next.otherwise.is_none()
                        && matches!(next.arms.as_slice(), [Arm { test: Some(test), .. }]
                            if !test.negated && test.asks_like(&first));
                    let room = self.arms.len() < MOST_ARMS;
                    match next.arms.pop() {
                        Some(arm) if asks_the_same && room && arm.outcome.leaves => {
                            self.span = self.span.to(next.span);
                            self.arms.push(arm);
                            taken += 1;
                        }
                        arm => {
                            let understood = arm.is_some_and(|arm| arm.test.is_some());
                            if understood && !asks_the_same {
                                // Something else is tested before the rest.
                                self.arms.push(Arm::new(
                                    Expression::unknown(),
                                    Outcome::default(),
                                    self.span,
                                ));
                            } else {
                                self.otherwise = Some(Outcome::tangled());
                            }
                            return taken;
                        }
                    }
                }
                Following::Outcome { mut outcome, last } => {
                    match outcome.results.as_mut_slice() {
                        // The last expression of a body is its return value.
                        [(receiver @ Receiver::Value, Some(_))] if last => {
                            *receiver = Receiver::Return;
                        }
                        _ if !outcome.leaves => outcome.tangled = true,
                        _ => {}
                    }
                    self.otherwise = Some(outcome);
                    return taken;
                }
            }
        }
        taken
    }
}

/// Splits a condition that is not understood as a whole into its alternatives.
fn alternatives(condition: Expression) -> Vec<Expression> {
    const MOST: usize = 16;
    let mut open = vec![condition];
    let mut found = Vec::new();
    while let Some(condition) = open.pop() {
        if found.len() + open.len() >= MOST || Test::from_condition(&condition).is_some() {
            found.push(condition);
            continue;
        }
        match condition {
            Expression::Or(left, right) => open.extend([*right, *left]),
            Expression::Not(inner) => match *inner {
                Expression::And(left, right) => open.extend([right.negated(), left.negated()]),
                Expression::Not(inner) => open.push(*inner),
                inner => found.push(inner.negated()),
            },
            other => found.push(other),
        }
    }
    found
}

/// How two adjacent choices without `else` form one.
pub enum Joint {
    /// The second tests further values.
    Further,
    /// The second holds exactly if the first does not.
    Otherwise,
}

impl Joint {
    /// Determines this from their tests.
    pub fn between(first: &[Option<Test>], second: &[Option<Test>]) -> Option<Self> {
        let asked = first.first()?.as_ref()?;
        if let ([_], [Some(next)]) = (first, second)
            && asked.opposes(next)
        {
            return Some(Self::Otherwise);
        }
        let mut tests = first.iter().chain(second);
        tests
            .all(|test| {
                let test = test.as_ref();
                test.is_some_and(|test| test.asks_like(asked) && !test.negated)
            })
            .then_some(Self::Further)
    }
}
