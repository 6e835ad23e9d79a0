//! `script`: program text in a page that does what a rule asks about. Only people can try its effects; this finds the
//! places where they must.

use std::ops::Range;

use ego_tree::NodeId;
use foldhash::HashSet;
use regex::Regex;
use scraper::{ElementRef, Selector};
use serde::Deserialize;

use super::function_around::{end_of_block, function_around};
use crate::a11y::snippet::{Snippet, line_at};
use crate::a11y::{PageView, Reads, focus, role};
use crate::check::generic::{params, pattern};
use crate::check::{Check, CheckKind, PageCheck};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "script",
    facts: &["element", "sign"],
    variants: &["element"],
    build: |table| {
        let Params {
            sign,
            beside,
            unless_in_line,
            unseen,
            repeats,
            unless_on,
            elements,
            clears,
            ambiguous,
            every,
            in_templates,
        } = params(table)?;
        let compile = |text: Option<String>| text.as_deref().map(script_pattern).transpose();
        let selector = |name: &str, text: Option<String>| {
            let parsed = text.as_deref().map(Selector::parse).transpose();
            parsed.map_err(|error| vec![format!("{name}: {error}")])
        };
        Ok(Check::Page(Box::new(Script {
            sign: script_pattern(&sign)?,
            beside: compile(beside)?,
            unless_in_line: compile(unless_in_line)?,
            unseen: compile(unseen)?,
            repeats,
            unless_on: selector("unless-on", unless_on)?,
            elements: selector("elements", elements)?,
            clears,
            ambiguous: ambiguous.map(Ambiguous::build).transpose()?,
            every: every.map(Every::build).transpose()?,
            in_templates: compile(in_templates)?,
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Params {
    /// Regular expression of the sign to find.
    sign: String,
    /// Regular expression that must match in the same piece of program.
    beside: Option<String>,
    /// Regular expression that must not match in the line of the sign.
    unless_in_line: Option<String>,
    /// Regular expression of handlers to ask about if the page loads the program that they call.
    unseen: Option<String>,
    /// Whether a `setTimeout` with which a function calls itself counts as a sign, too.
    #[serde(default)]
    repeats: bool,
    /// CSS selector of elements whose own handlers do not count.
    unless_on: Option<String>,
    /// CSS selector of elements with the same effect without any program.
    elements: Option<String>,
    /// The elements that certainly pass if no program of the page shows the sign.
    clears: Option<Clears>,
    /// Signs that also stand in functions of another purpose.
    ambiguous: Option<AmbiguousParams>,
    /// Handlers that take every event, which the sign does not show.
    every: Option<EveryParams>,
    /// Regular expression that a program written in a template must match to count, too. Without it, templates are not
    /// judged.
    in_templates: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AmbiguousParams {
    /// Regular expression of these signs.
    sign: String,
    /// Regular expression that must match in the function around the sign or in the statement that hands it on.
    about: String,
}

/// Signs that only count in a function of the right purpose.
struct Ambiguous {
    sign: Regex,
    about: Regex,
}

impl Ambiguous {
    fn build(params: AmbiguousParams) -> Result<Self, Vec<String>> {
        Ok(Self {
            sign: script_pattern(&params.sign)?,
            about: script_pattern(&params.about)?,
        })
    }

    /// Whether a sign counts where it is: outside of functions, and in one of the right purpose or handed to something.
    fn counts(&self, code: &str, sign: Range<usize>) -> bool {
        let written = code.get(sign.clone()).unwrap_or_default();
        if !self.sign.is_match(written) {
            return true;
        }
        function_around(code, sign.start).is_none_or(|function| {
            self.about.is_match(function.text) || is_handed_on(code, function.name)
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EveryParams {
    /// Regular expression of the beginning of a handler.
    handler: String,
    /// Regular expression that must match in it.
    reads: String,
    /// Regular expression that must not match in it.
    unless: String,
}

/// Handlers that do something at every event.
struct Every {
    handler: Regex,
    reads: Regex,
    unless: Regex,
}

impl Every {
    fn build(params: EveryParams) -> Result<Self, Vec<String>> {
        Ok(Self {
            handler: script_pattern(&params.handler)?,
            reads: script_pattern(&params.reads)?,
            unless: script_pattern(&params.unless)?,
        })
    }

    /// The beginning of the first such handler. Only functions written in place are followed.
    fn find(&self, code: &str) -> Option<Range<usize>> {
        /// Maximum bytes between the beginning of a handler and its block.
        const MOST_BYTES: usize = 80;
        let found = self.handler.find_iter(code).find(|found| {
            let behind = code.get(found.end()..).unwrap_or_default();
            let open = behind.find('{').filter(|open| *open <= MOST_BYTES);
            open.is_some_and(|open| {
                let block = &behind[open..end_of_block(behind, open)];
                self.reads.is_match(block) && !self.unless.is_match(block)
            })
        });
        found.map(|found| found.range())
    }
}

/// Whether a program names a function without calling it.
fn is_handed_on(code: &str, name: &str) -> bool {
    let is_of_word = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '$');
    !name.is_empty()
        && code.match_indices(name).any(|(at, _)| {
            let (before, after) = (&code[..at], &code[at + name.len()..]);
            !before.ends_with(is_of_word)
                && !after.starts_with(is_of_word)
                && !after.trim_start().starts_with(['(', ':', '='])
        })
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Clears {
    /// Focusable elements.
    Focusable,
}

struct Script {
    sign: Regex,
    beside: Option<Regex>,
    unless_in_line: Option<Regex>,
    unseen: Option<Regex>,
    repeats: bool,
    unless_on: Option<Selector>,
    elements: Option<Selector>,
    clears: Option<Clears>,
    ambiguous: Option<Ambiguous>,
    every: Option<Every>,
    in_templates: Option<Regex>,
}

impl PageCheck for Script {
    fn on_templates(&self) -> Option<Reads> {
        self.in_templates.as_ref().map(|_| Reads::SOURCE)
    }

    /// The rest of a template's program is elsewhere.
    fn only_accuses_templates(&self) -> bool {
        true
    }

    fn may_overlook(&self, page: &PageView<'_>) -> bool {
        page.loads_program()
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let targets = self.targets(page).into_iter();
        targets
            .map(|target| (target, self.expect(page, target)))
            .collect()
    }
}

impl Script {
    fn targets(&self, page: &PageView<'_>) -> Vec<NodeId> {
        // Many rows with the same handler, each about itself, are one question.
        let mut codes = HashSet::default();
        let asked = page
            .snippets()
            .iter()
            .filter(|snippet| self.find(page, snippet).is_some() && codes.insert(snippet.gist()))
            .map(|snippet| snippet.holder);
        let mut targets: Vec<NodeId> = asked.collect();
        targets.dedup();
        let elements = page.index.elements();
        targets.extend(
            elements
                .filter(|element| self.is_asked_about(page, *element))
                .map(|element| element.id()),
        );
        if self.clears.is_some() && targets.is_empty() && !self.may_overlook(page) {
            let elements = page.index.elements();
            targets.extend(
                elements
                    .filter(|element| takes_focus(page, *element))
                    .map(|element| element.id()),
            );
        }
        targets
    }

    fn expect(&self, page: &PageView<'_>, target: NodeId) -> Expectation {
        let Some(element) = page.element(target) else {
            return Expectation::Untested;
        };
        let grounds = Grounds::none().with("element", element.value().name());
        for snippet in page.snippets_of(element) {
            if let Some(sign) = self.find(page, snippet) {
                let said = snippet.code.get(sign.clone()).unwrap_or_default();
                let grounds = grounds
                    .with("sign", said.trim())
                    .with_place(snippet.place(page, sign.start));
                return Expectation::Unknown(Doubt::NeedsPerson, grounds);
            }
        }
        if self.is_asked_about(page, element) {
            return Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("element"));
        }
        Expectation::Met
    }

    /// The position of the sign in a piece of program.
    fn find(&self, page: &PageView<'_>, snippet: &Snippet) -> Option<Range<usize>> {
        let holder = page.index.element_at(snippet.position)?;
        if self
            .unless_on
            .as_ref()
            .is_some_and(|unless| unless.matches(&holder))
        {
            return None;
        }
        let code = &snippet.code;
        let in_template = page.is_template();
        let is_left_out = |wanted: &Regex| in_template && !wanted.is_match(code);
        if self.in_templates.as_ref().is_some_and(is_left_out) {
            return None;
        }
        // What a template calls is written beside it.
        let calls = self.unseen.as_ref();
        let calls = calls.filter(|_| page.loads_program() && !in_template);
        if let Some(call) = calls.and_then(|calls| calls.find(code)) {
            return Some(call.range());
        }
        if self
            .beside
            .as_ref()
            .is_some_and(|beside| !beside.is_match(code))
        {
            return None;
        }
        let counts = |start: usize| {
            let line = line_at(code, start);
            self.unless_in_line
                .as_ref()
                .is_none_or(|unless| !unless.is_match(line))
        };
        let found = self.sign.find_iter(code).find(|found| {
            let ambiguous = self.ambiguous.as_ref();
            let is_meant = || ambiguous.is_none_or(|signs| signs.counts(code, found.range()));
            counts(found.start()) && is_meant()
        });
        let found = found.map(|found| found.range());
        found
            .or_else(|| self.repeats.then(|| repetition(code)).flatten())
            .or_else(|| self.every.as_ref()?.find(code))
    }

    fn is_asked_about(&self, page: &PageView<'_>, element: ElementRef<'_>) -> bool {
        let asked = self.elements.as_ref();
        // Components and parts in other files may bring what an element of a template lacks.
        !page.is_template()
            && asked.is_some_and(|asked| asked.matches(&element))
            && !page.seen(element).is_no()
    }
}

/// A `setTimeout` with which a function calls itself.
fn repetition(code: &str) -> Option<Range<usize>> {
    const CALL: &str = "setTimeout(";
    // Maximum number of calls examined, because each search for a function may be long.
    const CALLS: usize = 20;
    code.match_indices(CALL).take(CALLS).find_map(|(at, _)| {
        let called = called_name(&code[at + CALL.len()..])?;
        let heads = [
            format!("function {called}("),
            format!("{called} = "),
            format!("{called}()"),
        ];
        let mut heads = heads
            .iter()
            .filter_map(|head| code[..at].rfind(head.as_str()));
        heads
            .any(|head| holds(&code[head..], at - head))
            .then(|| at..at + CALL.len() - 1)
    })
}

/// The function that a timer calls: `setTimeout(tick, 9)`, `setTimeout(() => tick(), 9)`.
fn called_name(arguments: &str) -> Option<&str> {
    let wrapper = [
        "function () {",
        "function() {",
        "function(){",
        "() => {",
        "() =>",
        "()=>{",
        "()=>",
        "\"",
        "'",
    ];
    let arguments = arguments.trim_start();
    let inner = wrapper
        .iter()
        .find_map(|wrapper| arguments.strip_prefix(wrapper));
    let inner = inner.unwrap_or(arguments).trim_start();
    let inner = inner.strip_prefix("this.").unwrap_or(inner);
    let end = inner
        .find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '_' | '$')))
        .unwrap_or(inner.len());
    (end > 0).then(|| &inner[..end])
}

/// Whether the first block in a text extends beyond an offset.
fn holds(text: &str, offset: usize) -> bool {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        if at >= offset {
            return depth > 0;
        }
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return false;
                }
            }
            _ => {}
        }
    }
    false
}

fn takes_focus(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    (role::is_html(element) || role::is_svg(element))
        && focus::takes_focus(&page.index, element)
        && !page.rendered(element).is_no()
}

/// A case-sensitive regular expression on program text.
fn script_pattern(text: &str) -> Result<Regex, Vec<String>> {
    pattern(&format!("(?-i:{text})"))
}

#[cfg(test)]
mod tests {
    use super::repetition;

    #[test]
    fn a_function_that_calls_itself_by_timer_repeats() {
        for code in [
            "function tick() { x(); setTimeout(tick, 1000) }",
            "const tick = () => { if (a) { b() } setTimeout(() => tick(), 9) }",
            "let o = { tick() { setTimeout(() => this.tick(), 9) } }",
        ] {
            assert!(repetition(code).is_some(), "{code}");
        }
        for code in [
            "function hide() { x() } setTimeout(hide, 1000)",
            "setTimeout(() => hide(), 9); function hide() {}",
            "setTimeout(",
        ] {
            assert!(repetition(code).is_none(), "{code}");
        }
    }
}
