//! `label-in-name`: the visible label of a control is part of its name, for speech input. ACT rule 2ee8b8.

use crate::model::Attributes;
use scraper::{ElementRef, Node};
use unicode_normalization::UnicodeNormalization;

use super::small_words::is_function_word;
use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, dynamic, insert, name};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "label-in-name",
    facts: &["element", "label", "name"],
    variants: &[],
    build: |table| without_params(table, || elements(LabelInName)),
};

struct LabelInName;

impl ElementCheck for LabelInName {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::CONTENT))
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index
            .named_or_having(&[], &["aria-label", "aria-labelledby"])
            .collect()
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        if element.attribute("aria-label").is_none()
            && element.attribute("aria-labelledby").is_none()
        {
            return Truth::No;
        }
        let concerned = view
            .role(element)
            .is_some_and(|role| role.is_widget() && role.name_from_content);
        if !concerned {
            return Truth::No;
        }
        let label = visible_label(view, element);
        if label.text.trim().is_empty() {
            return if label.sure {
                Truth::No
            } else {
                Truth::Unknown
            };
        }
        view.seen(element)
    }

    /// An entirely unknown label is nothing to ask about.
    fn leaves_open<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> bool {
        let label = visible_label(view, element);
        !label.sure && words(&label.text).is_empty()
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let label = visible_label(view, element);
        let name = view.name(element);
        let grounds = element_grounds(element)
            .with("label", label.text.trim())
            .with("name", name.text.as_str());
        let shown = words(&label.text);
        let said = words(&name.text);
        let fits_decomposed = || {
            let [name, label] = [&name.text, &label.text].map(|text| words(&decomposed(text)));
            contains(&name, &label)
        };
        if contains(&said, &shown) || fits_decomposed() {
            return (Truth::Yes, grounds);
        }
        let sure = label.sure
            && name.known().is_some()
            && !is_symbol(&label.text)
            && ![&label.text, &label.parts]
                .iter()
                .any(|label| contains(&said, &words(label)) || may_be_shortened(label, &said))
            && !may_shorten(&name.text, &shown);
        let fine = if sure { Truth::No } else { Truth::Unknown };
        (fine, grounds)
    }
}

/// Visible text.
struct Label {
    text: String,
    /// The same with a blank at every element border: adjacent boxes look like separate words.
    parts: String,
    /// Keyboard shortcuts it names, which are not part of the label.
    keys: String,
    sure: bool,
}

fn visible_label<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Label {
    let mut label = Label {
        text: String::new(),
        parts: String::new(),
        keys: String::new(),
        sure: true,
    };
    collect_visible_text(view, element, &mut label, 0);
    if label.text.trim().is_empty() && !label.keys.trim().is_empty() {
        // It is unknown whether people use the shortcut as a name.
        label.text = std::mem::take(&mut label.keys);
        label.sure = false;
    }
    label
}

fn collect_visible_text<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    label: &mut Label,
    depth: usize,
) {
    const MOST_DEPTH: usize = 128;
    label.sure &= depth < MOST_DEPTH
        && !dynamic::is_bound(element)
        && !dynamic::is_foreign(element)
        && !insert::has_inserts(element);
    if depth >= MOST_DEPTH {
        return;
    }
    for child in element.children() {
        match child.value() {
            Node::Text(text) => {
                // Only one of several branches is shown at a time.
                label.sure &= view.page.unknowns.branch(child.id()).is_none();
                label.text.push_str(text);
                label.parts.push_str(text);
            }
            Node::Element(_) => {
                let Some(child) = ElementRef::wrap(child) else {
                    continue;
                };
                // CSS may make an inline element look like a separate word.
                let apart =
                    name::stands_apart(view, child) || matches!(child.value().name(), "img" | "rt");
                if child.value().name() == "kbd" {
                    label.text.push(' ');
                    label.keys.extend(child.text().chain([" "]));
                    continue;
                }
                if is_drawn_word(child) {
                    continue;
                }
                if apart {
                    label.text.push(' ');
                }
                label.parts.push(' ');
                let is_silent = child.text().all(|text| text.trim().is_empty());
                match view.seen(child) {
                    Truth::No => {}
                    // The visibility of an icon changes no word.
                    Truth::Unknown if is_silent => {
                        collect_visible_text(view, child, label, depth + 1);
                    }
                    Truth::Yes => collect_visible_text(view, child, label, depth + 1),
                    // Only an ancestor of the control may be hidden, and the control with it.
                    Truth::Unknown if view.seen_with_parent(child) => {
                        collect_visible_text(view, child, label, depth + 1);
                    }
                    Truth::Unknown => label.sure = false,
                }
                if apart {
                    label.text.push(' ');
                }
                label.parts.push(' ');
            }
            _ => {}
        }
    }
}

/// Whether a word stands for the icon that an icon font draws: `<span class="material-icons">delete</span>`.
fn is_drawn_word(element: ElementRef<'_>) -> bool {
    let names_icons = |name: &str| name.contains("icon") || name.contains("symbol");
    let value = element.value();
    let is_icon = names_icons(value.name()) || value.classes().any(names_icons);
    let text: String = element.text().collect();
    let is_ligature = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '_';
    is_icon && !text.trim().is_empty() && text.trim().chars().all(is_ligature)
}

/// A text in compatibility decomposition, which the rule compares: `ﬁ` is `fi`, and `²` is 2.
fn decomposed(text: &str) -> String {
    text.nfkd().collect()
}

/// Words for comparison: without bracketed text, only letters and digits, without difference of case.
fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0usize;
    for ch in text.chars() {
        match ch {
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                plain.push(' ');
            }
            _ if depth > 0 => {}
            // `ß` is `ss` in capitals, and all forms of sigma are one.
            ch if ch.is_alphanumeric() => {
                plain.extend(ch.to_uppercase().flat_map(char::to_lowercase));
            }
            // Soft hyphens and joiners are invisible.
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' => {}
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().map(str::to_owned).collect()
}

/// Whether one list of words occurs in the other without a gap.
fn contains(all: &[String], part: &[String]) -> bool {
    part.is_empty() || all.windows(part.len()).any(|window| window == part)
}

/// Whether a label is a single letter or sign, and thus a symbol ("X" closes) rather than a word.
fn is_symbol(label: &str) -> bool {
    label.trim().chars().count() <= 1 || !label.chars().any(char::is_alphanumeric)
}

/// Whether a label may be an abbreviation or another spelling: the ACT rule excludes those, and a person must compare
/// them.
fn may_be_shortened(label: &str, said: &[String]) -> bool {
    let shown = words(label);
    if is_spelled_out(&shown, said) || is_spelled_out(said, &shown) {
        return false;
    }
    if is_joined_otherwise(said, &shown.concat()) {
        return true;
    }
    if has_lost_word(label, &shown, said) {
        return false;
    }
    let is_part_of_words =
        said.concat().contains(&shown.concat()) && shown.concat().chars().all(char::is_alphabetic);
    let short = shown.iter().any(|word| {
        let is_missing = !said.contains(word);
        let letters = word.chars().count();
        is_missing
            && letters <= 4
            && word.chars().all(char::is_alphabetic)
            && said.iter().any(|other| {
                // "Mo" for "Montag", "wkd" for "weekend".
                other.chars().count() > letters && is_subsequence(word, other)
            })
    });
    let initials: String = said.iter().filter_map(|word| word.chars().next()).collect();
    is_part_of_words
        || short
        || has_formula(label, said)
        || shown
            .iter()
            .any(|word| word.len() > 1 && initials.contains(word.as_str()))
}

/// Whether a name abbreviates a word of the label that it lacks: "Tel. 115" for "Telefon 115", "Nr." for "Nummer". The
/// point tells the abbreviation from a short word.
fn may_shorten(name: &str, shown: &[String]) -> bool {
    /// Maximum number of letters before the point.
    const MOST_LETTERS: usize = 4;
    let said = words(name);
    let mut parts = name.split_whitespace();
    parts.any(|part| {
        let short = part.strip_suffix('.').unwrap_or_default().to_lowercase();
        let letters = short.chars().count();
        (1..=MOST_LETTERS).contains(&letters)
            && short.chars().all(char::is_alphabetic)
            && shown.iter().any(|word| {
                word.chars().count() > letters + 1
                    && !said.contains(word)
                    && word.chars().next() == short.chars().next()
                    && is_subsequence(&short, word)
            })
    })
}

/// Whether a label has a word of capitals and digits that the name lacks, such as "CO2" or "W3C": it stands for words.
fn has_formula(label: &str, said: &[String]) -> bool {
    let mut seen = label.split(|ch: char| !ch.is_alphanumeric());
    seen.any(|word| {
        word.chars().any(char::is_uppercase)
            && word.chars().any(|ch| ch.is_ascii_digit())
            && word
                .chars()
                .all(|ch| ch.is_uppercase() || ch.is_ascii_digit())
            && !said.contains(&word.to_lowercase())
    })
}

/// Whether one side spells out the digits of a number: "1 2 3" is spoken for "123".
fn is_spelled_out(whole: &[String], spelled: &[String]) -> bool {
    /// Minimum number of single digits in a row that spell out a number.
    const LEAST_FIGURES: usize = 3;
    let is_figure = |word: &String| word.len() == 1 && word.bytes().all(|at| at.is_ascii_digit());
    let in_a_row = |words: &[String]| {
        words
            .windows(LEAST_FIGURES)
            .any(|row| row.iter().all(is_figure))
    };
    let is_number = |word: &String| word.len() > 1 && word.bytes().all(|at| at.is_ascii_digit());
    whole.iter().any(is_number) && in_a_row(spelled) && !in_a_row(whole)
}

/// Whether the letters are whole words of the name, only joined or hyphenated differently.
fn is_joined_otherwise(said: &[String], letters: &str) -> bool {
    (0..said.len()).any(|start| {
        let mut rest = letters;
        for word in &said[start..] {
            match rest.strip_prefix(word.as_str()) {
                Some("") => return true,
                Some(after) => rest = after,
                None => return false,
            }
        }
        false
    })
}

/// Whether a label of several words has a function word, such as "it", that is missing from the name: then it is not an
/// abbreviation. In capitals it may be a country or language code.
fn has_lost_word(label: &str, shown: &[String], said: &[String]) -> bool {
    let is_code = |word: &str| {
        let mut seen = label.split(|ch: char| !ch.is_alphanumeric());
        let is_capital = |ch: char| ch.is_uppercase();
        seen.any(|seen| seen.to_lowercase() == word && seen.chars().all(is_capital))
    };
    let is_lost = |word: &String| is_function_word(word) && !said.contains(word) && !is_code(word);
    shown.len() > 1 && shown.iter().any(is_lost)
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|ch| rest.any(|other| other == ch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_as_the_rule_says() {
        let fits = |name: &str, label: &str| contains(&words(name), &words(label));
        assert!(fits("Antrag suchen", "SUCHEN"));
        assert!(fits("Datum suchen", "Datum suchen (TT.MM.JJJJ)"));
        assert!(fits("beliebig", ">> **"));
        assert!(fits("Größe wählen", "GRÖSSE WÄHLEN"));
        assert!(fits("Οδός", "ΟΔΌΣ"));
        assert!(!fits("Großer Saal", "GRÖSSE"));
        let fits_decomposed = |name: &str, label: &str| fits(&decomposed(name), &decomposed(label));
        assert!(fits_decomposed("Magazine 2, find it", "ﬁnd it"));
        assert!(fits_decomposed("50 m2 mieten", "50 m² mieten"));
        assert!(!fits_decomposed("50 m3 mieten", "50 m² mieten"));
        assert!(!fits("weiterleiten", "weiter"));
        assert!(!fits("Antrag jetzt senden", "Antrag senden"));
    }

    #[test]
    fn abbreviations_are_left_to_people() {
        let short = |label: &str, name: &str| may_be_shortened(label, &words(name));
        assert!(short("Mo", "Montag"));
        assert!(short("BMI", "Bundesministerium Mit Innerem"));
        assert!(short("E-Mail", "Email"));
        assert!(short("Log in", "Login Bürgerkonto"));
        assert!(short("Sprache IT", "Sprache Italienisch"));
        assert!(short("Antrag stellen", "Wohngeldantrag stellen"));
        assert!(short("0301234", "030 1234"));
        assert!(!short("Absenden", "Weiter zur Kasse"));
    }

    #[test]
    fn formulas_and_pointed_words_stand_for_others() {
        let short = |label: &str, name: &str| {
            may_be_shortened(label, &words(name)) || may_shorten(name, &words(label))
        };
        assert!(short("CO2 im Saal", "Kohlendioxid im Saal"));
        assert!(short("Seite des W3C", "Seite des Konsortiums"));
        assert!(short("Telefon 115 wählen", "Tel. 115 wählen"));
        assert!(short("Nummer ziehen", "Nr. ziehen"));
        assert!(!short("Rathaus anrufen", "Fundstelle anrufen"));
        assert!(!short("Jetzt senden", "Los. Etwas anderes"));
        assert!(!short("Zimmer 407", "Zimmer 12"));
    }

    #[test]
    fn other_words_and_single_figures_are_no_abbreviations() {
        let short = |label: &str, name: &str| may_be_shortened(label, &words(name));
        assert!(!short("Wie sie wohnen", "Wie Siedler wohnen"));
        assert!(!short("Mend it", "Mend items"));
        assert!(!short("Rufen Sie 115 an", "Rufen Sie 1 1 5 an"));
        assert!(!short("Zimmer 4 0 7", "Zimmer 407"));
    }
}
