//! `text-language`: a text is in its stated language (ACT ucwvc8, off6ek).
//!
//! Two independent kinds of evidence must agree for a failure: letter statistics (`whatlang`) and the function words in
//! every sentence. A short text proves nothing.

use crate::model::Attributes;
use std::borrow::Cow;

use ego_tree::NodeId;
use foldhash::HashSet;
use scraper::{ElementRef, Node};
use serde::Deserialize;
use whatlang::{Lang, Script};

use super::language_tags::primary_subtag;
use super::small_words::SmallWords;
use super::{document_target, is_markup};
use crate::a11y::{PageView, Truth, dynamic, insert};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::PageKind;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "text-language",
    facts: &["element", "value", "found", "text"],
    variants: &[],
    build: |table| {
        let params: Params = params(table)?;
        Ok(Check::Page(Box::new(TextLanguage(params))))
    },
};

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The elements whose stated language is compared with their text.
    of: Part,
    /// Minimum number of letters for a question.
    ask: usize,
    /// Minimum number of letters for a proof.
    prove: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Part {
    /// The page as a whole.
    Page,
    /// Elements that state a language of their own.
    Elements,
}

struct TextLanguage(Params);

impl PageCheck for TextLanguage {
    fn concerns(&self, kind: PageKind) -> bool {
        kind.is_page()
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let root = document_target(page);
        let is_own = |element: ElementRef<'_>| {
            let states = element.attribute("lang").is_some();
            states && is_of_element(element)
        };
        if self.0.of == Part::Elements && !page.index.elements().any(is_own) {
            return Vec::new();
        }
        let texts = texts_by_language(page);
        if self.0.of == Part::Page
            && let Some((element, _)) = texts.iter().find(|(here, _)| root.contains(&here.id()))
            && let Some(expectation) = self.compare_with_parts(*element, &texts)
        {
            return vec![(element.id(), expectation)];
        }
        let of_this_rule = texts
            .into_iter()
            .filter(move |(element, _)| match self.0.of {
                Part::Page => root.contains(&element.id()),
                Part::Elements => is_of_element(*element),
            });
        of_this_rule
            .filter_map(|(element, text)| {
                let expectation = self.compare(element, &text)?;
                let expectation = match expectation {
                    Expectation::Unmet(grounds)
                        if self.0.of == Part::Page && is_framed_as_stated(element) =>
                    {
                        Expectation::Unknown(Doubt::NeedsPerson, grounds)
                    }
                    sure => sure,
                };
                Some((element.id(), expectation))
            })
            .collect()
    }
}

/// Whether an element is in the text of a page, so that its language is that of a part.
fn is_of_element(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    !matches!(name, "html" | "head" | "title" | "meta" | "link")
}

impl TextLanguage {
    /// The verdict on a page whose whole text is in parts that state other languages: the language of most of it is
    /// that of the page. `None` for other pages.
    fn compare_with_parts(
        &self,
        page: ElementRef<'_>,
        texts: &[(ElementRef<'_>, String)],
    ) -> Option<Expectation> {
        let value = page.attribute("lang")?;
        if insert::is_insert(value) || dynamic::is_bound(page) {
            return None;
        }
        let stated = primary_subtag(value.trim());
        let (mut found, mut most) = (String::new(), "");
        for (element, text) in texts {
            let has_words = text.chars().any(char::is_alphabetic);
            if !has_words || !is_of_element(*element) && is_mere_title(*element, text) {
                continue;
            }
            let part = primary_subtag(element.attribute("lang")?.trim());
            if are_related(&stated, &part) {
                return None;
            }
            if text.len() > most.len() {
                (found, most) = (part, text);
            }
        }
        lang_of(&found)?;
        let grounds = mismatch(page, value, &found, most);
        let words = SmallWords::new(most);
        Some(
            match words.letters >= self.0.ask && words.plainly_speak(&found) {
                true => Expectation::Unmet(grounds),
                // The stated language may be the wrong one.
                false => Expectation::Unknown(Doubt::NeedsPerson, grounds),
            },
        )
    }

    /// The verdict on a text; `None` if there is none.
    fn compare(&self, element: ElementRef<'_>, text: &str) -> Option<Expectation> {
        let value = element.attribute("lang")?;
        if insert::is_insert(value) || dynamic::is_bound(element) {
            return None;
        }
        let stated = primary_subtag(value.trim());
        lang_of(&stated)?;
        let text_words = SmallWords::new(text);
        if text_words.letters >= self.0.ask && text_words.plainly_speak(&stated) {
            return Some(Expectation::Met);
        }
        let other = text_words.of_one_other(&stated);
        if let Some(found) = other.filter(|found| !are_related(&stated, found)) {
            let grounds = mismatch(element, value, found, text);
            return Some(Expectation::Unmet(grounds));
        }
        let evidence = Evidence::new(&stated, text, &text_words)?;
        if evidence.letters < self.0.ask && !evidence.is_plain() {
            return None;
        }
        let grounds = || mismatch(element, value, &evidence.found, text);
        Some(match evidence.agrees() {
            Truth::Yes => Expectation::Met,
            Truth::No if evidence.letters >= self.0.prove => Expectation::Unmet(grounds()),
            _ => Expectation::Unknown(Doubt::NeedsPerson, grounds()),
        })
    }
}

/// Whether what frames a page speaks the stated language: its headings and paragraphs outside tables, lists and listings.
/// A long reference in another language is a part of it.
fn is_framed_as_stated(page: ElementRef<'_>) -> bool {
    /// Minimum number of letters of the frame, and of its function words.
    const LEAST_LETTERS: usize = 60;
    const LEAST_WORDS: usize = 4;
    const INSERTED: [&str; 6] = ["table", "ul", "ol", "dl", "pre", "blockquote"];
    let mut frame = String::new();
    for element in page.descendants().filter_map(ElementRef::wrap) {
        let speaks = matches!(
            element.value().name(),
            "title" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p"
        );
        let mut around = element.ancestors().filter_map(ElementRef::wrap);
        if speaks && !around.any(|around| INSERTED.contains(&around.value().name())) {
            frame.extend(element.text());
            frame.push_str(". ");
        }
    }
    let stated = primary_subtag(page.attribute("lang").unwrap_or_default().trim());
    let words = SmallWords::new(&frame);
    let own = words.of(&stated).unwrap_or_default();
    words.letters >= LEAST_LETTERS
        && own >= LEAST_WORDS
        && words.of_one_other(&stated).is_none()
        && lang_of(&stated).is_some()
}

/// Whether the only text of a page outside parts with their own language is its title.
fn is_mere_title(page: ElementRef<'_>, text: &str) -> bool {
    let title = page
        .descendants()
        .filter_map(ElementRef::wrap)
        .find(|element| element.value().name() == "title");
    title.is_some_and(|title| title.text().collect::<String>().trim() == text.trim())
}

/// The grounds for a text in another language than stated.
fn mismatch(element: ElementRef<'_>, stated: &str, found: &str, text: &str) -> Grounds {
    let beginning: String = text.chars().take(120).collect();
    Grounds::none()
        .with("element", element.value().name())
        .with("value", stated.trim())
        .with("found", found)
        .with("text", beginning.trim())
}

/// Evidence of the language of a text.
struct Evidence {
    /// Number of letters.
    letters: usize,
    /// The language by statistics, as a subtag.
    found: String,
    /// Whether the statistics are reliable.
    reliable: bool,
    /// Number of function words of the stated language, and of the found one; `None` if none are known.
    stated_words: Option<usize>,
    found_words: Option<usize>,
    /// Whether the two languages are hard to distinguish.
    related: bool,
    /// Whether nearly all letters are of a script not used by the stated language.
    foreign_script: bool,
}

impl Evidence {
    /// Examines a text; `None` if the result is not a language with statistics.
    fn new(stated: &str, text: &str, words: &SmallWords) -> Option<Self> {
        let info = whatlang::detect(&sample(text))?;
        let found = subtag_of(info.lang())?;
        Some(Self {
            letters: words.letters,
            found: found.to_owned(),
            reliable: info.is_reliable(),
            stated_words: words.of(stated),
            found_words: words.of(found),
            related: are_related(stated, found),
            foreign_script: is_latin(stated)
                && info.script() != Script::Latin
                && words.is_mostly_foreign(),
        })
    }

    /// Whether function words alone identify the language of a text too short for statistics.
    fn is_plain(&self) -> bool {
        let (stated, found) = (self.stated_words, self.found_words);
        self.letters >= 25 && matches!((stated, found), (Some(0), Some(2..)) | (Some(2..), Some(0)))
    }

    /// Whether the text is in the stated language.
    fn agrees(&self) -> Truth {
        if self.related {
            return Truth::Yes;
        }
        if self.foreign_script {
            return Truth::No;
        }
        match (self.stated_words, self.found_words) {
            // Nearly every sentence has function words; many of another language identify it.
            (Some(stated), Some(found)) if self.reliable && found >= 4 && found >= 6 * stated => {
                Truth::No
            }
            // Statistics are wrong for lists of names and products.
            (Some(stated), Some(found)) if stated >= found => Truth::Yes,
            (Some(stated), None) if stated >= 3 => Truth::Yes,
            (Some(0), None) if self.reliable && self.letters >= 400 => Truth::No,
            (_, Some(found)) if !self.reliable && found < 2 => Truth::Yes,
            (_, None) if !self.reliable => Truth::Yes,
            _ => Truth::Unknown,
        }
    }
}

/// A sample sufficient for statistics: the beginning of a text (with menus), its middle, and its end.
fn sample(text: &str) -> Cow<'_, str> {
    /// Number of bytes of each part.
    const PART: usize = 1_000;
    if text.len() <= 3 * PART {
        return Cow::Borrowed(text);
    }
    let starts = [0, (text.len() - PART) / 2, text.len() - PART];
    let parts = starts.map(|start| {
        let start = text.ceil_char_boundary(start);
        &text[start..text.floor_char_boundary(start + PART)]
    });
    Cow::Owned(parts.join(" "))
}

/// Texts by the element that states their language, in tree order. Parts without sentences for people are left out,
/// such as program source.
fn texts_by_language<'a>(view: &PageView<'a>) -> Vec<(ElementRef<'a>, String)> {
    /// Maximum length of text needed to identify a language.
    const MOST_TEXT: usize = 20_000;
    let mut texts: Vec<(ElementRef<'a>, String)> = Vec::new();
    // A naming text is read out, hidden or not.
    let namers: HashSet<&str> = view
        .index
        .elements()
        .filter_map(|element| element.attribute("aria-labelledby"))
        .flat_map(str::split_ascii_whitespace)
        .collect();
    // By position: the text that an element's own text belongs to; `None` if it does not count.
    let mut owners: Vec<Option<usize>> = Vec::with_capacity(view.index.len());
    for (position, element) in view.index.elements().enumerate() {
        let states = element
            .attribute("lang")
            .is_some_and(|lang| !lang.trim().is_empty());
        let inherited = view
            .index
            .parent(position)
            .and_then(|parent| owners[parent]);
        let owner = if !is_prose(element) {
            None
        } else if states {
            texts.push((element, String::new()));
            Some(texts.len() - 1)
        } else {
            inherited
        };
        owners.push(owner);
        let is_title = element.value().name() == "title";
        let Some((_, text)) = owner.and_then(|owner| texts.get_mut(owner)) else {
            continue;
        };
        let is_namer = element
            .attribute("id")
            .is_some_and(|id| namers.contains(id));
        let is_said = is_title || is_namer || {
            let reaches = view.rendered(element).or(view.exposed(element));
            !reaches.is_no()
        };
        if text.len() > MOST_TEXT || !is_said {
            continue;
        }
        let named = ["alt", "aria-label"]
            .iter()
            .filter_map(|name| element.attribute(name));
        for said in named {
            text.push_str(said);
            text.push_str(". ");
        }
        for child in element.children() {
            if let Node::Text(own) = child.value()
                && !own.trim().is_empty()
            {
                text.push_str(own.trim());
                text.push(' ');
            }
        }
    }
    texts
}

/// Whether the content of an element is written for people, in some language.
fn is_prose(element: ElementRef<'_>) -> bool {
    const NONE: [&str; 14] = [
        "code", "kbd", "math", "noscript", "option", "pre", "samp", "script", "style", "svg",
        "template", "textarea", "time", "var",
    ];
    is_markup(element)
        && !NONE.contains(&element.value().name())
        && element.attribute("translate") != Some("no")
}

/// Languages with statistics, by subtag (ISO 639-1, as required by RFC 5646).
const LANGUAGES: &[(&str, Lang)] = &[
    ("af", Lang::Afr),
    ("ar", Lang::Ara),
    ("az", Lang::Aze),
    ("be", Lang::Bel),
    ("bg", Lang::Bul),
    ("ca", Lang::Cat),
    ("cs", Lang::Ces),
    ("da", Lang::Dan),
    ("de", Lang::Deu),
    ("el", Lang::Ell),
    ("en", Lang::Eng),
    ("es", Lang::Spa),
    ("et", Lang::Est),
    ("fa", Lang::Pes),
    ("fi", Lang::Fin),
    ("fr", Lang::Fra),
    ("he", Lang::Heb),
    ("hi", Lang::Hin),
    ("hr", Lang::Hrv),
    ("hu", Lang::Hun),
    ("hy", Lang::Hye),
    ("id", Lang::Ind),
    ("it", Lang::Ita),
    ("ja", Lang::Jpn),
    ("ka", Lang::Kat),
    ("ko", Lang::Kor),
    ("lt", Lang::Lit),
    ("lv", Lang::Lav),
    ("mk", Lang::Mkd),
    ("nb", Lang::Nob),
    ("nl", Lang::Nld),
    ("pl", Lang::Pol),
    ("pt", Lang::Por),
    ("ro", Lang::Ron),
    ("ru", Lang::Rus),
    ("sk", Lang::Slk),
    ("sl", Lang::Slv),
    ("sr", Lang::Srp),
    ("sv", Lang::Swe),
    ("th", Lang::Tha),
    ("tr", Lang::Tur),
    ("uk", Lang::Ukr),
    ("ur", Lang::Urd),
    ("vi", Lang::Vie),
    ("zh", Lang::Cmn),
];

fn lang_of(subtag: &str) -> Option<Lang> {
    let subtag = match subtag {
        "no" | "nn" => "nb",
        "bs" | "sh" => "hr",
        "iw" => "he",
        other => other,
    };
    let found = LANGUAGES.iter().find(|(known, _)| *known == subtag);
    found.map(|(_, lang)| *lang)
}

fn subtag_of(lang: Lang) -> Option<&'static str> {
    let found = LANGUAGES.iter().find(|(_, known)| *known == lang);
    found.map(|(subtag, _)| *subtag)
}

/// Whether two languages are the same, or too similar for statistics.
fn are_related(one: &str, other: &str) -> bool {
    const NEAR: [&[&str]; 9] = [
        &["no", "nb", "nn", "da"],
        &["hr", "sr", "bs", "sh", "sl"],
        &["cs", "sk"],
        &["es", "pt", "ca", "gl"],
        &["nl", "af"],
        &["ru", "uk", "be", "bg", "mk"],
        &["tr", "az"],
        &["ar", "fa", "ur"],
        &["zh", "ja"],
    ];
    one == other
        || NEAR
            .iter()
            .any(|near| near.contains(&one) && near.contains(&other))
}

fn is_latin(language: &str) -> bool {
    const OTHERS: [&str; 18] = [
        "ar", "be", "bg", "el", "fa", "he", "hi", "hy", "ja", "ka", "ko", "mk", "ru", "sr", "th",
        "uk", "ur", "zh",
    ];
    !OTHERS.contains(&language)
}

#[cfg(test)]
mod tests {
    use super::super::small_words::parse_function_words;
    use super::*;

    const GERMAN: &str = "Der Antrag ist vollständig auszufüllen und mit den Unterlagen bei der Stelle einzureichen, die \
        für Ihren Wohnort zuständig ist. Wenn Sie Fragen haben, wenden Sie sich bitte an uns.";
    const ENGLISH: &str = "The application has to be filled in and handed to the office that is responsible for the \
        place where you live. If you have any questions, you can ask us and we will help you.";

    fn agrees(stated: &str, text: &str) -> Option<Truth> {
        lang_of(stated)?;
        Evidence::new(stated, text, &SmallWords::new(text)).map(|evidence| evidence.agrees())
    }

    #[test]
    fn function_words_load() {
        let lists = parse_function_words().expect("function_words.toml");
        assert!(lists.len() >= 10);
        assert!(lists.keys().all(|language| lang_of(language).is_some()));
    }

    #[test]
    fn sentences_tell_their_language() {
        assert_eq!(agrees("de", GERMAN), Some(Truth::Yes));
        assert_eq!(agrees("en", ENGLISH), Some(Truth::Yes));
        assert_eq!(agrees("en", GERMAN), Some(Truth::No));
        assert_eq!(agrees("de", ENGLISH), Some(Truth::No));
        assert_eq!(agrees("fi", ENGLISH), Some(Truth::Unknown));
        assert_eq!(
            agrees("de", "Это написано по-русски, а не по-немецки."),
            Some(Truth::No)
        );
        // Languages without statistics.
        assert_eq!(agrees("gsw", GERMAN), None);
        assert_eq!(
            agrees(
                "de",
                "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod."
            ),
            None
        );
    }

    #[test]
    fn small_words_alone_tell_only_what_statistics_would_not_change() {
        let speaks = |language, text: &str| SmallWords::new(text).plainly_speak(language);
        assert!(speaks("de", GERMAN) && speaks("en", ENGLISH));
        assert!(!speaks("en", GERMAN) && !speaks("de", ENGLISH));
        assert!(!speaks("de", "Antrag Bescheid Gebühr"));
        assert!(!speaks(
            "de",
            &format!("der die das {}", "письмо ".repeat(40))
        ));
    }

    #[test]
    fn long_texts_are_sampled_between_letters() {
        let long = "ä".repeat(10_001);
        assert!(sample(&long).len() < 6_010);
        assert_eq!(sample("kurz"), "kurz");
    }

    #[test]
    fn both_languages_in_one_text_prove_nothing() {
        let mixed = format!("{GERMAN} {ENGLISH}");
        assert_ne!(agrees("de", &mixed), Some(Truth::No));
        assert_ne!(agrees("en", &mixed), Some(Truth::No));
    }
}
