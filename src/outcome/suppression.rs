//! `fachcheck: ignore RULE -- reason` in a comment accepts findings in place.
//!
//! ```text
//! geschlecht char(1),  -- fachcheck: ignore gender/four-entries-storable -- is dropped with release 7 until 2027-03-31
//! ```
//!
//! The comment is in the finding's line, or alone in the line above it. Several rules are separated by commas. Without
//! a reason nothing is accepted.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::SourceText;

/// Start of the comment.
const MARK: &str = "fachcheck: ignore";
/// The name in the mark, as people write it.
const NAMES: [&str; 4] = ["fachcheck", "Fachcheck", "FachCheck", "FACHCHECK"];
/// The verb in the mark, in small letters.
const VERB: &str = "ignore";
/// Separator before the reason.
const REASON: &str = "--";
/// Keywords before the last day.
const UNTIL: [&str; 2] = ["until", "bis"];

/// A comment that accepts findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// Path of its document.
    pub document: String,
    /// 1-based line of the comment.
    pub line: u32,
    /// 1-based line whose findings are accepted.
    pub target: u32,
    /// Ids of rules.
    pub rules: Vec<String>,
    /// The reason; if empty, nothing is accepted.
    pub reason: String,
    /// Last day on which it is valid.
    pub until: Option<Date>,
    /// What stands in place of the last day and is no day; then nothing is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_day: Option<String>,
    /// How it is written, if not as it must be; then nothing is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misspelt: Option<String>,
}

impl Suppression {
    /// Whether it is valid on a day.
    pub fn holds_on(&self, today: Date) -> bool {
        !self.reason.is_empty()
            && self.no_day.is_none()
            && self.misspelt.is_none()
            && self.until.is_none_or(|last| today <= last)
    }
}

/// All suppressions in a document, or in the documents its text was joined from.
pub fn suppressions(document: &str, text: &SourceText) -> Vec<Suppression> {
    // Hardly any text has one.
    if !NAMES.iter().any(|name| text.as_str().contains(name)) {
        return Vec::new();
    }
    let pieces = text.pieces().into_iter();
    pieces
        .flat_map(|piece| {
            let start = u32::try_from(piece.start).unwrap_or(u32::MAX);
            let document = text.document(start).unwrap_or(document);
            let content = text.as_str().get(piece).unwrap_or_default();
            of_document(document, content)
        })
        .collect()
}

fn of_document(document: &str, text: &str) -> Vec<Suppression> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some((before, mark, behind)) = marked(line) else {
            continue;
        };
        // Must be a whole word: `ignore-file` is something else.
        if !behind.starts_with([' ', '\t', '(']) {
            continue;
        }
        let alone = before.trim().chars().all(|ch| !ch.is_alphanumeric());
        let target = match alone {
            true => next_line_with_text(&lines, index),
            false => index,
        };
        let mut one = suppression(document, behind, index, target);
        if mark != MARK {
            // Prose that speaks of the program names no rule.
            if one.rules.is_empty() {
                continue;
            }
            one.misspelt = Some(mark.to_owned());
        }
        found.push(one);
    }
    found
}

/// The mark in a line, with what stands before and behind it; also one that only resembles it: `FACHCHECK:ignore`.
fn marked(line: &str) -> Option<(&str, &str, &str)> {
    if let Some((before, behind)) = line.split_once(MARK) {
        return Some((before, MARK, behind));
    }
    let at = NAMES.iter().find_map(|name| line.find(name))?;
    let (before, rest) = line.split_at(at);
    let name = NAMES.first().map_or(0, |name| name.len());
    let verb = rest
        .get(name..)?
        .trim_start_matches([':', ' ', '\t', '-', '_']);
    let is_verb = verb.get(..VERB.len())?.eq_ignore_ascii_case(VERB);
    let behind = verb.get(VERB.len()..).filter(|_| is_verb)?;
    let mark = rest.get(..rest.len() - behind.len())?;
    Some((before, mark, behind))
}

/// The line that a comment on its own line refers to.
fn next_line_with_text(lines: &[&str], comment: usize) -> usize {
    let mut following = lines.iter().enumerate().skip(comment + 1);
    following
        .find(|(_, line)| line.chars().any(char::is_alphanumeric) && !line.contains(MARK))
        .map_or(comment, |(index, _)| index)
}

fn suppression(document: &str, behind: &str, comment: usize, target: usize) -> Suppression {
    let (rules, reason) = behind.split_once(REASON).unwrap_or((behind, ""));
    let number = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
    let rules = rules
        .split([',', ' ', '\t'])
        .map(|rule| rule.trim_matches(|ch: char| !(ch.is_alphanumeric() || ch == '/')))
        .filter(|rule| rule.contains('/') && rule.len() > 1);
    let Grounds {
        reason,
        until,
        no_day,
    } = Grounds::of(without_end_of_comment(reason));
    Suppression {
        document: document.to_owned(),
        line: number(comment),
        target: number(target),
        rules: rules.map(str::to_owned).collect(),
        reason,
        until,
        no_day,
        misspelt: None,
    }
}

/// The text without the end of the comment, if its syntax has one.
fn without_end_of_comment(text: &str) -> &str {
    const ENDS: [&str; 7] = ["-->", "*/", "--%>", "#}", "%>", "--}}", "}}"];
    let end = ENDS.iter().filter_map(|end| text.find(end)).min();
    text[..end.unwrap_or(text.len())].trim_end()
}

/// The reason of a comment, and the last day it states.
#[derive(Default)]
struct Grounds {
    reason: String,
    until: Option<Date>,
    no_day: Option<String>,
}

impl Grounds {
    fn of(text: &str) -> Self {
        let text = text.trim();
        let last = UNTIL.iter().filter_map(|word| behind_word(text, word));
        let Some((reason, said)) = last.max_by_key(|(reason, _)| reason.len()) else {
            return Self {
                reason: text.to_owned(),
                ..Self::default()
            };
        };
        let said = said.trim_matches(|ch: char| ch.is_whitespace() || "().:,;".contains(ch));
        let reason = reason.trim().trim_end_matches(['(', ',']).trim_end();
        match day(said) {
            Some(day) => Self {
                reason: reason.to_owned(),
                until: Some(day),
                no_day: None,
            },
            // A number or a single word stands for a day; more is part of the reason.
            None if said.starts_with(|ch: char| ch.is_ascii_digit())
                || !said.is_empty() && !said.contains(char::is_whitespace) =>
            {
                Self {
                    reason: reason.to_owned(),
                    until: None,
                    no_day: Some(said.to_owned()),
                }
            }
            None => Self {
                reason: text.to_owned(),
                ..Self::default()
            },
        }
    }
}

/// The text around the last occurrence of a word.
fn behind_word<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let mut found = text.rmatch_indices(word).map(|(at, _)| {
        let (before, behind) = text.split_at(at);
        (before, behind.get(word.len()..).unwrap_or_default())
    });
    found.find(|(before, behind)| {
        !before.ends_with(char::is_alphanumeric) && behind.starts_with([' ', '\t', ':'])
    })
}

/// A day as standards or people in Germany write it: `2027-03-31`, `31.03.2027`.
fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('.').map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else {
        return text.parse().ok();
    };
    // Two digits of a year may mean another century.
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn suppressions(text: &str) -> Vec<Suppression> {
        super::suppressions("a.sql", &SourceText::new(text))
    }

    #[test]
    fn joined_documents_count_their_own_lines() {
        let comment = "-- fachcheck: ignore gender/x -- old\na int";
        let text = SourceText::joined([
            ("V1.sql".to_owned(), comment),
            ("V2.sql".to_owned(), comment),
        ]);
        let found = super::suppressions("V*.sql", &text);
        let places: Vec<(&str, u32, u32)> = found
            .iter()
            .map(|one| (one.document.as_str(), one.line, one.target))
            .collect();
        assert_eq!(places, [("V1.sql", 1, 2), ("V2.sql", 1, 2)]);
    }

    #[test]
    fn comments_of_all_syntaxes_are_read() {
        for (text, target) in [
            ("a int, -- fachcheck: ignore gender/x -- old", 1),
            ("-- fachcheck: ignore gender/x -- old\na int", 2),
            ("<!-- fachcheck: ignore gender/x -- old -->\n\n<p>a", 3),
            ("/* fachcheck: ignore gender/x -- old */ a", 1),
            ("# fachcheck: ignore gender/x -- old\n# other\nx = 1", 2),
            ("{# fachcheck: ignore gender/x -- old #}\n{{ a }}", 2),
        ] {
            let found = suppressions(text);
            let [one] = found.as_slice() else {
                panic!("{text}: {found:?}")
            };
            assert_eq!(one.rules, ["gender/x"], "{text}");
            assert_eq!(one.reason, "old", "{text}");
            assert_eq!(one.target, target, "{text}");
        }
    }

    #[test]
    fn several_rules_and_the_last_day_are_read() {
        let text = "// fachcheck: ignore gender/x, accessibility/y -- Umstellung läuft, until 2027-03-31\nx";
        let [one] = suppressions(text).try_into().expect("one");
        let Suppression {
            rules,
            reason,
            until,
            ..
        } = &one;
        assert_eq!(rules, &["gender/x", "accessibility/y"]);
        assert_eq!(reason, "Umstellung läuft");
        assert_eq!(*until, Some(date(2027, 3, 31)));
        assert!(one.holds_on(date(2027, 3, 31)) && !one.holds_on(date(2027, 4, 1)));
    }

    #[test]
    fn the_last_day_is_written_in_two_ways() {
        let last = date(2020, 12, 31);
        for (grounds, until, no_day) in [
            ("alt until 2020-12-31", Some(last), None),
            ("alt until 31.12.2020", Some(last), None),
            ("alt, bis 31.12.2020.", Some(last), None),
            ("alt (bis: 2020-12-31)", Some(last), None),
            ("alt until 2020-12", None, Some("2020-12")),
            ("alt until 2020-13-45", None, Some("2020-13-45")),
            ("alt bis 31.12.20", None, Some("31.12.20")),
            ("alt until bald", None, Some("bald")),
        ] {
            let text = format!("x // fachcheck: ignore gender/x -- {grounds}");
            let [one] = suppressions(&text).try_into().expect("one");
            assert_eq!(one.reason, "alt", "{grounds}");
            assert_eq!(one.until, until, "{grounds}");
            assert_eq!(one.no_day.as_deref(), no_day, "{grounds}");
            assert!(!one.holds_on(date(2026, 1, 1)), "{grounds}");
        }
        for reason in [
            "stays until the vendor delivers release 7",
            "bleibt, bis der Hersteller liefert",
            "Bissigkeit des Hundes",
        ] {
            let text = format!("x // fachcheck: ignore gender/x -- {reason}");
            let [one] = suppressions(&text).try_into().expect("one");
            assert_eq!(one.reason, reason);
            assert!(one.holds_on(date(2026, 1, 1)), "{reason}");
        }
    }

    #[test]
    fn a_mark_that_only_resembles_the_right_one_is_told() {
        for mark in [
            "fachcheck:ignore",
            "FACHCHECK: ignore",
            "fachcheck ignore",
            "Fachcheck: Ignore",
            "fachcheck-ignore",
        ] {
            let text = format!("x // {mark} gender/x -- alt");
            let [one] = suppressions(&text).try_into().expect("one");
            assert_eq!(one.misspelt.as_deref(), Some(mark));
            assert!(!one.holds_on(date(2026, 1, 1)), "{mark}");
        }
        for text in [
            "the fachcheck ignores nothing",
            "fachcheck ignore the rest -- alt",
            "fachcheck: check gender/x -- alt",
            "fachcheck",
        ] {
            assert!(suppressions(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn without_a_reason_nothing_is_accepted() {
        let [one] = suppressions("x // fachcheck: ignore gender/x")
            .try_into()
            .expect("one");
        assert!(!one.holds_on(date(2026, 1, 1)));
        assert!(suppressions("fachcheck: ignored, fachcheck: ignore-file").is_empty());
    }
}
