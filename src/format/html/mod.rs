//! HTML: the page as a tree with positions, and its form controls as schema elements; SVG drawings with content.

mod attribute;
mod brought;
mod controls;
mod embedded;
mod filled;
mod hole;
mod kind;
mod label;
mod parse;
mod printed;
mod tables;
mod taken_out;

pub use self::brought::{brings_elements, is_said_beside};
pub use self::hole::{Hole, Holes, Made};
pub use self::kind::is_list_of_bookmarks;
use self::parse::Syntax;
pub use self::tables::html_tables;
use super::{Failure, Format, Note, Parsed, Recognition, xml};
use crate::model::{
    Facilities, LinkedSheets, PageModel, PageNature, SchemaModel, SourceText, Unknowns,
};
use crate::source::Capture;
use crate::topic::Topic;

/// HTML and XHTML.
pub struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml", "xht", "shtml"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let named = self.extensions().contains(&capture.extension().as_str());
        let stated = capture
            .media_type
            .as_deref()
            .is_some_and(|stated| matches!(stated, "text/html" | "application/xhtml+xml"));
        match (begins_as_html(capture.head()), stated, named) {
            // Program source with embedded HTML (PHP) may start like a page; its file name decides.
            (true, true, _) | (true, _, true) => Recognition::Certain,
            (true, ..) | (_, true, _) | (.., true) => Recognition::Likely,
            _ => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let page = page(capture)?;
        let mut controls = controls::read_page_controls(&page, &Holes::default());
        for choice in printed::printed_choices(&page, topic) {
            controls.add_element(choice);
        }
        let letter = super::template::relate_page(&mut controls, capture, topic);
        let lost = match syntax(capture) {
            Syntax::Xml => xml::malformed(&page.text),
            Syntax::Html => None,
        };
        let note = |failure: Failure| Note {
            reason: failure.reason,
            span: failure.span,
            detail: failure.detail,
        };
        let (inside, mut notes) = embedded::trees_inside(&page);
        notes.extend(lost.map(note));
        let mut pages = vec![page];
        pages.extend(inside);
        Ok(Parsed {
            schemas: std::iter::once(controls).chain(letter).collect(),
            pages,
            notes,
            ..Parsed::default()
        })
    }
}

/// SVG drawings with content. The very many icons without words, roles and links are not pages.
pub struct Svg;

impl Format for Svg {
    fn name(&self) -> &'static str {
        "svg"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["svg"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        const SPEAKING: [&str; 8] = [
            "<title",
            "<desc",
            "<text",
            "<a ",
            "<foreignObject",
            "role=",
            "aria-",
            "tabindex=",
        ];
        let stated = capture.media_type.as_deref() == Some("image/svg+xml");
        if !stated && capture.extension() != "svg" {
            return Recognition::No;
        }
        let head = capture.head();
        if head.contains("<svg") && SPEAKING.iter().any(|mark| head.contains(mark)) {
            Recognition::Likely
        } else {
            Recognition::No
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let mut drawing = page(capture)?;
        drawing.nature = kind::drawing_nature(&drawing.html);
        Ok(Parsed {
            pages: vec![drawing],
            ..Parsed::default()
        })
    }
}

/// The controls of markup with hidden parts of a template language: `masked` has the length of `text`.
///
/// # Errors
/// The limit that was exceeded.
pub fn controls_of(
    document: &str,
    text: &SourceText,
    masked: String,
    holes: &Holes,
) -> Result<SchemaModel, Failure> {
    let tree = parse::parse(&masked, Syntax::Html)?;
    let page = PageModel {
        document: document.to_owned(),
        text: SourceText::new(masked),
        html: tree.html,
        provides: Facilities::DOM.and(Facilities::POSITION),
        nature: PageNature::default(),
        positions: tree.positions,
        sheets: LinkedSheets::default(),
        scripts: Vec::new(),
        unknowns: Unknowns::default(),
        embedded: None,
    };
    let mut controls = controls::read_page_controls(&page, holes);
    controls.text = text.clone();
    Ok(controls)
}

/// Reads a capture as a page.
///
/// # Errors
/// The limit that was exceeded.
pub(super) fn page(capture: &Capture) -> Result<PageModel, Failure> {
    let text = capture.text()?;
    let syntax = match is_read_as_xml(capture.head()) {
        true => Syntax::Xml,
        false => syntax(capture),
    };
    let mut tree = parse::parse(&taken_out::without_remarks(text.as_str()), syntax)?;
    taken_out::take_out(&mut tree.html, text.as_str());
    let whole = PageModel::is_whole(&tree.html, &tree.positions);
    Ok(PageModel {
        document: capture.document.clone(),
        text: text.clone(),
        nature: kind::page_nature(capture, &tree.html, whole),
        html: tree.html,
        provides: Facilities::DOM.and(Facilities::POSITION),
        positions: tree.positions,
        sheets: capture.sheets().clone(),
        scripts: capture.scripts().to_vec(),
        unknowns: Unknowns::default(),
        embedded: None,
    })
}

/// Browsers read XHTML as XML if its name or media type says so.
fn syntax(capture: &Capture) -> Syntax {
    let stated = capture.media_type.as_deref();
    let named = || matches!(capture.extension().as_str(), "xhtml" | "xht");
    if stated.map_or_else(named, |stated| stated == "application/xhtml+xml") {
        Syntax::Xml
    } else {
        Syntax::Html
    }
}

/// Whether a page template engine reads it as XML, whatever browsers receive: Zope and Genshi do.
fn is_read_as_xml(head: &str) -> bool {
    const SPACES: [&str; 3] = ["xmlns:tal=", "xmlns:metal=", "xmlns:py="];
    SPACES.iter().any(|space| head.contains(space))
}

/// Whether a text starts with something specific to HTML, after comments and an XML declaration.
pub(super) fn begins_as_html(head: &str) -> bool {
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let skipped = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")
        } else if let Some(declaration) = rest.strip_prefix("<?xml ") {
            declaration.split_once("?>")
        } else {
            break;
        };
        match skipped {
            Some((_, behind)) => rest = behind.trim_start(),
            None => return false,
        }
    }
    let starts = |word: &str| {
        rest.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
            && rest[word.len()..].starts_with(|ch: char| ch == '>' || ch.is_ascii_whitespace())
    };
    ["<!doctype html", "<html", "<head", "<body"]
        .into_iter()
        .any(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_recognised_by_their_beginning() {
        for head in [
            "<!DOCTYPE html><p>",
            "\u{feff}\n<!-- x --><HTML lang=de>",
            "<?xml version='1.0'?>\n<!doctype html PUBLIC ''>",
            "<body\nclass=x>",
        ] {
            assert!(begins_as_html(head), "{head}");
        }
        for head in ["", "<svg>", "<htmlx>", "<!-- open", "<?xml ", "<htmlä"] {
            assert!(!begins_as_html(head), "{head}");
        }
    }

    #[test]
    fn xhtml_that_is_no_xml_is_said_to_be_broken() {
        use crate::gap::GapReason;
        let notes = |name: &str, text: &str| {
            let topic = Topic::default();
            let parsed = Html.parse(&Capture::new(name, "a", text.as_bytes()), &topic);
            let notes = parsed.expect("within limits").notes;
            notes.iter().map(|note| note.reason).collect::<Vec<_>>()
        };
        let open = "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>a<b></p></body></html>";
        assert_eq!(notes("a.xhtml", open), [GapReason::Malformed]);
        assert_eq!(notes("a.html", open), []);
        let entity = "<html xmlns='http://www.w3.org/1999/xhtml'><body>a&nbsp;b</body></html>";
        assert_eq!(notes("a.xhtml", entity), []);
    }
}
