//! One branch: its cases with their output, and the resulting translation.

use std::collections::HashMap;

use super::expression::printed;
use crate::format::logic::{
    self, Arm, Choice, Constant, Context, Detour, Expression, Joint, Outcome, Receiver, Target,
    Test,
};
use crate::model::{Known, Located, Mapping, ModelPath, Span};
use crate::topic::Topic;

/// Maximum number of cases of a translation of entries.
const MOST_CASES: usize = 40;

/// Maximum number of words of a result; longer ones are paragraphs, not salutations.
const MOST_WORDS: usize = 12;

/// A branch, open or complete.
#[derive(Clone, Debug)]
pub struct Frame {
    pub kind: FrameKind,
    pub cases: Vec<Case>,
    pub rest: Option<Body>,
    /// The receiver of text: a case, the rest, or none.
    pub current: Current,
    pub span: Span,
    pub attribute: Option<String>,
    pub before: String,
    /// Conditions of enclosing branches that lead elsewhere before this one.
    pub past: Vec<Expression>,
    pub previous: Option<Box<Frame>>,
}

/// What kind of branch it is.
#[derive(Clone, Debug, PartialEq)]
pub enum FrameKind {
    If,
    Switch(Expression),
    Other,
}

/// The part of a branch that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Current {
    Case,
    Rest,
    Nothing,
}

/// A case with its condition and output.
#[derive(Clone, Debug)]
pub struct Case {
    pub condition: Expression,
    pub test: Option<Test>,
    pub body: Body,
}

/// The output of a case, as far as it is stated.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub lead: String,
    pub span: Option<Span>,
    /// Whether something follows that the lead does not cover.
    pub closed: bool,
    /// Whether something other than a literal comes first.
    pub unclear: bool,
    pub set: Option<(String, Located<String>)>,
    /// The image in it, by address or class.
    pub drawn: Option<Located<String>>,
}

impl Body {
    /// Adds text as written.
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

    /// Adds markup without words: `<i class="fa-male"></i>`.
    pub fn draw(&mut self, markup: &str, span: Span) {
        if !self.closed && self.drawn.is_none() {
            self.drawn = picture(markup).map(|text| Located::with_span(text.to_owned(), span));
        }
    }

    /// Adds the output of an expression.
    pub fn output(&mut self, expression: &Expression, span: Span) {
        if self.lead.trim().is_empty() && !self.closed {
            match printed(expression) {
                Some(text) => {
                    self.lead.push_str(&text.value);
                    self.span = Some(span);
                }
                None => self.unclear = true,
            }
        }
        self.closed = true;
    }

    /// Adds a branch inside, whose output is unknown.
    pub fn nested(&mut self) {
        self.unclear |= self.lead.trim().is_empty() && self.set.is_none();
        self.closed = true;
    }

    /// The result; `None` if unknown.
    pub fn result(&self) -> Option<Located<String>> {
        if let Some((_, value)) = &self.set
            && self.lead.trim().is_empty()
        {
            return Some(value.clone());
        }
        if let Some(drawn) = &self.drawn
            && self.lead.trim().is_empty()
            && !self.unclear
        {
            return Some(drawn.clone());
        }
        let words = self.lead.split_whitespace().count();
        (!self.unclear && words <= MOST_WORDS).then(|| Located {
            value: self.lead.trim_end().to_owned(),
            span: self.span,
        })
    }
}

/// The address or class of the first image in markup: elements that draw and have no words.
fn picture(markup: &str) -> Option<&str> {
    const DRAWING: [&str; 5] = ["<i ", "<img ", "<use ", "<span ", "<svg "];
    const NAMING: [&str; 4] = ["src=", "href=", "class=", "name="];
    let start = DRAWING.iter().filter_map(|tag| markup.find(tag)).min()?;
    let tag = markup.get(start..)?;
    let tag = &tag[..tag.find('>')?];
    NAMING.iter().find_map(|name| {
        let value = tag.get(tag.find(name)? + name.len()..)?;
        let quote = value.chars().next().filter(|ch| matches!(ch, '"' | '\''))?;
        let value = &value[1..];
        let value = value[..value.find(quote)?].trim();
        (!value.is_empty()).then_some(value)
    })
}

impl Frame {
    /// The body that output belongs to; `None` between the cases.
    pub fn body(&mut self) -> Option<&mut Body> {
        match self.current {
            Current::Case => self.cases.last_mut().map(|case| &mut case.body),
            Current::Rest => self.rest.as_mut(),
            Current::Nothing => None,
        }
    }

    /// Conditions that lead elsewhere before the current receiver of text: the previous cases, and the negation of its
    /// own.
    pub fn past_here(&self) -> impl Iterator<Item = Expression> {
        let inside = self.current == Current::Case;
        let before = self.cases.len() - usize::from(inside && !self.cases.is_empty());
        let others = self.cases.iter().take(before.min(MOST_CASES));
        let here = self.cases.last().filter(|_| inside);
        let others = others.map(|case| case.condition.clone());
        others.chain(here.map(|case| case.condition.clone().negated()))
    }

    /// Joins two consecutive branches that belong together: `if a … end if b … end`, `if a … end unless a … end`.
    pub fn join(&self, next: &Self) -> Option<Self> {
        let many = self.cases.len() + next.cases.len() > MOST_CASES;
        let settled = self.rest.is_some() || next.rest.is_some();
        if many || settled || self.attribute != next.attribute {
            return None;
        }
        let tests = |frame: &Self| -> Vec<Option<Test>> {
            frame.cases.iter().map(|case| case.test.clone()).collect()
        };
        let mut joined = self.clone();
        joined.span = self.span.to(next.span);
        match Joint::between(&tests(self), &tests(next))? {
            Joint::Further => joined.cases.extend(next.cases.iter().cloned()),
            Joint::Otherwise => joined.rest = next.cases.first().map(|case| case.body.clone()),
        }
        Some(joined)
    }

    /// One translation for each expression tested by the cases, with places.
    pub fn mappings(
        &self,
        variables: &HashMap<String, Located<String>>,
        topic: &Topic,
    ) -> Vec<(Mapping, Span)> {
        let printing = Printing {
            frame: self,
            variables,
            topic,
            set: self
                .bodies()
                .find_map(|body| body.set.as_ref())
                .map(|(name, _)| name),
            stem: self.stem(),
        };
        let mut choice = Choice::new(true, self.span);
        for case in &self.cases {
            choice.arms.push(Arm {
                condition: case.condition.clone(),
                test: case.test.clone(),
                outcome: printing.outcome(&case.body),
                span: self.span,
                is_before: false,
            });
        }
        choice.reached_past(self.past.iter().cloned().map(Detour::new), None);
        choice.otherwise = self.rest.as_ref().map(|body| printing.outcome(body));
        let mut found = logic::mappings(&choice, &printing);
        if printing.target_name().is_none() {
            for (mapping, _) in &mut found {
                // Printed values name themselves.
                let texts = mapping.arms.iter().filter_map(|arm| arm.to.as_ref());
                let text = texts.map(|text| &text.value).find(|text| !text.is_empty());
                mapping.target = text.cloned().unwrap_or_default();
            }
        }
        found
    }

    fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.cases.iter().map(|case| &case.body).chain(&self.rest)
    }

    /// The word stem completed by the cases: "geehrte" before `r` and nothing.
    fn stem(&self) -> Option<String> {
        if self.attribute.is_some() || !self.before.ends_with(char::is_alphabetic) {
            return None;
        }
        let completes = |body: &Body| !body.unclear && body.lead.starts_with(char::is_alphabetic);
        let stem = self.before.rsplit(|ch: char| !ch.is_alphabetic()).next()?;
        self.bodies().any(completes).then(|| stem.to_owned())
    }
}

/// The output or assignment of a branch, and its place.
struct Printing<'f> {
    frame: &'f Frame,
    variables: &'f HashMap<String, Located<String>>,
    topic: &'f Topic,
    /// The variable set by the cases.
    set: Option<&'f String>,
    /// The word stem completed by the cases.
    stem: Option<String>,
}

impl Printing<'_> {
    fn receiver(&self) -> Receiver {
        match self.set {
            Some(name) => Receiver::Named(name.clone()),
            None => Receiver::Value,
        }
    }

    /// The variable, the attribute, or the words directly before.
    fn target_name(&self) -> Option<String> {
        self.set
            .cloned()
            .or_else(|| self.frame.attribute.clone())
            .or_else(|| label(&self.frame.before, self.topic))
    }

    fn outcome(&self, body: &Body) -> Outcome {
        let text = body.result().map(|result| Located {
            value: match &self.stem {
                Some(stem) if self.set.is_none() => format!("{stem}{}", result.value),
                _ => result.value.trim().to_owned(),
            },
            span: result.span,
        });
        Outcome::single(self.receiver(), text.map(Constant::text))
    }
}

impl Context for Printing<'_> {
    fn path(&self) -> ModelPath {
        ModelPath::default()
    }

    fn target(&self, _: &Receiver) -> Target {
        Target::named(self.target_name().unwrap_or_default())
    }

    /// Nothing is printed, and variables keep their values.
    fn before(&self, _: &Receiver) -> Option<Located<Known<String>>> {
        match self.set {
            Some(name) => self.variables.get(name).map(|text| Located {
                value: Known::Yes(text.value.clone()),
                span: text.span,
            }),
            None => Some(Located::implied(Known::Yes(
                self.stem.clone().unwrap_or_default(),
            ))),
        }
    }

    /// Testing for presence is not a translation of it.
    fn translates_absence(&self) -> bool {
        false
    }

    fn translates_to_unknown(&self) -> bool {
        true
    }
}

/// The words directly before that announce what follows.
fn label(before: &str, topic: &Topic) -> Option<String> {
    const MOST: usize = 4;
    let line = before
        .trim_end()
        .rsplit(['\n', '.', '!', '?', ';'])
        .next()?;
    let beside = !before[before.trim_end().len()..].contains('\n');
    if !beside && !topic.may_occur_in(line) {
        // Another table cell may describe this one; another paragraph does not.
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let text = words.join(" ");
    let text = text.trim_end_matches([':', ',']).trim();
    (!text.is_empty() && words.len() <= MOST && text.contains(char::is_alphabetic))
        .then(|| text.to_owned())
}
