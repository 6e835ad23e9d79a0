//! The facts about a PDF document that rules need (ISO 32000-1).

/// One PDF document, reduced to what rules ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfModel {
    /// Path or URL of the document, as in reports.
    pub document: String,
    /// Number of pages.
    pub pages: u32,
    /// Its title: from the metadata, or else from the older document information.
    pub title: Option<String>,
    /// Whether viewers are told to show the title instead of the file name.
    pub shows_title: bool,
    /// The language of the whole document, as written.
    pub language: Option<String>,
    /// Whether it is tagged.
    pub tagging: PdfTagging,
    /// Languages of the top-level structure elements, as written; `None` for an element that states none.
    pub part_languages: Vec<Option<String>>,
    /// Whether an element further inside, or a piece of content, states a language.
    pub names_languages: bool,
    /// Whether assistive technology may read it.
    pub extraction: PdfExtraction,
    /// Visible form controls.
    pub fields: Vec<PdfField>,
    /// Structure elements tagged as figures or formulas.
    pub figures: Vec<PdfFigure>,
    /// Structure elements tagged as tables.
    pub tables: Vec<PdfTable>,
    /// Whether it has bookmarks.
    pub has_bookmarks: bool,
    /// The part of PDF/UA it claims to conform to.
    pub claims_ua: Option<String>,
    /// The content of its pages, in order.
    pub contents: Vec<PdfContent>,
    /// Whether all of its tags and fields were read.
    pub is_complete: bool,
}

/// Whether a document is tagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfTagging {
    /// It has no structure tree.
    #[default]
    Absent,
    /// Its structure tree is empty.
    Empty,
    /// It has a structure tree but does not declare itself as tagged.
    Unmarked,
    /// It is tagged.
    Tagged,
}

/// Whether encryption permits reading a document aloud.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfExtraction {
    /// Not encrypted, or permitted.
    #[default]
    Allowed,
    /// Forbidden.
    Forbidden,
    /// Forbidden, but in an encryption version whose readers ignore that.
    Ignored,
    /// Forbidden, although copying the text is permitted.
    Contradictory,
    /// Encrypted in another way.
    Unknown,
}

/// A form control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfField {
    /// Its full name: the names on its path, joined by dots.
    pub name: String,
    /// What is read out for it: its alternate name, or the alternative text of the surrounding tag.
    pub label: Option<String>,
    /// Its kind.
    pub kind: PdfFieldKind,
    /// The caption of a button.
    pub caption: Option<String>,
    /// The options: the stored value, and the displayed text if it differs.
    pub options: Vec<(String, Option<String>)>,
    /// Page number, counted from 1; `None` if the document does not say.
    pub page: Option<u32>,
}

/// Kinds of form controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfFieldKind {
    /// Text.
    Text,
    /// A choice by radio buttons.
    Radio,
    /// A checkbox.
    CheckBox,
    /// A list to choose from.
    List,
    /// A list that also accepts other text.
    OpenList,
    /// A button that triggers an action.
    Button,
    /// A signature field.
    Signature,
}

/// A structure element tagged as a figure or formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfFigure {
    /// What is read out instead.
    pub wording: PdfWording,
    /// Page it starts on, counted from 1.
    pub page: Option<u32>,
}

/// What is read out instead of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfWording {
    /// An alternative text, its own or that of a surrounding element.
    Stated,
    /// An empty alternative text.
    Empty,
    /// No alternative text, but perhaps enough otherwise: it is a formula that may be set as text, or has tagged parts
    /// or a description in another file.
    Parts,
    /// No alternative text, and no content either: some programs write an empty element beside the image it is for.
    Hollow,
    /// No alternative text.
    Silent,
}

/// A structure element tagged as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfTable {
    /// Number of rows.
    pub rows: u32,
    /// Maximum number of cells per row.
    pub columns: u32,
    /// Whether a cell is tagged as a header.
    pub has_headers: bool,
    /// Page it starts on, counted from 1.
    pub page: Option<u32>,
}

/// The content of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfContent {
    /// Text that programs can read.
    Text,
    /// Images without text.
    Pictures,
    /// Lines and areas, without text and images.
    Drawing,
    /// Nothing.
    Nothing,
    /// Content that was not read.
    Unread,
}

impl PdfModel {
    /// Numbers of the pages with this content, counted from 1.
    pub fn pages_of(&self, content: PdfContent) -> Vec<u32> {
        let pages = (1..).zip(&self.contents);
        pages
            .filter(|(_, own)| **own == content)
            .map(|(page, _)| page)
            .collect()
    }

    /// Whether every page with any content consists of images without text.
    pub fn is_scan(&self) -> bool {
        let told = |content: &PdfContent| *content != PdfContent::Nothing;
        let mut filled = self.contents.iter().filter(|it| told(it)).peekable();
        filled.peek().is_some() && filled.all(|content| *content == PdfContent::Pictures)
    }
}
