//! The expression inside calls and slices that keep its meaning or take a part of it.

use super::expression::{Call, Constant, Expression, constant};
use crate::model::{Comparison, Located};

/// Maximum number of calls and slices around an expression.
const MOST_LAYERS: usize = 24;

/// The expression tested by a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// As written, without parts that keep its value.
    pub text: String,
    /// The common form of all spellings, if it differs from the text.
    pub folded: Option<String>,
    /// Which part of it is compared.
    pub by: Comparison,
}

impl Subject {
    fn new(text: &Located<String>) -> Self {
        Self {
            text: text.value.clone(),
            folded: None,
            by: Comparison::Whole,
        }
    }

    /// An expression whose whole value counts, as written.
    pub fn whole(text: String) -> Self {
        Self {
            text,
            folded: None,
            by: Comparison::Whole,
        }
    }

    /// Whether both are the same expression and part.
    pub fn is(&self, other: &Self) -> bool {
        self.by == other.by && self.is_of(other)
    }

    /// Widens it to cover another subject, if that is the same expression: `g = 'f' OR g LIKE 'w%'` tests a part.
    pub(super) fn widen_to(&mut self, other: &Self) -> bool {
        let width = |by| match by {
            Comparison::Whole => Some(0),
            Comparison::Prefix => Some(1),
            Comparison::Part => Some(2),
            Comparison::FirstLetter | Comparison::Question => None,
        };
        if self.is(other) {
            return true;
        }
        match (width(self.by), width(other.by)) {
            (Some(own), Some(theirs)) if self.is_of(other) => {
                if theirs > own {
                    self.by = other.by;
                }
                true
            }
            _ => false,
        }
    }

    /// Whether both are the same expression, regardless of the part.
    pub(super) fn is_of(&self, other: &Self) -> bool {
        match (&self.folded, &other.folded) {
            (Some(one), Some(two)) => one == two,
            _ => self.text == other.text,
        }
    }
}

/// Whether a word is a number.
pub(super) fn is_number(name: &str) -> bool {
    name.chars().all(|ch| ch.is_ascii_digit())
}

/// Methods that keep the meaning of a value.
const PLAIN: &[&str] = &[
    "capitalize",
    "casefold",
    "chomp",
    "defaultstring",
    "downcase",
    "lcase",
    "lower",
    "lower_case",
    "lowercase",
    "lowercasestring",
    "lstrip",
    "ltrim",
    "mb_strtolower",
    "mb_strtoupper",
    "normalize",
    "nulltoempty",
    "orempty",
    "requirenonnull",
    "rstrip",
    "rtrim",
    "squish",
    "str",
    "string",
    "stringvalue",
    "strip",
    "stripleading",
    "striptoempty",
    "strtolower",
    "strtoupper",
    "to_s",
    "to_sym",
    "tolocalelowercase",
    "tolocaleuppercase",
    "tolower",
    "tolowercase",
    "tolowerinvariant",
    "tostring",
    "toupper",
    "touppercase",
    "toupperinvariant",
    "trim",
    "trimspace",
    "trimtoempty",
    "trimtonull",
    "upcase",
    "upper",
    "upper_case",
    "uppercase",
    "valueof",
];

/// Functions that pass on their only argument: translations and containers.
const WRAPPERS: &[&str] = &[
    "$t",
    "Character",
    "Just",
    "Some",
    "String",
    "_",
    "__",
    "gettext",
    "gettext_lazy",
    "instant",
    "just",
    "of",
    "ofNullable",
    "setOf",
    "some",
    "symbol",
    "t",
    "to_sym",
    "trans",
    "translate",
    "valueOf",
];

/// Whether a function passes on its only argument.
pub fn is_wrapper(name: &str) -> bool {
    WRAPPERS.contains(&name)
}

/// The expression without parts that keep its value, and which part of it is compared.
pub fn subject(expression: &Expression) -> Option<Subject> {
    let mut current = expression;
    let mut by = Comparison::Whole;
    for _ in 0..MOST_LAYERS {
        current = match current {
            Expression::Index { object, index, .. } => match beginning(index) {
                Some(part) => {
                    by = part;
                    object
                }
                None => break,
            },
            Expression::Call(call) => match looked_through(call) {
                Some((inner, part)) => {
                    by = part.unwrap_or(by);
                    inner
                }
                None => break,
            },
            // g || "", g ?? null
            Expression::Or(left, default) if constant(default).is_some_and(Constant::is_blank) => {
                left
            }
            // Fluid writes values in brackets.
            Expression::List(items) => match items.as_slice() {
                [only @ Expression::Name(_)] => only,
                _ => return None,
            },
            _ => break,
        };
    }
    let folded = match current {
        Expression::Name(name) => name.folded.clone(),
        _ => None,
    };
    Some(Subject {
        by,
        folded,
        ..Subject::new(current.written()?)
    })
}

/// `[0]`, `[:1]`, `[0..0]` take the first letter, `[:2]` a prefix.
fn beginning(index: &Expression) -> Option<Comparison> {
    let index = index.written()?.value.replace(' ', "");
    if matches!(
        index.as_str(),
        "0" | ":1" | "0:1" | "0..0" | "..1" | "0,1" | "0...1" | "0..<1"
    ) {
        return Some(Comparison::FirstLetter);
    }
    let starts = [":", "0:", "0..<", "0...", "0..", "..", "0,"].into_iter();
    let end = starts
        .filter_map(|start| index.strip_prefix(start))
        .next()?;
    (!end.is_empty() && is_number(end)).then_some(Comparison::Prefix)
}

/// The expression inside a call, and the part it takes, if not all; `None` if the call changes the meaning.
fn looked_through(call: &Call) -> Option<(&Expression, Option<Comparison>)> {
    let receiver = call.receiver.as_deref();
    let first = call.arguments.first();
    let words: Vec<&str> = call
        .arguments
        .iter()
        .map(|argument| argument.written().map_or("", |text| text.value.as_str()))
        .collect();
    let letter = Some(Comparison::FirstLetter);
    let prefix = Some(Comparison::Prefix);
    let length = |text: &str| !text.is_empty() && is_number(text);
    match (call.name.as_str(), words.as_slice()) {
        ("charAt" | "charat" | "elementAt" | "codePointAt" | "at", ["0"])
        | ("first" | "First" | "chr" | "firstOrNull" | "head", [])
        | ("take" | "first" | "left", ["1"])
        | ("substring" | "substr" | "slice" | "Substring" | "subSequence", ["0", "1"]) => {
            Some((receiver?, letter))
        }
        ("substr" | "mb_substr" | "left" | "mb_strimwidth", [_, "0", "1"]) => {
            Some((first?, letter))
        }
        ("take" | "first" | "left", [end])
        | ("substring" | "substr" | "slice" | "Substring" | "subSequence", ["0", end])
            if length(end) && receiver.is_some() =>
        {
            Some((receiver?, prefix))
        }
        ("substr" | "mb_substr" | "left" | "mb_strimwidth", [_, "0", end]) if length(end) => {
            Some((first?, prefix))
        }
        ("default" | "orElse" | "or_else" | "orelse", [] | [_]) => Some((receiver?, None)),
        ("ofNullable" | "of" | "just" | "Just" | "Some", [_]) => Some((first?, None)),
        // .map(String::trim)
        ("map", [change]) => {
            let name = change.rsplit([':', '.']).next().unwrap_or(change);
            is_plain(name).then_some((receiver?, None))
        }
        (name, []) if is_plain(name) => Some((receiver?, None)),
        // toLowerCase(Locale.ROOT), strip(" "): arguments that only say how.
        (name, [_])
            if is_plain(name)
                && receiver.is_some_and(|receiver| constant(receiver).is_none())
                && first.is_some_and(says_how) =>
        {
            Some((receiver?, None))
        }
        (name, [_]) if is_plain(name) => Some((first?, None)),
        _ => None,
    }
}

/// Whether an argument says how a text is converted, not which text.
fn says_how(argument: &Expression) -> bool {
    let words = ["Locale", "CultureInfo", "StringComparison", "locale"];
    matches!(argument, Expression::Literal(_))
        || argument
            .written()
            .is_some_and(|text| words.iter().any(|word| text.value.contains(word)))
}

/// Whether a method keeps the meaning of a value.
pub fn is_plain(name: &str) -> bool {
    PLAIN.contains(&name.to_lowercase().as_str())
}

/// `gender` in `self.gender`, `$this->gender` and `@gender`.
pub fn last_part(written: &str) -> &str {
    let last = written.rsplit(['.', '>', ':']).next().unwrap_or(written);
    last.trim_start_matches(['$', '@'])
}
