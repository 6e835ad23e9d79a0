//! One branch: its cases with what they print, and the translation they make.

use std::collections::HashMap;

use super::condition::Test;
use super::expression::Expression;
use crate::model::{Known, Located, Mapping, MappingArm, Span, Why};
use crate::topic::Topic;

/// No translation of entries has more cases.
const MOST_CASES: usize = 40;

/// Longer results are paragraphs and no salutations.
const MOST_WORDS: usize = 12;

/// A branch, open or complete.
#[derive(Clone, Debug)]
pub struct Frame {
    pub kind: FrameKind,
    pub cases: Vec<Case>,
    pub rest: Option<Body>,
    /// Where text goes: a case, the rest, or nowhere.
    pub current: Current,
    pub span: Span,
    pub attribute: Option<String>,
    pub before: String,
    pub previous: Option<Box<Frame>>,
}

/// What kind of branch it is.
#[derive(Clone, Debug, PartialEq)]
pub enum FrameKind {
    If,
    Switch(Expression),
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Current {
    Case,
    Rest,
    Nothing,
}

#[derive(Clone, Debug)]
pub struct Case {
    pub condition: Expression,
    pub test: Option<Test>,
    pub body: Body,
}

/// What a case prints, as far as it says so.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub lead: String,
    pub span: Option<Span>,
    /// Something follows that the lead says nothing about.
    pub closed: bool,
    /// Something comes first that is no literal.
    pub unclear: bool,
    pub set: Option<(String, Located<String>)>,
}

impl Body {
    pub fn literal(&mut self, seen: &str, span: Span) {
        if self.closed {
            return;
        }
        if self.span.is_none() && !seen.trim().is_empty() {
            self.span = Some(span);
        }
        self.lead.push_str(seen);
        self.closed |= self.lead.split_whitespace().nth(MOST_WORDS).is_some();
    }

    pub fn output(&mut self, expression: &Expression, span: Span) {
        if self.lead.trim().is_empty() && !self.closed {
            match expression.literal() {
                Some(text) => {
                    self.lead.push_str(&text.value);
                    self.span = Some(span);
                }
                None => self.unclear = true,
            }
        }
        self.closed = true;
    }

    pub fn nested(&mut self) {
        self.unclear |= self.lead.trim().is_empty() && self.set.is_none();
        self.closed = true;
    }

    /// The result, `None` where it is not known.
    pub fn result(&self) -> Option<Located<String>> {
        if let Some((_, value)) = &self.set
            && self.lead.trim().is_empty()
        {
            return Some(value.clone());
        }
        let words = self.lead.split_whitespace().count();
        (!self.unclear && words <= MOST_WORDS).then(|| Located {
            value: self.lead.trim_end().to_owned(),
            span: self.span,
        })
    }
}

impl Frame {
    pub fn body(&mut self) -> Option<&mut Body> {
        match self.current {
            Current::Case => self.cases.last_mut().map(|case| &mut case.body),
            Current::Rest => self.rest.as_mut(),
            Current::Nothing => None,
        }
    }

    /// Two branches one behind the other that are one: `if a … end if b … end`, `if a … end unless a … end`.
    pub fn join(&self, next: &Self) -> Option<Self> {
        let many = self.cases.len() + next.cases.len() > MOST_CASES;
        let settled = self.rest.is_some() || next.rest.is_some();
        if many || settled || self.attribute != next.attribute {
            return None;
        }
        let first = self.cases.first()?.test.as_ref()?;
        let same = |case: &Case| {
            case.test
                .as_ref()
                .is_some_and(|test| test.asks_like(first) && !test.negated)
        };
        let mut joined = self.clone();
        joined.span = self.span.to(next.span);
        match (self.cases.as_slice(), next.cases.as_slice()) {
            (
                [_],
                [
                    Case {
                        test: Some(test),
                        body,
                        ..
                    },
                ],
            ) if first.opposes(test) => {
                joined.rest = Some(body.clone());
                Some(joined)
            }
            _ if self.cases.iter().chain(&next.cases).all(same) => {
                joined.cases.extend(next.cases.iter().cloned());
                Some(joined)
            }
            _ => None,
        }
    }

    /// One translation for each expression that the cases look at.
    pub fn mappings(
        &self,
        variables: &HashMap<String, Located<String>>,
        topic: &Topic,
    ) -> Vec<Mapping> {
        let mut asked: Vec<&Test> = Vec::new();
        for test in self.cases.iter().filter_map(|case| case.test.as_ref()) {
            // Whether something is there at all is no translation of it.
            let present = test.values.iter().all(|value| value.value.is_empty());
            if !present && !asked.iter().any(|other| other.asks_like(test)) {
                asked.push(test);
            }
        }
        asked
            .into_iter()
            .filter_map(|first| self.mapping(first, variables, topic))
            .collect()
    }

    pub fn mapping(
        &self,
        first: &Test,
        variables: &HashMap<String, Located<String>>,
        topic: &Topic,
    ) -> Option<Mapping> {
        let whole = if first.subject.is_empty() {
            first.values.first()?.value.as_str()
        } else {
            first.subject.as_str()
        };
        let mut arms: Vec<(Vec<Located<String>>, Option<&Body>)> = Vec::new();
        let mut rest = self.rest.as_ref();
        let mut rest_known = true;
        for case in &self.cases {
            match &case.test {
                Some(test) if test.asks_like(first) && !test.negated => {
                    arms.push((test.values.clone(), Some(&case.body)));
                }
                Some(test) if test.asks_like(first) => {
                    // if g != 'm' … else …
                    if self.cases.len() > 1 {
                        return None;
                    }
                    arms.push((test.values.clone(), rest));
                    rest = Some(&case.body);
                }
                _ if mentions(&case.condition, whole) => return None,
                // What else may apply comes first (a company), or takes a part of the rest.
                _ => rest_known &= arms.is_empty(),
            }
        }
        let of = self
            .cases
            .iter()
            .find_map(|case| case.test.as_ref()?.of.clone());
        let bodies = || arms.iter().filter_map(|(_, body)| *body).chain(rest);
        let set = bodies().find_map(|body| body.set.as_ref().map(|(name, _)| name.clone()));
        let grows = self.grows(bodies());
        let said = |body: Option<&Body>| -> Option<Located<String>> {
            let result = match body {
                Some(body) => body.result()?,
                None if set.is_some() => return None,
                None => Located::implied(String::new()),
            };
            Some(Located {
                value: match &grows {
                    Some(stem) if set.is_none() => format!("{stem}{}", result.value),
                    _ => result.value.trim().to_owned(),
                },
                span: result.span,
            })
        };
        let fallback = match (rest, &set) {
            _ if !rest_known => Some(Located::implied(Known::No(Why::Dynamic))),
            (None, Some(name)) => variables.get(name).map(|text| Located {
                value: Known::Yes(text.value.clone()),
                span: text.span,
            }),
            (rest, _) => Some(match said(rest) {
                Some(text) => Located {
                    value: Known::Yes(text.value),
                    span: text.span,
                },
                None => Located::implied(Known::No(Why::Dynamic)),
            }),
        };
        let arms: Vec<MappingArm> = arms
            .iter()
            .map(|(from, body)| MappingArm {
                from: from.clone(),
                to: said(*body),
            })
            .collect();
        let target = set
            .or_else(|| self.attribute.clone())
            .or_else(|| label(&self.before, topic))
            .or_else(|| {
                let texts = arms.iter().filter_map(|arm| arm.to.as_ref());
                texts
                    .map(|text| &text.value)
                    .find(|text| !text.is_empty())
                    .cloned()
            })
            .unwrap_or_default();
        Some(Mapping {
            subject: first.subject.clone(),
            subject_type: of,
            by: first.by,
            target,
            arms,
            fallback,
            ..Mapping::default()
        })
    }

    /// The word that the cases complete: "geehrte" before `r` and nothing.
    pub fn grows<'b>(&self, mut bodies: impl Iterator<Item = &'b Body>) -> Option<String> {
        if self.attribute.is_some() || !self.before.ends_with(char::is_alphabetic) {
            return None;
        }
        let completes = |body: &Body| !body.unclear && body.lead.starts_with(char::is_alphabetic);
        let stem = self.before.rsplit(|ch: char| !ch.is_alphabetic()).next()?;
        bodies.any(completes).then(|| stem.to_owned())
    }
}

/// Whether a condition asks for something of the same name.
fn mentions(condition: &Expression, name: &str) -> bool {
    let mut open = vec![condition];
    while let Some(expression) = open.pop() {
        if let Expression::Name(path) = expression
            && path.value.contains(name)
        {
            return true;
        }
        open.extend(expression.parts());
    }
    false
}

/// The words directly before that say what follows.
fn label(before: &str, topic: &Topic) -> Option<String> {
    const MOST: usize = 4;
    let line = before
        .trim_end()
        .rsplit(['\n', '.', '!', '?', ';'])
        .next()?;
    let beside = !before[before.trim_end().len()..].contains('\n');
    if !beside && !topic.may_occur_in(line) {
        // Another cell of a table may say what this one holds; another paragraph does not.
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let text = words.join(" ");
    let text = text.trim_end_matches([':', ',']).trim();
    (!text.is_empty() && words.len() <= MOST && text.contains(char::is_alphabetic))
        .then(|| text.to_owned())
}
