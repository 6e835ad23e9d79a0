//! Mutations: what turns a valid document into one that nobody foresaw.

use std::ops::Range;

use super::choice::Choices;

/// Longer documents only cost time: what is not linear shows at this size already.
pub const LONGEST: usize = 32 * 1024;

/// Sizes, counts and offsets that a document may claim.
const NUMBERS: [&str; 10] = [
    "0",
    "-1",
    "1",
    "255",
    "65536",
    "2147483647",
    "4294967295",
    "18446744073709551615",
    "99999999999999999999999",
    "1e999",
];

/// Characters that readers confuse: zero width, other lengths in other cases, other directions, several bytes.
const CHARACTERS: [&str; 14] = [
    "\0",
    "\u{FEFF}",
    "\u{202E}",
    "\u{2028}",
    "\u{85}",
    "\u{A0}",
    "ß",
    "ẞ",
    "İ",
    "ſ",
    "e\u{301}",
    "👩‍🦰",
    "\r",
    "\u{1B}[31m",
];

/// Opening and closing marks of all syntaxes.
const BRACKETS: [(u8, u8); 4] = [(b'(', b')'), (b'[', b']'), (b'{', b'}'), (b'<', b'>')];

/// Changes a document once. `tokens` are words of its syntax, `other` is a document of the same family.
pub fn mutate(text: &mut Vec<u8>, tokens: &[Vec<u8>], other: &[u8], choices: &mut impl Choices) {
    match choices.below(16) {
        0 => remove(text, choices),
        1 => repeat(text, choices),
        2 => splice(text, other, choices),
        3 => claim_number(text, choices),
        4 => nest_brackets(text, choices),
        5 => nest_lines(text, choices),
        6 => insert(
            text,
            choices
                .pick(&CHARACTERS)
                .map_or(&[][..], |it| it.as_bytes()),
            choices,
        ),
        7 => text.truncate(choices.below(text.len() + 1)),
        8 => swap_lines(text, choices),
        9 => flip_bits(text, choices),
        10 => open_brackets(text, choices),
        11 => nest_elements(text, choices),
        12 => change_case(text, choices),
        _ => insert_token(text, tokens, choices),
    }
    text.truncate(LONGEST);
}

/// A range of at most `longest` bytes.
fn range(text: &[u8], longest: usize, choices: &mut impl Choices) -> Range<usize> {
    let start = choices.below(text.len() + 1);
    let length = choices.below(longest.min(text.len() - start) + 1);
    start..start + length
}

/// How often something is repeated: seldom very often.
fn times(choices: &mut impl Choices) -> usize {
    let most = [3, 20, 150, 1_200][choices.below(4)];
    1 + choices.below(most)
}

fn insert(text: &mut Vec<u8>, what: &[u8], choices: &mut impl Choices) {
    let at = choices.below(text.len() + 1);
    text.splice(at..at, what.iter().copied());
}

fn insert_token(text: &mut Vec<u8>, tokens: &[Vec<u8>], choices: &mut impl Choices) {
    let Some(token) = choices.pick(tokens) else {
        return;
    };
    // Where a word ends, so that the token is one.
    let start = choices.below(text.len() + 1);
    let word_end = text[start..]
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric());
    let at = word_end.map_or(text.len(), |length| start + length);
    let replaced = if choices.one_in(2) {
        let next = text[at..].iter().skip(1);
        let length = next.take_while(|byte| byte.is_ascii_alphanumeric()).count();
        (at + 1 + length).min(text.len())
    } else {
        at
    };
    text.splice(at..replaced, token.iter().copied());
}

fn remove(text: &mut Vec<u8>, choices: &mut impl Choices) {
    let range = range(text, 40, choices);
    text.drain(range);
}

fn repeat(text: &mut Vec<u8>, choices: &mut impl Choices) {
    let range = range(text, 60, choices);
    let count = times(choices);
    let piece = text[range.clone()].repeat(count.min(LONGEST / range.len().max(1)));
    text.splice(range, piece);
}

fn splice(text: &mut Vec<u8>, other: &[u8], choices: &mut impl Choices) {
    let from = range(other, 400, choices);
    let to = range(text, 40, choices);
    text.splice(to, other[from].iter().copied());
}

/// Replaces the digits at some place by a number that is too large, too small or none.
fn claim_number(text: &mut Vec<u8>, choices: &mut impl Choices) {
    let from = choices.below(text.len() + 1);
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let Some(start) = text[from..].iter().position(is_digit).map(|at| from + at) else {
        return;
    };
    let length = text[start..]
        .iter()
        .take_while(|byte| is_digit(byte))
        .count();
    let number = choices.pick(&NUMBERS).map_or("", |number| *number);
    text.splice(start..start + length, number.bytes());
}

/// Puts a bracketed part into itself, many times: deep, and still well-formed.
fn nest_brackets(text: &mut Vec<u8>, choices: &mut impl Choices) {
    let from = choices.below(text.len() + 1);
    let opens = |byte: u8| BRACKETS.iter().find(|(open, _)| *open == byte);
    let found = (from..text.len()).find_map(|at| opens(text[at]).map(|pair| (at, *pair)));
    let Some((start, (open, close))) = found else {
        return;
    };
    let mut depth = 0_usize;
    let mut inner = None;
    let end = (start..text.len()).find(|&at| {
        if text[at] == open {
            depth += 1;
            if depth == 2 && inner.is_none() {
                inner = Some(at);
            }
        } else if text[at] == close {
            depth -= 1;
        }
        depth == 0
    });
    let Some(end) = end else { return };
    // Without a part of the same kind inside, the brackets alone are doubled.
    let inner_start = inner.unwrap_or(start + 1);
    let inner_end = match inner {
        Some(at) => matching(text, at, open, close).map_or(at, |end| end + 1),
        None => end,
    };
    let (head, tail) = (start..inner_start, inner_end..end + 1);
    wrap(text, &head, &tail, times(choices));
}

fn matching(text: &[u8], start: usize, open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    (start..text.len()).find(|&at| {
        if text[at] == open {
            depth += 1;
        } else if text[at] == close {
            depth -= 1;
        }
        depth == 0
    })
}

/// Repeats what stands at `head` and at `tail`, around what stands between them.
fn wrap(text: &mut Vec<u8>, head: &Range<usize>, tail: &Range<usize>, count: usize) {
    let count = count.min(LONGEST / (head.len() + tail.len()).max(1));
    let after = text[tail.clone()].repeat(count);
    text.splice(tail.start..tail.start, after);
    let before = text[head.clone()].repeat(count);
    text.splice(head.end..head.end, before);
}

/// Puts an element of a markup language into itself.
fn nest_elements(text: &mut Vec<u8>, choices: &mut impl Choices) {
    let from = choices.below(text.len() + 1);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-');
    let tag = (from..text.len().saturating_sub(1))
        .find(|&at| text[at] == b'<' && text[at + 1].is_ascii_alphabetic());
    let Some(start) = tag else { return };
    let Some(length) = text[start..].iter().position(|byte| *byte == b'>') else {
        return;
    };
    let name: Vec<u8> = text[start + 1..]
        .iter()
        .copied()
        .take_while(|byte| is_name(byte))
        .collect();
    let closing = [b"</", name.as_slice(), b">"].concat();
    let rest = start + length + 1;
    let Some(end) = text[rest..]
        .windows(closing.len())
        .position(|part| part == closing)
    else {
        return;
    };
    let tail = rest + end..rest + end + closing.len();
    wrap(text, &(start..rest), &tail, times(choices));
}

/// Repeats a line, each one further to the right, as languages nest whose blocks are indented.
fn nest_lines(text: &mut Vec<u8>, choices: &mut impl Choices) {
    let line = line_at(text, choices);
    let indent = text[line.clone()]
        .iter()
        .take_while(|byte| **byte == b' ')
        .count();
    let words = text[line.start + indent..line.end].to_vec();
    let count = times(choices).min(400);
    let width = 1 + choices.below(4);
    let mut stairs = Vec::new();
    for step in 0..count {
        let spaces = indent + step * width;
        if stairs.len() + spaces > LONGEST {
            break;
        }
        stairs.resize(stairs.len() + spaces, b' ');
        stairs.extend_from_slice(&words);
    }
    text.splice(line, stairs);
}

/// Some line with its end.
fn line_at(text: &[u8], choices: &mut impl Choices) -> Range<usize> {
    let at = choices.below(text.len() + 1);
    let start = text[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let end = text[at..].iter().position(|byte| *byte == b'\n');
    start..end.map_or(text.len(), |length| at + length + 1)
}

fn swap_lines(text: &mut Vec<u8>, choices: &mut impl Choices) {
    let line = line_at(text, choices);
    let moved: Vec<u8> = text.drain(line).collect();
    let at = line_at(text, choices).start;
    text.splice(at..at, moved);
}

fn flip_bits(text: &mut [u8], choices: &mut impl Choices) {
    for _ in 0..=choices.below(4) {
        let at = choices.below(text.len());
        if let Some(byte) = text.get_mut(at) {
            *byte ^= 1 << choices.below(8);
        }
    }
}

/// Brackets that nobody closes.
fn open_brackets(text: &mut Vec<u8>, choices: &mut impl Choices) {
    let (open, _) = BRACKETS[choices.below(BRACKETS.len())];
    let many = vec![open; times(choices)];
    insert(text, &many, choices);
}

fn change_case(text: &mut Vec<u8>, choices: &mut impl Choices) {
    let range = range(text, 60, choices);
    let piece = String::from_utf8_lossy(&text[range.clone()]);
    let changed = if choices.one_in(2) {
        piece.to_lowercase()
    } else {
        piece.to_uppercase()
    };
    text.splice(range, changed.into_bytes());
}
