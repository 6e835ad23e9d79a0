//! Values that only the description of a field names: `male | female | other`, `1 = männlich, 2 = weiblich`,
//! `Single character M / F`. They are no list that anything enforces, so they are told and decide nothing.

use super::classify::word;
use super::field::Concept;
use super::vocabulary::Vocabulary;

/// Longer texts describe more than one field.
const MOST_BYTES: usize = 2_000;
/// A value is said in so many words, its code included.
const MOST_WORDS: usize = 5;
/// Values that are told.
const MOST_VALUES: usize = 12;
/// What stands between two values.
const BETWEEN: [&str; 11] = [
    "|", "/", ",", ";", "\n", "(", ")", " or ", " oder ", " and ", " und ",
];

/// The values of the first list in descriptions that has one for men and one for women.
pub(super) fn described_values<'t>(
    vocabulary: &Vocabulary,
    mut texts: impl Iterator<Item = &'t str>,
) -> Vec<String> {
    texts
        .find_map(|text| listed(vocabulary, text))
        .unwrap_or_default()
}

fn listed(vocabulary: &Vocabulary, text: &str) -> Option<Vec<String>> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let mut run: Vec<(Concept, &str)> = Vec::new();
    for piece in pieces(text) {
        match value(vocabulary, piece) {
            Some(value) => run.push(value),
            // A word that is no entry may stand among them; before them stands the sentence.
            None if piece.is_empty() || (!run.is_empty() && is_short(piece)) => {}
            None if names_both(&run) => break,
            None => run.clear(),
        }
    }
    names_both(&run).then(|| {
        let values = run.iter().map(|(_, piece)| (*piece).to_owned());
        values.take(MOST_VALUES).collect()
    })
}

/// The parts of a text between the signs and words that stand between values, without what quotes them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut parts = vec![text];
    for border in BETWEEN {
        parts = parts.iter().flat_map(|part| part.split(border)).collect();
    }
    parts.into_iter().map(|part| {
        part.trim_matches(|ch: char| ch.is_whitespace() || matches!(ch, '"' | '\'' | '`' | '.'))
    })
}

/// The entry that a piece is a value of, and how it is written: the word with its code, or the letter.
fn value<'t>(vocabulary: &Vocabulary, piece: &'t str) -> Option<(Concept, &'t str)> {
    if piece.split_whitespace().nth(MOST_WORDS).is_some() {
        return None;
    }
    let mut sides = piece.split(['=', ':']).flat_map(|side| side.split(" - "));
    let said = sides.find_map(|side| {
        let side = side.trim_matches(|ch: char| !ch.is_alphanumeric());
        word(vocabulary, side)
    });
    if let Some(concept) = said {
        return Some((concept, piece));
    }
    // `Either 'm' or 'f'`: what stands before the first value is the sentence.
    let letter = piece.rsplit([' ', ':', '=']).next()?;
    let letter = letter.trim_matches(['"', '\'', '`']);
    let concept = match letter {
        "m" | "M" => Concept::Male,
        "f" | "F" | "w" | "W" => Concept::Female,
        _ => return None,
    };
    Some((concept, letter))
}

fn is_short(piece: &str) -> bool {
    piece.split_whitespace().nth(MOST_WORDS - 1).is_none()
}

fn names_both(run: &[(Concept, &str)]) -> bool {
    let names = |concept| run.iter().any(|(named, _)| *named == concept);
    names(Concept::Male) && names(Concept::Female)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Vocabulary {
        let file = |name: &str| {
            let path = format!("{}/rules/vocabulary/{name}", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).expect("it is there");
            (name.to_owned(), text)
        };
        Vocabulary::load(&[file("values.toml")]).expect("the file is right")
    }

    #[test]
    fn lists_in_descriptions_are_found() {
        let words = words();
        let values = |text: &str| described_values(&words, std::iter::once(text)).join("; ");
        for (text, expected) in [
            (
                "male | female | other | unknown",
                "male; female; other; unknown",
            ),
            ("Gender of the employee (male | female)", "male; female"),
            ("1 = männlich, 2 = weiblich", "1 = männlich; 2 = weiblich"),
            ("Either 'm' or 'f'.", "m; f"),
            ("M stands for \"male\"", ""),
            (
                "The customer's gender (Male - 1, Female - 2)",
                "Male - 1; Female - 2",
            ),
            ("Geschlecht der Person, wie es im Register steht", ""),
            ("Men and women vote in one list", ""),
            ("male", ""),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }
}
