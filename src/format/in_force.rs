//! Whether a row of codes is still in force, as the columns beside the code say.

use crate::topic::fold;

/// What a column says of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing against it.
    InForce,
    /// It ends on a stated day; whether that is past depends on the day of the audit, and on who asks.
    Until,
    /// It is no longer offered.
    Ended,
}

/// Columns that say yes of rows in force.
const ACTIVE: [&str; 11] = [
    "aktiv",
    "active",
    "gueltig",
    "valid",
    "enabled",
    "sichtbar",
    "visible",
    "verfuegbar",
    "available",
    "auswaehlbar",
    "selectable",
];
/// Columns that say yes of rows no longer in force.
const INACTIVE: [&str; 12] = [
    "inaktiv",
    "inactive",
    "geloescht",
    "deleted",
    "disabled",
    "deaktiviert",
    "gesperrt",
    "hidden",
    "veraltet",
    "obsolete",
    "deprecated",
    "retired",
];
/// Columns with a word for the standing.
const STATUS: [&str; 5] = ["status", "state", "zustand", "satzstatus", "recordstatus"];
/// Words for rows no longer in force, beside those of [`INACTIVE`].
const ENDED: [&str; 10] = [
    "abgekuendigt",
    "abgelaufen",
    "ausserkraft",
    "expired",
    "historisch",
    "invalid",
    "stillgelegt",
    "ungueltig",
    "withdrawn",
    "zurueckgezogen",
];
/// Columns with the last day in force.
const END: [&str; 22] = [
    "ablaufdatum",
    "ausserkraft",
    "dateto",
    "effectiveto",
    "effectiveuntil",
    "enddate",
    "enddatum",
    "expires",
    "expirydate",
    "geloeschtam",
    "deletedat",
    "gueltigbis",
    "gueltigbisdatum",
    "gueltigkeitbis",
    "gueltigkeitsende",
    "todate",
    "validend",
    "validtill",
    "validthrough",
    "validto",
    "validuntil",
    "verwendbarbis",
];

/// What a column says of its row by the text in it.
pub fn standing(column: &str, text: &str) -> Standing {
    let column = bare(column);
    let names = |words: &[&str]| {
        let own = column
            .strip_prefix("ist")
            .or_else(|| column.strip_prefix("is"));
        words.contains(&column.as_str()) || own.is_some_and(|own| words.contains(&own))
    };
    let said = bare(text);
    let ended = match () {
        () if names(&ACTIVE) => is_no(&said),
        () if names(&INACTIVE) => is_yes(&said),
        () if names(&STATUS) => [&INACTIVE[..], &ENDED]
            .iter()
            .any(|words| words.contains(&said.as_str())),
        () => false,
    };
    match ended {
        true => Standing::Ended,
        false if names(&END) && ends(text) => Standing::Until,
        false => Standing::InForce,
    }
}

/// Whether a column holds nothing but flags or days of that kind.
pub fn is_about_standing(column: &str) -> bool {
    let column = bare(column);
    [&ACTIVE[..], &INACTIVE, &END]
        .iter()
        .any(|words| words.contains(&column.as_str()))
}

/// A text without case, umlauts, blanks and punctuation.
fn bare(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|ch| ch.is_alphanumeric())
        .collect()
}

fn is_no(said: &str) -> bool {
    matches!(said, "0" | "false" | "f" | "n" | "nein" | "no")
}

/// `-1` is yes, too: only its digit is left.
fn is_yes(said: &str) -> bool {
    matches!(said, "1" | "true" | "t" | "j" | "y" | "ja" | "yes")
}

/// Whether a text is a day on which something ends. Days of long ago and far ahead stand for none.
fn ends(text: &str) -> bool {
    const ENDS: std::ops::Range<u32> = 1900..2090;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text
        .split(|ch: char| !ch.is_ascii_alphanumeric())
        .filter(|part| digits(part));
    let year = parts.find_map(|part| match part.len() {
        4 => part.parse::<u32>().ok(),
        // 20191231
        8 => part.get(..4)?.parse().ok(),
        _ => None,
    });
    year.is_some_and(|year| ENDS.contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_say_whether_a_row_is_in_force() {
        use Standing::{Ended, InForce, Until};
        for (column, text, expected) in [
            ("aktiv", "0", Ended),
            ("IS_ACTIVE", "false", Ended),
            ("aktiv", "ja", InForce),
            ("gelöscht", "J", Ended),
            ("deleted", "0", InForce),
            ("Status", "inaktiv", Ended),
            ("status", "außer Kraft", Ended),
            ("status", "aktiv", InForce),
            ("status", "ledig", InForce),
            ("gueltig_bis", "2019-12-31", Until),
            ("Gültig bis", "31.12.2019", Until),
            ("validTo", "20191231", Until),
            ("valid_to", "9999-12-31", InForce),
            ("gueltig_bis", "0000-00-00", InForce),
            ("gueltig_bis", "", InForce),
            ("gueltig_bis", "unbegrenzt", InForce),
            ("gueltig_ab", "2019-12-31", InForce),
            ("text", "2019-12-31", InForce),
        ] {
            assert_eq!(standing(column, text), expected, "{column} {text}");
        }
    }
}
