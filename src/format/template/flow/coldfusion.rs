//! ColdFusion: tags that start with `cf`, and values between number signs in what they print.

use std::collections::HashSet;

use super::{Acts, behind, behind_raw, tag_name};
use crate::format::fragment::{Act, Begin};
use crate::model::Span;

/// Tags with content that is no markup of the page: programs, statements, mails.
const ASIDE: [&str; 12] = [
    "cfquery",
    "cfscript",
    "cfmail",
    "cfsilent",
    "cfexecute",
    "cfxml",
    "cfjava",
    "cffunction",
    "cfstoredproc",
    "cfhttp",
    "cfdocument",
    "cfpdf",
];

/// Tags that print something of their own.
const PRINTING: [&str; 16] = [
    "cfinclude",
    "cfmodule",
    "cfinput",
    "cfselect",
    "cftextarea",
    "cfgrid",
    "cftree",
    "cfchart",
    "cfdump",
    "cflayout",
    "cfmenu",
    "cfimage",
    "cfimport",
    "cfinvoke",
    "cfcontent",
    "cfdiv",
];

/// Tags that print something around their content.
const WRAPPING: [&str; 8] = [
    "cfform",
    "cfformgroup",
    "cflayoutarea",
    "cfwindow",
    "cfpod",
    "cftable",
    "cftooltip",
    "cfmediaplayer",
];

/// The effects of the parts.
pub fn acts(source: &str) -> Vec<(Span, Act)> {
    let mut reader = Reader {
        source,
        acts: Acts::default(),
        outputs: Vec::new(),
        ended: ended(source),
        lost: 0,
    };
    let mut at = 0;
    while at < source.len() {
        at = reader.next(at).max(at + 1);
    }
    reader.acts.0
}

struct Reader<'s> {
    source: &'s str,
    acts: Acts,
    /// Open parts in which values are printed, and whether they are repeated.
    outputs: Vec<bool>,
    /// Names of tags that have an end somewhere.
    ended: HashSet<String>,
    /// Number of tags with a text that does not end.
    lost: usize,
}

impl<'s> Reader<'s> {
    /// Reads what starts at a position, and returns where to go on.
    fn next(&mut self, at: usize) -> usize {
        let source = self.source;
        match source.as_bytes().get(at) {
            Some(b'<') => {}
            Some(b'#') => return self.value(at),
            _ => return at + 1,
        }
        let rest = source.get(at..).unwrap_or_default();
        if rest.starts_with("<!---") {
            let past = behind_remark(source, at);
            self.acts.add(at, past, Act::Nothing);
            return past;
        }
        if rest.starts_with("</") {
            let named = source.get(at + 2..).unwrap_or_default();
            let end =
                named.find(|ch: char| !(ch.is_ascii_alphanumeric() || matches!(ch, '_' | ':')));
            let name = named[..end.unwrap_or(named.len())].to_ascii_lowercase();
            if is_own(&name) {
                let past = behind(source, at, ">");
                self.end(&name, at, past);
                return past;
            }
            return at + 2;
        }
        match tag_name(source, at) {
            Some((name, past)) if is_own(&name.to_ascii_lowercase()) => {
                let end = self.behind_tag(past);
                self.begin(&name.to_ascii_lowercase(), at, end)
            }
            _ => at + 1,
        }
    }

    /// The position behind a tag. Signs of comparison are words, so that only texts hold an angle bracket.
    fn behind_tag(&mut self, from: usize) -> usize {
        /// With more, the quotation marks are others.
        const MOST_LOST: usize = 20;
        let bytes = self.source.as_bytes();
        let mut quote = None;
        let mut at = from;
        while let Some(byte) = bytes.get(at).filter(|_| self.lost < MOST_LOST) {
            at += 1;
            match quote {
                Some(open) if open == *byte => quote = None,
                Some(_) => {}
                None if matches!(byte, b'"' | b'\'') => quote = Some(*byte),
                None if *byte == b'>' => return at,
                None => {}
            }
        }
        self.lost += 1;
        behind(self.source, from, ">")
    }

    /// Reads a value between number signs.
    fn value(&mut self, at: usize) -> usize {
        const MOST_BYTES: usize = 400;
        if self.outputs.is_empty() {
            return at + 1;
        }
        let rest = self.source.get(at + 1..).unwrap_or_default();
        if rest.starts_with('#') {
            // Two of them are one that is shown.
            self.acts.add(at + 1, at + 2, Act::Nothing);
            return at + 2;
        }
        let end = rest.find('#').filter(|end| *end > 0 && *end < MOST_BYTES);
        match end {
            Some(end) if !rest[..end].contains('\n') => {
                let past = at + 1 + end + 1;
                self.acts.add(at, past, Act::Print);
                past
            }
            _ => at + 1,
        }
    }

    fn begin(&mut self, name: &str, at: usize, end: usize) -> usize {
        let tag = self.source.get(at..end).unwrap_or_default();
        let empty = tag.ends_with("/>");
        if ASIDE.contains(&name) {
            let past = match empty {
                true => end,
                false => behind_raw(self.source, at, name),
            };
            let printed = name == "cfscript"
                && self.source.get(at..past).is_some_and(|text| {
                    let lower = text.to_ascii_lowercase();
                    lower.contains("writeoutput") || lower.contains("include")
                });
            let act = if printed { Act::Print } else { Act::Nothing };
            self.acts.add(at, past, act);
            return past;
        }
        match name {
            "cfif" => self.acts.begin(at, end, Begin::If),
            "cfswitch" => self.acts.begin(at, end, Begin::Switch),
            "cfelse" | "cfelseif" | "cfcase" | "cfdefaultcase" => {
                self.acts.add(at, end, Act::Otherwise);
            }
            "cfloop" => self.acts.begin(at, end, Begin::Loop),
            "cfcatch" => self.acts.begin(at, end, Begin::If),
            "cfoutput" if empty => self.acts.add(at, end, Act::Nothing),
            "cfoutput" => {
                let lower = tag.to_ascii_lowercase();
                // Within a part for groups, the inner one repeats the rows of a group.
                let repeats = lower.contains("query") || self.outputs.last() == Some(&true);
                match repeats {
                    true => self.acts.begin(at, end, Begin::Loop),
                    false => self.acts.add(at, end, Act::Nothing),
                }
                self.outputs.push(repeats);
            }
            "cfsavecontent" => self.acts.add(at, end, Act::Store),
            _ if PRINTING.contains(&name) => self.acts.add(at, end, Act::Print),
            _ if (WRAPPING.contains(&name) || is_of_application(name)) && !empty => {
                match self.ended.contains(name) {
                    true => self.acts.begin(at, end, Begin::Wrap),
                    false => self.acts.add(at, end, Act::Print),
                }
            }
            _ if is_of_application(name) => self.acts.add(at, end, Act::Print),
            _ => self.acts.add(at, end, Act::Nothing),
        }
        end
    }

    fn end(&mut self, name: &str, at: usize, past: usize) {
        match name {
            "cfif" => self.acts.end(at, past, Begin::If),
            "cfcatch" => self.acts.end(at, past, Begin::If),
            "cfswitch" => self.acts.end(at, past, Begin::Switch),
            "cfloop" => self.acts.end(at, past, Begin::Loop),
            "cfoutput" => match self.outputs.pop() {
                Some(true) => self.acts.end(at, past, Begin::Loop),
                _ => self.acts.add(at, past, Act::Nothing),
            },
            "cfsavecontent" => self.acts.add(at, past, Act::EndStore),
            _ if WRAPPING.contains(&name) || is_of_application(name) => {
                self.acts.end(at, past, Begin::Wrap);
            }
            _ => self.acts.add(at, past, Act::Nothing),
        }
    }
}

/// The names of all end tags.
fn ended(source: &str) -> HashSet<String> {
    let ends = source.split("</").skip(1);
    let names = ends.map(|end| {
        let length = end.find(|ch: char| !(ch.is_ascii_alphanumeric() || matches!(ch, '_' | ':')));
        end[..length.unwrap_or(end.len())].to_ascii_lowercase()
    });
    names.filter(|name| is_own(name)).collect()
}

/// Whether a tag belongs to ColdFusion, or to an application in it.
fn is_own(name: &str) -> bool {
    name.starts_with("cf")
}

/// Whether a tag is one of the application: `<cf_layout>`.
fn is_of_application(name: &str) -> bool {
    name.starts_with("cf_")
}

/// The position behind a remark, which may hold others.
fn behind_remark(source: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = from;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let opens = rest.find("<!---");
        let closes = rest.find("--->");
        match (opens, closes) {
            (Some(opens), Some(closes)) if opens < closes => {
                depth += 1;
                at += opens + "<!---".len();
            }
            (_, Some(closes)) => {
                depth = depth.saturating_sub(1);
                at += closes + "--->".len();
                if depth == 0 {
                    return at;
                }
            }
            (_, None) => break,
        }
    }
    source.len()
}
