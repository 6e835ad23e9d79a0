//! Places where a program derives a sex from a personal number: from the parity of a digit, a day beyond the end of a
//! month, or a letter at its position.

use std::sync::OnceLock;

use regex::Regex;
use tree_sitter::Node;

use super::super::lowering::{Fork, Shape};
use super::context::Surroundings;
use super::lot::asks_chance;
use super::lower::Lower;
use crate::format::logic::{Constant, Context, Receiver};
use crate::model::{Located, RelationKind, Statement, StatementKind};
use crate::topic::tokens;

/// Maximum length of a condition; longer ones test more than one thing.
const LONGEST: usize = 160;
/// Loop counters do not stand for a person.
const COUNTERS: [&str; 14] = [
    "c", "cnt", "count", "counter", "i", "idx", "index", "j", "k", "line", "loop", "n", "row", "x",
];
/// Personal numbers that encode a sex, by their names in the issuing countries.
const NUMBERS: [&str; 26] = [
    "amka",
    "bsn",
    "card",
    "cf",
    "cnp",
    "cpr",
    "curp",
    "egn",
    "emso",
    "fiscal",
    "fiscale",
    "fodselsnummer",
    "hetu",
    "idcard",
    "idnumber",
    "insz",
    "isikukood",
    "jmbg",
    "kennitala",
    "nik",
    "nir",
    "nric",
    "personnummer",
    "pesel",
    "ssn",
    "svnr",
];

/// The relation at a node that decodes a personal number.
pub fn relation<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    shape: &Shape<'t>,
) -> Option<RelationKind> {
    match shape {
        Shape::Conditional(fork, otherwise) => {
            asks(lower, fork.condition)?;
            let sides = [fork.then?, (*otherwise)?];
            let values = sides.iter().filter_map(|side| lower.constant(*side));
            decoded(
                lower,
                node,
                fork.condition,
                &Receiver::Value,
                values.collect(),
            )
        }
        Shape::If(forks, otherwise) => match forks.as_slice() {
            [only] => branched(lower, node, only, *otherwise),
            [first, second] => branched(lower, node, first, second.then),
            _ => None,
        },
        // ["F", "M"][digit % 2]
        Shape::Index(list, index) => {
            asks(lower, *index)?;
            let Shape::List(items) = lower.bare(*list).1 else {
                return None;
            };
            let values = items.iter().filter_map(|item| lower.constant(*item));
            decoded(lower, node, *index, &Receiver::Value, values.collect())
        }
        // isFemale = digit % 2 == 0
        Shape::Declaration(declaration) => answered(lower, declaration.value?),
        Shape::Assignment(assignment) if !assignment.compound => answered(lower, assignment.value?),
        Shape::Return(Some(value)) => answered(lower, *value),
        _ => None,
    }
}

/// A result computed directly, without a branch.
fn answered<'t>(lower: Lower<'_, 't>, value: Node<'t>) -> Option<RelationKind> {
    let (inner, Shape::Binary(..)) = lower.bare(value) else {
        return None;
    };
    asks(lower, inner)?;
    decoded(lower, value, inner, &Receiver::Value, Vec::new())
}

/// `if (day > 40) { sex = "F"; }`, `if digit in "02468": return "F"`.
fn branched<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    fork: &Fork<'t>,
    otherwise: Option<Node<'t>>,
) -> Option<RelationKind> {
    asks(lower, fork.condition)?;
    let then = lower.outcome(&[fork.then?], false);
    then.results.iter().find_map(|(receiver, stated)| {
        let stated = stated.clone()?;
        let other = match otherwise {
            Some(otherwise) => lower.outcome(&[otherwise], false).stated(receiver).cloned(),
            None => lower
                .before(node)
                .and_then(|before| before.stated(receiver).cloned()),
        };
        let values = std::iter::once(stated).chain(other).collect();
        decoded(lower, node, fork.condition, receiver, values)
    })
}

fn decoded<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    condition: Node<'t>,
    receiver: &Receiver,
    values: Vec<Constant>,
) -> Option<RelationKind> {
    let surroundings = Surroundings::new(lower, node);
    let column = surroundings.target(receiver).name;
    let topic = lower.reader.topic();
    let says_both = values.len() == 2
        && values
            .iter()
            .all(|value| topic.is_mentioned_in(&value.text.value));
    if !topic.is_mentioned_in(&column) && !says_both {
        return None;
    }
    let values: Vec<Located<String>> = values.into_iter().map(|value| value.text).collect();
    Some(RelationKind::Statement(Statement {
        path: surroundings.path(),
        column,
        kind: StatementKind::Decode {
            values,
            of: lower.line(lower.bare(condition).0),
        },
    }))
}

/// Whether a condition contains a test that only such numbers need.
fn asks<'t>(lower: Lower<'_, 't>, condition: Node<'t>) -> Option<()> {
    let text = lower.reader.text(condition);
    if text.len() > LONGEST || !text.contains(|ch: char| ch.is_ascii_digit()) {
        return None;
    }
    let patterns = patterns()?;
    let is_counter = |name: &str| COUNTERS.contains(&name.to_lowercase().as_str());
    let parity = patterns.parity.captures(text).is_some_and(|found| {
        let name = found.get(1).map(|name| name.as_str()).unwrap_or_default();
        !is_counter(name)
    });
    let asked = parity
        || patterns.digits.is_match(text)
        || patterns.beyond.is_match(text)
        || patterns.compare_part(text)
        || (patterns.position.is_match(text) && names_number(text));
    // Random choices have a rule of their own, and a letter of the entry itself is not a number. Only numbers have
    // parity, whatever their name.
    let is_number = parity || !lower.reader.topic().is_mentioned_in(text);
    (asked && !asks_chance(text) && is_number).then_some(())
}

fn names_number(text: &str) -> bool {
    tokens(text)
        .iter()
        .any(|token| NUMBERS.contains(&token.as_str()))
}

struct Patterns {
    /// `order % 2`, with the name alone before it.
    parity: Regex,
    /// `in "02468"`, `"1357".indexOf(digit)`, `in [1, 3, 5, 7, 9]`
    digits: Regex,
    /// Days from 41 on, weeks and serial numbers by halves.
    beyond: Regex,
    /// `number[9] ==`, `charAt(9) ==`
    position: Regex,
    /// `int(…)`, `Number(…)`, `.to_i`: a text taken for a number.
    converted: Regex,
    /// `number[4:6]`, `substr($number, 6, 2)`
    part: Regex,
    /// A comparison with a number that only raised days, weeks and halves of serial numbers reach.
    large: Regex,
}

impl Patterns {
    /// `int(number[4:6]) > 40`, `Number(id.slice(7, 11)) < 5e3`
    fn compare_part(&self, text: &str) -> bool {
        let patterns = [&self.converted, &self.part, &self.large];
        patterns.iter().all(|pattern| pattern.is_match(text))
    }
}

fn patterns() -> Option<&'static Patterns> {
    static PATTERNS: OnceLock<Option<Patterns>> = OnceLock::new();
    PATTERNS
        .get_or_init(|| {
            Some(Patterns {
                parity: Regex::new(r"([\w$]*)[)\]]*\s*(?:%|\bmod\b)\s*2\b").ok()?,
                digits: Regex::new(r#"["'](?:0?246(?:8|80)?|13579?|3579|01234|56789)["']|[\[({]\s*["']?(?:[02468]["']?\s*,\s*["']?[02468]|[13579]["']?\s*,\s*["']?[13579])["']?\s*,"#).ok()?,
                beyond: Regex::new(r"(?i)\b\w*(?:day|tag|giorno|dia|dzien|jour|date|dd|datum)\w*\W{0,3}\s*(?:>=?|<=?)\s*(?:31|32|40|41|50|51|60|61|70|71)\b|(?:month|mes|mese|mois|monat)\w*\W{0,3}\s*>=?\s*(?:12|13|20|21|50|51)\b|(?:>=?|<=?)\s*(?:4999|5000|500|499)\b").ok()?,
                position: Regex::new(r"(?i)(?:\[\s*-?\d+(?:\s*[:,.]+\s*-?\d*)?\s*\]|(?:charat|substr|substring|slice|get|at)\s*\(\s*-?\d+(?:\s*,\s*\d+)?\s*\))").ok()?,
                converted: Regex::new(r"(?i)(?:\bint(?:eger)?\b|\bnumber\s*\(|parse_?int|\bintval\b|\bval\s*\(|\bto_?int\w*|\batoi\b|\.to_i\b)").ok()?,
                part: Regex::new(r"(?i)(?:\[\s*-?\d+\s*(?::|\.\.)|(?:slice|substr|substring|\bmid|subsequence)\s*\(\s*(?:[\w$>.]+\s*,\s*)?-?\d+\b)").ok()?,
                large: Regex::new(r"(?i)(?:>=?|<=?)\s*(?:[3-9]\d|\d{3,4}|[1-9]e[2-3])\b").ok()?,
            })
        })
        .as_ref()
}
