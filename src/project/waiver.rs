//! Findings that a team accepts for a reason: `[[waiver]]` in `fachcheck.toml` or in `waivers.toml` next to it.

use globset::{GlobBuilder, GlobMatcher};
use jiff::civil::Date;
use toml::Spanned;
use toml::de::DeValue;

use super::keys::WAIVER;
use super::reader::{Item, Reader};

/// An accepted finding or group of findings.
#[derive(Clone, Debug)]
pub struct ProjectWaiver {
    /// Fingerprint of the only finding.
    pub finding: Option<String>,
    /// Names of further places of the finding that it covers, too.
    pub places: Vec<String>,
    /// Id of the rule.
    pub rule: Option<String>,
    /// Pattern of files, relative to the folder of the settings; `None` means all.
    pub path: Option<GlobMatcher>,
    /// The reason.
    pub reason: String,
    /// Last day on which it is valid.
    pub until: Option<Date>,
    /// Its file and line.
    pub place: String,
}

/// Reads a list of waivers. `rules` holds the existing ids.
pub fn waivers(
    value: &Spanned<DeValue<'_>>,
    rules: &[&str],
    reader: &mut Reader<'_>,
) -> Vec<ProjectWaiver> {
    let Some(items) = value.get_ref().as_array() else {
        reader.wrong(value.span().start, "no-tables", &[("key", &"waiver")]);
        return Vec::new();
    };
    items
        .iter()
        .filter_map(|item| {
            let at = item.span().start;
            let Some(table) = item.get_ref().as_table() else {
                reader.wrong(at, "no-tables", &[("key", &"waiver")]);
                return None;
            };
            let mut waiver = ProjectWaiver {
                finding: None,
                places: Vec::new(),
                rule: None,
                path: None,
                reason: String::new(),
                until: None,
                place: reader.place(at),
            };
            // Keys with wrong values were reported in place; only absent ones are missing.
            let mut written: Vec<&str> = Vec::new();
            for item in reader.items(table, WAIVER) {
                let (key, _, value) = item;
                written.push(key);
                match key {
                    "finding" => waiver.finding = reader.string(item).map(str::to_owned),
                    "places" => {
                        let places = reader.strings(item).into_iter();
                        waiver.places = places.map(|(place, _)| place.to_owned()).collect();
                    }
                    "rule" => waiver.rule = known_rule(item, rules, reader),
                    "path" => {
                        let pattern = reader.string(item);
                        waiver.path =
                            pattern.and_then(|pattern| glob(pattern, value.span().start, reader));
                    }
                    "until" => waiver.until = reader.date(item),
                    _ => {
                        let reason = reader.string(item).map(str::trim);
                        if reason.is_some_and(str::is_empty) {
                            written.pop();
                        }
                        waiver.reason = reason.unwrap_or_default().to_owned();
                    }
                }
            }
            let is_there = |key: &str| written.contains(&key);
            for (missing, sentence) in [
                (
                    !is_there("finding") && !is_there("rule"),
                    "waiver-about-nothing",
                ),
                (!is_there("reason"), "waiver-without-reason"),
            ] {
                if missing {
                    reader.wrong(at, sentence, &[]);
                }
            }
            // Any mistake rejects the whole file.
            Some(waiver)
        })
        .collect()
}

fn known_rule(item: Item<'_>, rules: &[&str], reader: &mut Reader<'_>) -> Option<String> {
    let rule = reader.string(item)?;
    if !rules.contains(&rule) {
        let at = item.2.span().start;
        reader.unknown(at, "unknown-rule", rule, rules.iter().copied());
        return None;
    }
    Some(rule.to_owned())
}

/// A pattern for paths with `/` as separator.
pub fn glob(pattern: &str, at: usize, reader: &mut Reader<'_>) -> Option<GlobMatcher> {
    match GlobBuilder::new(pattern).literal_separator(true).build() {
        Ok(glob) => Some(glob.compile_matcher()),
        Err(error) => {
            reader.wrong(
                at,
                "no-glob",
                &[("pattern", &pattern), ("cause", &error.kind())],
            );
            None
        }
    }
}
