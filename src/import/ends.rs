//! The statements of a cell about interfaces: names among words of direction. Only certain applications of the list or
//! the inventory become ends; everything else is returned as written.

use std::sync::OnceLock;

use serde::Deserialize;

use super::cell;
use super::columns::End;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    to: Vec<String>,
    from: Vec<String>,
    both: Vec<String>,
    neutral: Vec<String>,
    via: Vec<String>,
    sends: Vec<String>,
    receives: Vec<String>,
    verbs: Vec<String>,
    fillers: Vec<String>,
    articles: Vec<String>,
    doubts: Vec<String>,
    and: Vec<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // The file is compiled in; a test loads it.
    WORDS.get_or_init(|| toml::from_str(include_str!("ends.toml")).unwrap_or_default())
}

/// Direction of the data flow, as seen from the application of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    To,
    From,
    Both,
}

impl From<End> for Way {
    fn from(end: End) -> Self {
        match end {
            End::To => Self::To,
            End::From => Self::From,
        }
    }
}

/// The understood and the remaining parts of a cell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Understood {
    /// Directions and the identifiers of the other ends.
    pub ends: Vec<(Way, String)>,
    /// Parts that name no known application.
    pub open: Vec<String>,
}

/// The direction stated by a direction-only cell, seen from the first end: an arrow, or both ways.
pub(super) fn direction(text: &str) -> Option<Way> {
    let text = cell::clean(text).to_lowercase();
    if words().both.contains(&text) {
        return Some(Way::Both);
    }
    arrow(&text)
        .filter(|(sign, _)| *sign == text)
        .map(|(_, way)| way)
}

/// Maximum length of a cell; longer ones are prose.
const LONGEST: usize = 4000;

/// Maximum number of words between a verb and the direction.
const OBJECT: usize = 4;

/// Reads a cell. `known` returns the identifier for a name or identifier, if it is certain.
/// `own` is the identifier of the application of the row.
pub(super) fn understand(
    text: &str,
    column: End,
    own: &str,
    known: &dyn Fn(&str) -> Option<String>,
) -> Understood {
    let mut understood = Understood::default();
    let text = cell::clean(text);
    if text.len() > LONGEST {
        understood.open.push(text);
        return understood;
    }
    let reading = Reading {
        column: column.into(),
        own,
        known,
    };
    if let Some(id) = reading.known(&text) {
        understood.ends.push((reading.column, id));
        return understood;
    }
    for line in apart(&text, |rest| {
        rest.starts_with(['\n', ';', '•']).then_some(1)
    }) {
        let mut way = reading.column;
        for part in apart(line, |rest| rest.starts_with(',').then_some(1)) {
            reading.part(part, &mut way, &mut understood);
        }
    }
    // There are interfaces, but the cell does not name them.
    if understood == Understood::default() && cell::ticked(&text) == Some(true) {
        understood.open.push(text);
    }
    understood
}

struct Reading<'k> {
    column: Way,
    own: &'k str,
    known: &'k dyn Fn(&str) -> Option<String>,
}

impl Reading<'_> {
    /// The identifier of an application. Name comparison ignores punctuation, which is significant here.
    fn known(&self, name: &str) -> Option<String> {
        let first = name.split_whitespace().next()?;
        let is_directed = arrow(first).is_some() || name.trim_end().ends_with('?');
        (self.known)(name).filter(|_| !is_directed)
    }

    /// Reads a part between commas; its direction also applies to the following parts.
    fn part(&self, part: &str, way: &mut Way, understood: &mut Understood) {
        let part = part.trim();
        let bullet = ["- ", "* ", "· ", "– "];
        let listed = bullet.iter().find_map(|sign| part.strip_prefix(sign));
        let part = listed.unwrap_or(part).trim();
        if part.is_empty() || cell::ticked(part).is_some() || cell::is_unstated(part) {
            return;
        }
        if let Some((found, id)) = self.one(part, *way) {
            *way = found;
            understood.ends.push((found, id));
            return;
        }
        let joint = |rest: &str| {
            let and = words().and.iter();
            let found = and.filter(|and| starts_with(rest, and)).map(String::len);
            found.max()
        };
        let several: Vec<&str> = apart(part, joint).collect();
        let mut ends = Vec::new();
        let mut last = *way;
        if several.len() > 1 {
            let read = several.iter().try_for_each(|name| {
                let (found, id) = self.one(name, last)?;
                last = found;
                ends.push((found, id));
                Some(())
            });
            if read.is_some() {
                *way = last;
                understood.ends.extend(ends);
                return;
            }
        }
        // The direction before an unknown name still applies to the following names.
        if let Some((found, _)) = directed(part, self.column) {
            *way = found;
        }
        understood.open.push(part.to_owned());
    }

    /// A part with one name: the direction and the identifier.
    fn one(&self, part: &str, way: Way) -> Option<(Way, String)> {
        let part = part.trim();
        if let Some(id) = self.known(part) {
            return Some((way, id));
        }
        let remark = without_remark(part);
        if let Some((plain, remark)) = remark {
            let is_doubt = tokens(remark).any(is_doubt);
            let told = directed(&format!("{remark} x"), way).map(|(way, _)| way);
            return match is_doubt {
                true => None,
                false => self.one(plain, told.unwrap_or(way)),
            };
        }
        if part.ends_with('?') || tokens(part).any(is_doubt) {
            return None;
        }
        if let Some((front, way, behind)) = flow(part) {
            return self.other_end(front, way, behind);
        }
        let (way, name) = directed(part, way).unwrap_or((way, part));
        self.named(name).map(|id| (way, id))
    }

    /// The other end of a flow that names both, one of which must be the application of the row: `A-1 -> Kasse`.
    fn other_end(&self, front: &str, way: Way, behind: &str) -> Option<(Way, String)> {
        let (front, behind) = (self.named(front)?, self.named(behind)?);
        let turned = match way {
            Way::To => Way::From,
            Way::From => Way::To,
            Way::Both => Way::Both,
        };
        match (front == self.own, behind == self.own) {
            (true, false) => Some((way, behind)),
            (false, true) => Some((turned, front)),
            _ => None,
        }
    }

    /// The application named by a text, without surrounding words.
    fn named(&self, name: &str) -> Option<String> {
        let mut name = name.trim().trim_end_matches('.');
        loop {
            if let Some(id) = self.known(name) {
                return Some(id);
            }
            let plain = without_articles(name);
            if plain.len() < name.len() {
                name = plain;
                continue;
            }
            let (rest, last) = name.rsplit_once(' ')?;
            if is_in(last, &words().fillers) {
                name = rest.trim_end();
                continue;
            }
            // `X über Y`: the intermediate station does not change the end.
            let (front, _) = split_at_word(name, &words().via)?;
            if front.is_empty() {
                return None;
            }
            name = front;
        }
    }
}

/// A name without the articles before it.
fn without_articles(mut name: &str) -> &str {
    while let Some((first, rest)) = name.split_once(' ')
        && is_in(first, &words().articles)
    {
        name = rest.trim_start();
    }
    name
}

/// Both ends of a flow and the direction between them, as seen from the first: `A-1 -> Kasse`.
fn flow(part: &str) -> Option<(&str, Way, &str)> {
    let mut at = 0;
    for word in part.split(' ') {
        if let Some((sign, way)) = arrow(word).filter(|_| at > 0) {
            let front = part.get(..at)?.trim();
            let behind = part.get(at + sign.len()..)?.trim();
            return (!front.is_empty() && !behind.is_empty()).then_some((front, way, behind));
        }
        at += word.len() + 1;
    }
    None
}

/// What of an open part is worth asking about.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// These names are unknown.
    Names(Vec<String>),
    /// All names are known: it is a flow of other applications.
    Others,
    /// The part says that there is no interface, or doubts it.
    Nothing,
}

/// What an open part leaves to be asked. `known` as above.
pub(super) fn asked(part: &str, known: &dyn Fn(&str) -> bool) -> Asked {
    if part.contains('?') || tokens(part).any(is_doubt) {
        return Asked::Nothing;
    }
    let mut ends = Vec::new();
    let mut rest = part;
    while let Some((front, _, behind)) = flow(rest) {
        ends.push(front);
        rest = behind;
    }
    if ends.is_empty() {
        // `an das Rechenwerk`: the words around the name are none of it.
        let (_, name) = directed(part, Way::To).unwrap_or((Way::To, part));
        let name = without_articles(name.trim());
        return Asked::Names(vec![name.to_owned()]);
    }
    ends.push(rest);
    let unknown: Vec<String> = ends
        .into_iter()
        .filter(|end| !known(end))
        .map(str::to_owned)
        .collect();
    match unknown.is_empty() {
        true => Asked::Others,
        false => Asked::Names(unknown),
    }
}

/// The direction stated by a part, and the rest after it.
fn directed(part: &str, way: Way) -> Option<(Way, &str)> {
    let words = words();
    let mut rest = part.trim_start();
    let mut stated = None;
    let mut object = 0;
    while !rest.is_empty() {
        let first = rest.split_whitespace().next()?;
        // Arrows need no space after them.
        if let Some((sign, way)) = arrow(first) {
            stated = Some(way);
            rest = rest.get(sign.len()..)?.trim_start();
            continue;
        }
        let word = first.trim_end_matches(':');
        let behind = rest.get(first.len()..)?.trim_start();
        if is_in(word, &words.to) && stated != Some(Way::Both) {
            stated = Some(Way::To);
        } else if is_in(word, &words.from) && stated != Some(Way::Both) {
            stated = Some(Way::From);
        } else if is_in(word, &words.both) {
            stated = Some(Way::Both);
        } else if is_in(word, &words.neutral) || is_in(word, &words.via) && stated.is_none() {
            stated.get_or_insert(way);
        } else if stated.is_none() && is_in(word, &words.verbs) {
            object = OBJECT;
            let receives = is_in(word, &words.receives) && !states_more(behind);
            if receives {
                stated = Some(Way::From);
            }
        } else if stated.is_none() && is_in(word, &words.sends) {
            stated = Some(Way::To);
        } else if is_in(word, &words.fillers) && states_more(behind) {
            // `Daten an X`: the direction follows.
        } else if stated.is_none() && object > 0 && states_more(behind) {
            object -= 1;
        } else {
            break;
        }
        rest = behind;
    }
    let way = stated?;
    (!rest.is_empty()).then_some((way, rest))
}

/// The arrow at the start of a word, and its direction.
fn arrow(word: &str) -> Option<(&str, Way)> {
    let words = words();
    let ways = [
        (&words.both, Way::Both),
        (&words.to, Way::To),
        (&words.from, Way::From),
    ];
    let signs = ways
        .into_iter()
        .flat_map(|(signs, way)| signs.iter().map(move |sign| (sign.as_str(), way)));
    signs
        .filter(|(sign, _)| !sign.contains(char::is_alphanumeric) && word.starts_with(*sign))
        .max_by_key(|(sign, _)| sign.len())
}

/// Whether a direction word follows.
fn states_more(rest: &str) -> bool {
    let words = words();
    tokens(rest).take(OBJECT + 1).any(|word| {
        [
            &words.to,
            &words.from,
            &words.both,
            &words.neutral,
            &words.via,
        ]
        .into_iter()
        .any(|known| is_in(word, known))
    })
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|ch: char| ch.is_whitespace() || matches!(ch, '(' | ')' | ',' | ':'))
        .filter(|word| !word.is_empty())
}

fn is_doubt(word: &str) -> bool {
    is_in(word, &words().doubts)
}

fn is_in(word: &str, words: &[String]) -> bool {
    word.len() <= 40 && words.contains(&word.to_lowercase())
}

/// Case-insensitive `starts_with`; `small` is in lower case.
fn starts_with(text: &str, small: &str) -> bool {
    text.get(..small.len())
        .is_some_and(|head| head.to_lowercase() == small)
}

/// A text before and after the first of these words.
fn split_at_word<'t>(text: &'t str, words: &[String]) -> Option<(&'t str, &'t str)> {
    let mut at = 0;
    for word in text.split(' ') {
        if is_in(word, words) {
            let behind = text.get(at + word.len()..)?;
            return Some((text.get(..at)?.trim_end(), behind.trim_start()));
        }
        at += word.len() + 1;
    }
    None
}

/// A part and the remark in brackets at its end.
fn without_remark(part: &str) -> Option<(&str, &str)> {
    let inner = part.strip_suffix(')').or_else(|| part.strip_suffix(']'))?;
    let at = inner.rfind(['(', '['])?;
    let (plain, remark) = inner.split_at_checked(at)?;
    let plain = plain.trim_end();
    (!plain.is_empty()).then(|| (plain, remark.get(1..).unwrap_or_default()))
}

/// Splits a text outside brackets. `sign` returns the length of a separator.
fn apart(text: &str, sign: impl Fn(&str) -> Option<usize>) -> std::vec::IntoIter<&str> {
    let mut parts = Vec::new();
    let (mut begin, mut at, mut depth) = (0, 0, 0usize);
    while let Some(rest) = text.get(at..) {
        let Some(ch) = rest.chars().next() else { break };
        depth = match ch {
            '(' | '[' => depth + 1,
            ')' | ']' => depth.saturating_sub(1),
            _ => depth,
        };
        match sign(rest).filter(|_| depth == 0) {
            Some(length) => {
                parts.extend(text.get(begin..at));
                at += length.max(ch.len_utf8());
                begin = at;
            }
            None => at += ch.len_utf8(),
        }
    }
    parts.extend(text.get(begin..));
    parts.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::fold;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let known = |name: &str| {
            let all = [
                ("A-1", "Gewerbekartei"),
                ("A-2", "Hundesteuer"),
                ("A-3", "Wahrnehmung von Aufgaben"),
                ("A-4", "Kasse"),
                ("A-5", "Bauen und Wohnen"),
            ];
            let mut all = all.iter();
            let found = all.find(|(id, known)| *id == name || fold(known) == fold(name));
            found.map(|(id, _)| (*id).to_owned())
        };
        let understood = understand(text, End::To, "A-2", &known);
        let end = |(way, id): &(Way, String)| match way {
            Way::To => format!(">{id}"),
            Way::From => format!("<{id}"),
            Way::Both => format!("={id}"),
        };
        (understood.ends.iter().map(end).collect(), understood.open)
    }

    #[test]
    fn the_words_load() {
        let words: Result<Words, _> = toml::from_str(include_str!("ends.toml"));
        words.unwrap_or_else(|error| panic!("ends.toml: {error}"));
    }

    #[test]
    fn names_are_told_from_the_words_around_them() {
        for (text, ends) in [
            ("Gewerbekartei", &[">A-1"][..]),
            ("liefert an Gewerbekartei", &[">A-1"]),
            ("liefert nächtlich Daten an die Gewerbekartei", &[">A-1"]),
            ("Bezieht Adressen aus Hundesteuer", &["<A-2"]),
            ("von A-2", &["<A-2"]),
            ("erhält Daten von: Kasse (XML, täglich)", &["<A-4"]),
            ("→ A-1; ← A-2", &[">A-1", "<A-2"]),
            ("->A-1\n<-A-2", &[">A-1", "<A-2"]),
            ("bidirektional mit Kasse (XÖV, nächtlich)", &["=A-4"]),
            ("Datenaustausch mit Kasse", &[">A-4"]),
            ("speist Kasse", &[">A-4"]),
            ("liest Kasse", &["<A-4"]),
            ("wird von Kasse beliefert", &["<A-4"]),
            ("an Kasse über Gewerbekartei", &[">A-4"]),
            ("an Kasse und von Gewerbekartei", &[">A-4", "<A-1"]),
            ("Kasse / Hundesteuer", &[">A-4", ">A-2"]),
            ("von Kasse, Hundesteuer", &["<A-4", "<A-2"]),
            ("an Bauen und Wohnen", &[">A-5"]),
            ("Wahrnehmung von Aufgaben", &[">A-3"]),
            ("Kasse (Import)", &["<A-4"]),
            ("receives data from Kasse", &["<A-4"]),
            ("sends to Kasse and A-1", &[">A-4", ">A-1"]),
            ("A-2 -> Kasse", &[">A-4"]),
            ("Kasse -> Hundesteuer", &["<A-4"]),
            ("Hundesteuer ↔ A-1", &["=A-1"]),
            ("keine", &[]),
            ("-", &[]),
        ] {
            let (found, open) = read(text);
            assert_eq!(found, ends, "{text}");
            assert!(open.is_empty(), "{text}: {open:?}");
        }
    }

    #[test]
    fn what_is_not_sure_is_handed_back() {
        for (text, ends, open) in [
            ("diverse", &[][..], &["diverse"][..]),
            ("ja, mehrere", &[], &["mehrere"]),
            ("nicht an Kasse", &[], &["nicht an Kasse"]),
            ("früher: Kasse", &[], &["früher: Kasse"]),
            ("Kasse (geplant ab 2028)", &[], &["Kasse (geplant ab 2028)"]),
            ("Kasse?", &[], &["Kasse?"]),
            ("an Melderegister", &[], &["an Melderegister"]),
            ("an Melderegister, Kasse", &[">A-4"], &["an Melderegister"]),
            ("Kasse von Gewerbekartei", &[], &["Kasse von Gewerbekartei"]),
            ("s. Anlage 3", &[], &["s. Anlage 3"]),
            ("x", &[], &["x"]),
            ("Kasse und Melderegister", &[], &["Kasse und Melderegister"]),
            ("A-1 -> Kasse", &[], &["A-1 -> Kasse"]),
            ("A-2 -> SAP", &[], &["A-2 -> SAP"]),
        ] {
            let (found, left) = read(text);
            assert_eq!(found, ends, "{text}");
            assert_eq!(left, open, "{text}");
        }
    }

    #[test]
    fn only_unknown_names_are_asked_about() {
        let known = |name: &str| ["A-1", "Kasse"].contains(&name);
        let names = |all: &[&str]| Asked::Names(all.iter().map(|it| (*it).to_owned()).collect());
        for (part, expected) in [
            ("Melderegister", names(&["Melderegister"])),
            ("an das Rechenwerk", names(&["Rechenwerk"])),
            ("A-1 -> SAP", names(&["SAP"])),
            ("SAP <- Kasse", names(&["SAP"])),
            ("A-1 -> SAP -> Archiv", names(&["SAP", "Archiv"])),
            ("A-1 -> Kasse", Asked::Others),
            ("keiner", Asked::Nothing),
            ("Kasse?", Asked::Nothing),
            ("geplant: Kasse", Asked::Nothing),
        ] {
            assert_eq!(asked(part, &known), expected, "{part}");
        }
    }
}
