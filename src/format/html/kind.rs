//! The kind of an HTML document: a page for people, a part, a mail, a drawing, a stub. Typical marks identify the other
//! kinds; in doubt a document is a page for people.

use crate::model::Attributes;
use scraper::{ElementRef, Html, Node};

use super::taken_out;
use crate::model::{PageKind, PageNature, letter};
use crate::source::Capture;

/// Evidence of the kind in the elements of a page.
#[derive(Default)]
struct Signs {
    /// Anything operable: controls, links, focusable elements.
    operable: bool,
    /// Form controls and buttons.
    controls: bool,
    scripts: bool,
    /// External style sheets or navigation, as in a page of an application.
    furnished: bool,
    /// Images, frames, videos.
    media: bool,
    /// Number of visible words.
    words: usize,
    /// Number of those words inside source listings.
    listed: usize,
}

/// Maximum number of ancestors between a word and its listing: each word is coloured by an element of its own.
const LISTING_DEPTH: usize = 6;

/// Whether an element shows program source, coloured by a library.
fn is_listing(element: ElementRef<'_>) -> bool {
    element.value().name() == "pre"
        && element
            .value()
            .classes()
            .any(|class| class.starts_with("prettyprint") || class.starts_with("lang"))
}

impl Signs {
    fn new(html: &Html) -> Self {
        let mut signs = Self::default();
        for node in html.tree.root().descendants() {
            if let Some(text) = node.value().as_text() {
                let parent = node.parent().and_then(ElementRef::wrap);
                let silent = parent.is_some_and(|parent| {
                    matches!(parent.value().name(), "script" | "style" | "title")
                });
                if !silent {
                    let words = text.split_whitespace().count();
                    signs.words += words;
                    let around = || node.ancestors().filter_map(ElementRef::wrap);
                    if around().take(LISTING_DEPTH).any(is_listing) {
                        signs.listed += words;
                    }
                }
            }
            if let Some(element) = ElementRef::wrap(node) {
                signs.look_at(element);
            }
        }
        signs
    }

    fn look_at(&mut self, element: ElementRef<'_>) {
        let value = element.value();
        match value.name() {
            "input" | "select" | "textarea" | "button" | "form" => {
                self.controls = true;
                self.operable = true;
            }
            "a" | "area" | "summary" | "foreignObject" => self.operable = true,
            "script" => self.scripts = true,
            "nav" => self.furnished = true,
            "link" if value.attribute("rel") == Some("stylesheet") => self.furnished = true,
            "img" | "iframe" | "video" | "audio" | "object" | "embed" | "canvas" | "frameset"
            | "svg" => self.media = true,
            _ => {}
        }
        self.operable |= value.attribute("tabindex").is_some()
            || value.attrs().any(|(name, _)| name.starts_with("on"));
    }
}

/// The kind of a page. `whole`: whether it has its own root element.
pub fn page_nature(capture: &Capture, html: &Html, whole: bool) -> PageNature {
    let nature = |kind, because: &str| PageNature {
        kind,
        because: because.to_owned(),
    };
    let text = capture.text().map(|text| text.as_str()).unwrap_or_default();
    let signs = Signs::new(html);
    let file = capture.file_name();
    if capture.media_type.is_none() && capture.extension() == "txt" {
        return nature(PageKind::PlainText, "*.txt");
    }
    if is_list_of_bookmarks(text) {
        return nature(PageKind::PlainText, BOOKMARKS);
    }
    if let Some(mark) = documentation(&file, text, &signs) {
        return nature(PageKind::Documentation, mark);
    }
    if let Some(mark) = notice(&file, text, &signs) {
        return nature(PageKind::Notice, mark);
    }
    if let Some(mark) = redirect(html, &signs) {
        return nature(PageKind::Notice, mark);
    }
    if let Some(mark) = letter_mark(capture, html, &file, text, &signs) {
        return nature(PageKind::Letter, &mark);
    }
    let part = included(&file, text)
        .or_else(|| part_of_another(html))
        .or_else(|| fetched_later(html, &signs))
        .or_else(|| store_of_templates(html, text));
    if let Some(mark) = part {
        return nature(PageKind::Part, mark);
    }
    if whole {
        nature(PageKind::Whole, "")
    } else {
        nature(PageKind::Part, "<html>")
    }
}

/// The document type of bookmarks that browsers exchange.
const BOOKMARKS: &str = "NETSCAPE-Bookmark-file";

/// Whether a text is a list of bookmarks for other programs, whose elements have meanings of their own.
pub fn is_list_of_bookmarks(text: &str) -> bool {
    /// Maximum bytes before the document type.
    const MOST_BYTES: usize = 1_000;
    let head = &text[..text.floor_char_boundary(MOST_BYTES)];
    head.contains(BOOKMARKS) && head.contains("<!DOCTYPE")
}

/// The kind of a drawing in its own file.
pub fn drawing_nature(html: &Html) -> PageNature {
    if Signs::new(html).operable {
        PageNature {
            kind: PageKind::Whole,
            because: String::new(),
        }
    } else {
        PageNature {
            kind: PageKind::Drawing,
            because: "<svg>".to_owned(),
        }
    }
}

/// Files whose body is included by another page. Their head and root element serve editors only.
fn included(file: &str, text: &str) -> Option<&'static str> {
    const ENDINGS: [&str; 2] = [".inc.html", ".inc.htm"];
    const BEGINS: &str = "[#begininclude#]";
    let file = file.to_ascii_lowercase();
    let ending = ENDINGS.iter().find(|ending| file.ends_with(**ending));
    ending
        .copied()
        .or_else(|| text.contains(BEGINS).then_some(BEGINS))
}

/// Zope page templates have a root element for the sake of editors; one that fills another page, and one that only
/// defines macros, are still parts.
fn part_of_another(html: &Html) -> Option<&'static str> {
    const FILLS: [&str; 2] = ["metal:use-macro", "metal:extend-macro"];
    const DEFINES: &str = "metal:define-macro";
    let root = html.root_element();
    if let Some(mark) = FILLS.iter().find(|mark| root.attribute(mark).is_some()) {
        return Some(mark);
    }
    if taken_out::omits_tags(root) {
        // Removed wherever the template is used.
        return Some("tal:omit-tag");
    }
    if root.attribute(DEFINES).is_some() {
        return None;
    }
    let mut defines = false;
    for element in root.descendants().filter_map(ElementRef::wrap) {
        let value = element.value();
        if value.name() == "title" && element.parent().is_none_or(is_head) {
            return None;
        }
        defines |= value.attribute(DEFINES).is_some()
            || value.name().starts_with("metal:") && value.attribute("define-macro").is_some();
    }
    defines.then_some(DEFINES)
}

/// A document without a head of its own and with an empty body: a script of another page fetches it.
fn fetched_later(html: &Html, signs: &Signs) -> Option<&'static str> {
    if signs.scripts {
        return None;
    }
    let mut mark = None;
    for part in html.root_element().child_elements() {
        if part.value().name() == "head" {
            for child in part.child_elements() {
                // Without a `body` tag, a template belongs to the head.
                if child.value().name() != "template" {
                    return None;
                }
                mark = Some("<template>");
            }
            continue;
        }
        if part.value().name() != "body" {
            return None;
        }
        for child in part.children() {
            match child.value() {
                Node::Text(text) if !text.trim().is_empty() => return None,
                Node::Element(element) if element.name() == "template" => {
                    mark = Some("<template>");
                }
                Node::Element(element) if element.attribute("hidden").is_some() => {
                    mark = mark.or(Some("hidden"));
                }
                Node::Element(_) => return None,
                _ => {}
            }
        }
    }
    mark
}

/// Templates for scripts with nothing but a doctype in front, such as the definition of a component: a program reads the
/// file, nobody opens it.
fn store_of_templates(html: &Html, text: &str) -> Option<&'static str> {
    const SKELETON: [&str; 6] = ["<html", "<head>", "<head ", "<body", "<title>", "<title "];
    let lower = text.to_ascii_lowercase();
    if SKELETON.iter().any(|tag| lower.contains(tag)) {
        return None;
    }
    let mut mark = None;
    let parts = html.root_element().child_elements();
    for child in parts.flat_map(|part| part.children()) {
        match child.value() {
            Node::Text(text) if !text.trim().is_empty() => return None,
            Node::Element(element) => match element.name() {
                "script" if element.attr("src").is_some() => return None,
                "script" if holds_template(element.attr("type")) => mark = Some("<script type>"),
                "dom-module" => mark = Some("<dom-module>"),
                "script" | "style" | "link" | "template" => {}
                _ => return None,
            },
            _ => {}
        }
    }
    mark
}

/// Whether the type of a script says that it is markup for a program.
fn holds_template(kind: Option<&str>) -> bool {
    let kind = kind.unwrap_or_default().trim().to_ascii_lowercase();
    let templates = ["text/html", "text/template"];
    templates.contains(&kind.as_str()) || kind.contains("-template") || kind.contains("handlebars")
}

fn is_head(node: ego_tree::NodeRef<'_, Node>) -> bool {
    let around = ElementRef::wrap(node);
    around.is_some_and(|around| around.value().name() == "head")
}

/// Source documentation, generated or read by a tool.
fn documentation(file: &str, text: &str, signs: &Signs) -> Option<&'static str> {
    const GENERATED: [&str; 9] = [
        "<!-- Generated by javadoc",
        "<!-- Generated by groovydoc",
        "<!-- Generated by Doxygen",
        "<meta name=\"generator\" content=\"Doxygen",
        "<!-- Generated by: Epydoc",
        "Documentation generated by <a href=\"https://github.com/jsdoc",
        "<meta name=\"generator\" content=\"pdoc",
        "<meta name=\"generator\" content=\"rustdoc",
        // Classes in the format of the ExtJS documentation tool.
        "xmlns:ext=\"http://www.extjs.com\"",
    ];
    let generated = GENERATED.iter().find(|mark| text.contains(**mark));
    if let Some(mark) = generated {
        return Some(mark);
    }
    if signs.listed * 5 > signs.words * 4 && !signs.controls {
        // Source code, line by line.
        return Some("<pre>");
    }
    // Visual Studio adds this file to every new project.
    let of_tool = file.eq_ignore_ascii_case("project_readme.html");
    if of_tool && !signs.controls {
        return Some("Project_Readme.html");
    }
    let described = matches!(file, "package.html" | "overview.html");
    (described && !signs.controls && !signs.scripts && !signs.furnished).then_some("package.html")
}

/// A page of the server itself: access denied in a folder, an empty index.
fn notice(file: &str, text: &str, signs: &Signs) -> Option<&'static str> {
    const MOST_BYTES: usize = 1_000;
    const MOST_WORDS: usize = 20;
    /// Reason phrases of HTTP.
    const PHRASES: [&str; 5] = [
        "forbidden",
        "access denied",
        "not found",
        "unauthorized",
        "no access",
    ];
    let small = text.len() <= MOST_BYTES && signs.words <= MOST_WORDS;
    if !small || signs.operable || signs.scripts || signs.media || signs.furnished {
        return None;
    }
    let is_index = matches!(file, "index.html" | "index.htm");
    if is_index && signs.words == 0 {
        return Some("index.html");
    }
    let lower = text.to_ascii_lowercase();
    let coded = lower
        .split(|ch: char| !ch.is_ascii_alphanumeric())
        .any(|word| {
            word.len() == 3 && word.starts_with('4') && word.bytes().all(|b| b.is_ascii_digit())
        });
    let named = file.starts_with('4')
        && file
            .get(..3)
            .is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit()));
    let phrase = PHRASES.iter().find(|phrase| lower.contains(**phrase));
    phrase.filter(|_| is_index || coded || named).copied()
}

/// A page that immediately redirects its reader: by a refresh without delay, or by a script without any other content.
fn redirect(html: &Html, signs: &Signs) -> Option<&'static str> {
    /// Maximum number of words; with more it is a page of its own that also refreshes.
    const MOST_WORDS: usize = 40;
    const MOST_BYTES: usize = 1_000;
    const LOCATIONS: [&str; 6] = [
        "location.href",
        "location.replace(",
        "location.assign(",
        "location=",
        "location =",
        "location.pathname",
    ];
    let elements = || {
        html.root_element()
            .descendants()
            .filter_map(ElementRef::wrap)
    };
    let without_script = |element: ElementRef<'_>| {
        let mut around = element.ancestors().filter_map(ElementRef::wrap);
        around.any(|around| around.value().name() == "noscript")
    };
    let refreshes = |element: ElementRef<'_>| {
        let is_refresh = element
            .attribute("http-equiv")
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("refresh"));
        let content = element.attribute("content").unwrap_or_default().trim();
        let (delay, target) = content.split_once([';', ',']).unwrap_or((content, ""));
        is_refresh
            && !without_script(element)
            && !target.trim().is_empty()
            && delay.trim().parse::<f64>().is_ok_and(|delay| delay == 0.0)
    };
    if !signs.controls && signs.words <= MOST_WORDS && elements().any(refreshes) {
        return Some("http-equiv=\"refresh\"");
    }
    let body = elements().find(|element| element.value().name() == "body")?;
    let mut sends_on = false;
    for element in elements().filter(|element| element.value().name() == "script") {
        let program: String = element.text().collect();
        let sends = element.attribute("src").is_none()
            && program.len() <= MOST_BYTES
            && LOCATIONS.iter().any(|location| program.contains(location));
        if !sends {
            return None;
        }
        sends_on = true;
    }
    // A link to the same page is for browsers without scripts.
    if sends_on && !signs.controls && signs.words <= MOST_WORDS && all_send_on(html) {
        return Some("location");
    }
    let shows_nothing = body.children().all(|child| match child.value() {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => matches!(element.name(), "script" | "noscript"),
        _ => true,
    });
    (sends_on && shows_nothing && body.value().attrs().all(|(name, _)| name != "id"))
        .then_some("location")
}

/// Whether the scripts of a page do nothing but leave it, and its links only name where they lead.
fn all_send_on(html: &Html) -> bool {
    const HOLDERS: [&str; 6] = [
        "window.",
        "document.",
        "self.",
        "top.",
        "parent.",
        "location",
    ];
    let elements = || {
        let all = html.root_element().descendants();
        all.filter_map(ElementRef::wrap)
    };
    let leaves = |script: ElementRef<'_>| {
        let program: String = script.text().collect();
        let program = program.trim().trim_end_matches(';');
        HOLDERS.iter().any(|word| program.starts_with(word))
            && program.contains("location")
            && !program.contains([';', '{'])
    };
    let names_target = |link: ElementRef<'_>| {
        let text: String = link.text().collect();
        link.attribute("href") == Some(text.trim())
    };
    elements().all(|element| match element.value().name() {
        "script" => leaves(element),
        "a" => names_target(element),
        "img" | "iframe" | "object" => false,
        _ => true,
    })
}

/// Whether a page is written for mail programs: it has the namespaces of Outlook's drawings without Word's own. Word
/// writes all of them into pages.
fn is_made_for_outlook(html: &Html) -> bool {
    const DRAWS: [&str; 2] = [
        "urn:schemas-microsoft-com:vml",
        "urn:schemas-microsoft-com:office:office",
    ];
    const WORD: &str = "urn:schemas-microsoft-com:office:word";
    let states = |space: &str| {
        let mut attributes = html.root_element().value().attrs();
        attributes.any(|(_, value)| value == space)
    };
    DRAWS.iter().all(|space| states(space)) && !states(WORD)
}

/// Mails and print documents: shown by mail clients and PDF generators, not by browsers.
fn letter_mark(
    capture: &Capture,
    html: &Html,
    file: &str,
    text: &str,
    signs: &Signs,
) -> Option<String> {
    const MARKS: [&str; 5] = [
        "<!--[if mso",
        "urn:schemas-microsoft-com:vml",
        "x-apple-disable-message-reformatting",
        "<mjml",
        "-pdf-frame",
    ];
    if signs.controls || signs.furnished {
        return None;
    }
    if is_made_for_outlook(html) {
        // A script in it is a preview for its authors.
        return Some("urn:schemas-microsoft-com:vml".to_owned());
    }
    if signs.scripts {
        return None;
    }
    if let Some(mark) = MARKS.iter().find(|mark| text.contains(**mark)) {
        return Some((*mark).to_owned());
    }
    let printed = text.contains("@page") && text.contains("size:");
    if printed {
        return Some("@page".to_owned());
    }
    if capture.media_type.is_some() {
        // A server's response is opened in a browser.
        return None;
    }
    if letter::has_inserts(text)
        && let Some(mark) = opening_of_letter(html)
    {
        return Some(mark);
    }
    if let Some(mark) = placeholder_of_mail(text) {
        return Some(mark.to_owned());
    }
    if let Some(mark) = letter::phrase_of_mail(&text.to_lowercase()) {
        return Some(mark.to_owned());
    }
    let folder = capture
        .below
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    letter::mail_in_path(folder).or_else(|| letter::mail_in_path(file))
}

/// The line with which a letter begins.
fn opening_of_letter(html: &Html) -> Option<String> {
    html.tree.root().descendants().find_map(|node| {
        let text = node.value().as_text()?;
        let around = node.parent().and_then(ElementRef::wrap)?;
        let is_program = matches!(around.value().name(), "script" | "style");
        let opens = !is_program && letter::opens_letter(text, around.value().name());
        opens.then(|| text.trim().lines().next().unwrap_or_default().to_owned())
    })
}

/// A placeholder for a part of a mail: `@EMAILSIGNATURE@`, `###MAIL_BODY###`, `%EMAIL_TEXT%`.
fn placeholder_of_mail(text: &str) -> Option<&str> {
    const SIGNS: [char; 3] = ['@', '%', '#'];
    let named = |part: &&str| {
        let is_name = part.bytes().all(|at| at.is_ascii_uppercase() || at == b'_');
        let said = part
            .strip_prefix("E")
            .unwrap_or(part)
            .trim_start_matches('_');
        is_name && said.strip_prefix("MAIL").is_some_and(|what| what.len() > 2)
    };
    text.split(SIGNS).skip(1).find(named)
}

#[cfg(test)]
mod tests;
