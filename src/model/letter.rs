//! What tells mails, letters and printed papers from pages: words of their paths, how they begin and end.

use std::sync::OnceLock;

use serde::Deserialize;

use super::HOLE;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    mails: Vec<String>,
    papers: Vec<String>,
    endings: Vec<String>,
    salutations: Vec<String>,
    greetings: Vec<String>,
    closings: Vec<String>,
    phrases: Vec<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // Part of the program; a test loads it.
    WORDS.get_or_init(|| toml::from_str(include_str!("letter.toml")).unwrap_or_default())
}

/// Marks of template languages that print a value.
const INSERTS: [&str; 5] = ["{{", "${", "{%", "<%", "[%"];

/// Whether a text shows values that a program fills in.
pub fn has_inserts(text: &str) -> bool {
    text.contains(HOLE) || INSERTS.iter().any(|mark| text.contains(mark))
}

/// The first word of a path that names mails, or documents that browsers do not show.
pub fn mail_in_path(path: &str) -> Option<String> {
    let mut parts = words_of(path).into_iter();
    parts.find(|word| words().mails.contains(word))
}

/// Whether a word of a path names mails, letters, printed papers or messages.
pub fn names_paper(path: &str) -> bool {
    let known = words();
    words_of(path).iter().any(|word| {
        let is_kind_of = |ending: &String| word.ends_with(ending.as_str());
        known.mails.contains(word)
            || known.papers.contains(word)
            || known.endings.iter().any(is_kind_of)
    })
}

/// The words of a path: `src/OrderMail.html` has four.
fn words_of(path: &str) -> Vec<String> {
    let mut all = Vec::new();
    for part in path.split(|ch: char| !ch.is_alphabetic()) {
        let mut word = String::new();
        let mut after_small = false;
        for ch in part.chars() {
            if ch.is_uppercase() && after_small {
                all.push(std::mem::take(&mut word));
            }
            after_small = ch.is_lowercase();
            word.extend(ch.to_lowercase());
        }
        if !word.is_empty() {
            all.push(word);
        }
    }
    all
}

/// Whether a text of an element opens a letter. `around`: the name of the element. Headings greet on pages.
pub fn opens_letter(text: &str, around: &str) -> bool {
    if matches!(around, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title") {
        return false;
    }
    let known = words();
    let is_of_letters = matches!(around, "p" | "td" | "body");
    lines(text).any(|line| {
        let addresses = line.ends_with([',', '!']) || has_inserts(&line);
        begins(&line, &known.salutations)
            || is_of_letters && addresses && begins(&line, &known.greetings)
    })
}

/// Whether a text closes a letter.
pub fn closes_letter(text: &str) -> bool {
    lines(text).any(|line| begins(&line, &words().closings))
}

/// The phrase in a text, in lower case, that occurs only in mails.
pub fn phrase_of_mail(text: &str) -> Option<&'static str> {
    let mut phrases = words().phrases.iter().map(String::as_str);
    phrases.find(|phrase| text.contains(phrase))
}

/// The beginnings of the lines of a text, in lower case, without blanks around.
fn lines(text: &str) -> impl Iterator<Item = String> {
    /// Maximum length of a line that opens or closes a letter; longer ones are prose.
    const MOST_CHARACTERS: usize = 160;
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && line.len() <= MOST_CHARACTERS);
    lines.map(|line| line.replace('\u{a0}', " ").to_lowercase())
}

/// Whether a line begins with one of several texts, which end where a word does.
fn begins(line: &str, texts: &[String]) -> bool {
    texts.iter().any(|text| {
        let rest = line.strip_prefix(text.as_str());
        rest.is_some_and(|rest| {
            // German endings: "sehr geehrter".
            let rest = rest.strip_prefix(['r', 's']).unwrap_or(rest);
            !rest.starts_with(char::is_alphanumeric)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_load() {
        let words: Result<Words, _> = toml::from_str(include_str!("letter.toml"));
        assert!(words.is_ok_and(|words| !words.closings.is_empty()));
    }

    #[test]
    fn whole_words_of_a_path_name_papers() {
        for path in [
            "app/mails/welcome.twig",
            "templates/OrderMail.cshtml",
            "bau/gebuehrenbescheid.html",
            "print/list.ftl",
            "wohngeld/Ablehnungsschreiben.ftl",
        ] {
            assert!(names_paper(path), "{path}");
        }
        for path in [
            "blueprints/index.html",
            "feedback/form.html",
            "briefwahl/antrag.html",
            "reporting/index.html",
            "sprint/board.html",
            "ausschreibung/index.html",
            "abrechnung/index.html",
        ] {
            assert!(!names_paper(path), "{path}");
        }
    }

    #[test]
    fn letters_begin_and_end_in_their_way() {
        for (text, around) in [
            ("Sehr geehrter Herr Munk,", "div"),
            ("\n   Sehr geehrte\u{1a}", "td"),
            ("Dear Ms Oar,", "p"),
            ("Hallo {{ name }},", "p"),
            ("Moin!", "td"),
        ] {
            assert!(opens_letter(text, around), "{text}");
        }
        for (text, around) in [
            ("Hallo {{ name }}", "h1"),
            ("Hallo Welt ist ein Programm.", "p"),
            ("Hello, {{ name }}", "span"),
            ("Hilfe zu Anträgen,", "p"),
            ("Dearborn ist eine Stadt.", "p"),
        ] {
            assert!(!opens_letter(text, around), "{text}");
        }
        assert!(closes_letter(
            "Wir freuen uns.\n  Mit freundlichen Grüßen\nIhr Amt"
        ));
        assert!(closes_letter("Kind regards,"));
        assert!(!closes_letter("Er hat viele Grüße bestellt."));
        assert!(!closes_letter("Sincerelyx"));
    }
}
