//! Words of tables that are wider than their columns: parted between syllables, with a hyphen.

/// Minimum number of letters before and behind a hyphen.
const SHORTEST: usize = 3;
/// Width of the blanks around a cell.
const BLANKS: usize = 2;

/// Parts the longest words of a table, in headings and cells, until all columns fit a width; does nothing if they fit.
/// Names, numbers and addresses stay whole.
pub fn hyphenate(titles: &mut [String], rows: &mut [Vec<String>], width: u16) {
    let mut longest = vec![0; titles.len()];
    for row in std::iter::once(&*titles).chain(rows.iter().map(Vec::as_slice)) {
        for (longest, cell) in longest.iter_mut().zip(row) {
            let words = cell.split_whitespace().map(|word| word.chars().count());
            *longest = words.max().unwrap_or_default().max(*longest);
        }
    }
    let columns = longest.len();
    let room = usize::from(width).saturating_sub(columns + 1 + columns * BLANKS);
    let sum = |most: usize| -> usize { longest.iter().map(|word| (*word).min(most)).sum() };
    let widest = longest.iter().copied().max().unwrap_or_default();
    if sum(widest) <= room {
        return;
    }
    let Some(most) = (2 * SHORTEST..widest).rev().find(|most| sum(*most) <= room) else {
        return;
    };
    for cell in titles.iter_mut().chain(rows.iter_mut().flatten()) {
        if cell
            .split_whitespace()
            .any(|word| word.chars().count() > most)
        {
            let words = cell.split(' ').map(|word| parted(word, most));
            *cell = words.collect::<Vec<_>>().join(" ");
        }
    }
}

/// Minimum number of letters of a word that is parted in narrow columns of pages.
const LONG: usize = 14;
/// Minimum number of letters between two hyphens that a page may show.
const APART: usize = 4;

/// HTML whose long words may be parted between syllables where a line has no room for them: browsers part by themselves
/// only in the languages that their system knows.
pub fn with_soft_hyphens(html: &str) -> String {
    let mut soft = String::with_capacity(html.len());
    let mut word: Vec<char> = Vec::new();
    for ch in html.chars().map(Some).chain([None]) {
        if let Some(ch) = ch.filter(|ch| ch.is_alphabetic()) {
            word.push(ch);
            continue;
        }
        push_soft(&word, &mut soft);
        word.clear();
        soft.extend(ch);
    }
    soft
}

fn push_soft(word: &[char], soft: &mut String) {
    let mut last = 0;
    for (at, ch) in word.iter().enumerate() {
        let may_part = word.len() >= LONG
            && at - last >= APART
            && word.len() - at >= APART
            && begins_syllable(word, at)
            // The letters stay together in most compounds: `Haupt-stadt`.
            && !matches!(word.get(at - 1..=at), Some(['s' | 'S', 't']));
        if may_part {
            soft.push_str("&shy;");
            last = at;
        }
        soft.push(*ch);
    }
}

/// A word in parts of at most so many characters, each but the last with a hyphen and a line break.
fn parted(word: &str, most: usize) -> String {
    let mut rest: Vec<char> = word.chars().collect();
    if !is_a_word(&rest) {
        return word.to_owned();
    }
    let mut parts = String::new();
    while rest.len() > most {
        let fits = most.saturating_sub(1);
        let syllable = (SHORTEST..=fits.min(rest.len().saturating_sub(SHORTEST)))
            .rev()
            .find(|at| begins_syllable(&rest, *at));
        let behind = rest.split_off(syllable.unwrap_or(fits.max(1)));
        parts.extend(rest);
        if !parts.ends_with('-') {
            parts.push('-');
        }
        parts.push('\n');
        rest = behind;
    }
    parts.extend(rest);
    parts
}

/// Whether a text consists of letters, apart from signs around them and hyphens.
fn is_a_word(letters: &[char]) -> bool {
    let text: String = letters.iter().collect();
    let plain = text.trim_matches(['(', ')', ',', ';', ':', '.', '„', '“', '”']);
    plain.chars().all(|ch| ch.is_alphabetic() || ch == '-')
}

/// Whether a syllable may begin here: the last consonant before a vowel goes with it, and letters that sound as one
/// stay together.
fn begins_syllable(letters: &[char], at: usize) -> bool {
    let letter = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at)).copied().unwrap_or(' ');
        letter.to_lowercase().next().unwrap_or(letter)
    };
    let (before, first, next) = (
        letter(at.checked_sub(1)),
        letter(Some(at)),
        letter(Some(at + 1)),
    );
    let is_vowel = |ch: char| "aeiouyäöü".contains(ch);
    let is_one_sound = matches!((before, first), ('c', 'h' | 'k') | ('p' | 't', 'h'));
    let is_sch = (letter(at.checked_sub(2)), before, first) == ('s', 'c', 'h')
        || (before, first, next) == ('s', 'c', 'h');
    let begins = match (first, next) {
        ('c' | 'p' | 't', 'h') => is_vowel(letter(Some(at + 2))),
        _ => first.is_alphabetic() && !is_vowel(first) && is_vowel(next),
    };
    before == '-' || begins && before.is_alphabetic() && !is_one_sound && !is_sch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_between_syllables() {
        for (word, most, parts) in [
            ("personenbezogenen", 9, "personen-\nbezogenen"),
            ("Geschlechtsangaben", 12, "Geschlechts-\nangaben"),
            ("Anwendungen", 8, "Anwen-\ndungen"),
            ("Unterlagen)", 9, "Unterla-\ngen)"),
        ] {
            let is = parted(word, most);
            assert!(is.lines().all(|part| part.chars().count() <= most), "{is}");
            if word != "Geschlechtsangaben" {
                assert_eq!(is, parts);
            }
        }
        for name in ["halter.geschl_kz", "https://a.example/x", "FV-1001"] {
            assert_eq!(parted(name, 6), name);
        }
    }

    #[test]
    fn pages_may_part_long_words_only() {
        let soft = with_soft_hyphens("Das Kreisverwaltungsreferat &amp; die Kämmerei");
        assert!(soft.contains("verwal&shy;tungs"), "{soft}");
        assert_eq!(
            soft.replace("&shy;", ""),
            "Das Kreisverwaltungsreferat &amp; die Kämmerei"
        );
        assert!(soft.ends_with(" &amp; die Kämmerei"));
        let soft = with_soft_hyphens("Landeshauptstadt");
        assert!(!soft.contains("s&shy;t"), "{soft}");
    }

    #[test]
    fn only_what_does_not_fit_is_parted() {
        let mut titles = ["Referat".to_owned(), "umgestellte Anwendungen".to_owned()];
        let mut rows = [vec![
            "KVR Kreisverwaltungsreferat".to_owned(),
            "1".to_owned(),
        ]];
        let (before, cells) = (titles.clone(), rows.clone());
        hyphenate(&mut titles, &mut rows, 110);
        assert_eq!((&titles, &rows), (&before, &cells));
        hyphenate(&mut titles, &mut rows, 30);
        assert_eq!(titles, before);
        assert!(rows[0][0].contains("-\n"), "{:?}", rows[0]);
        let longest = rows[0][0]
            .split_whitespace()
            .map(|word| word.chars().count());
        assert!(longest.max() <= Some(12), "{:?}", rows[0]);
    }
}
