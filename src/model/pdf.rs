//! What a PDF document says about itself, as far as rules on documents ask for it (ISO 32000-1).

/// One PDF document. What nobody asks for is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfModel {
    /// Path or URL of the document, as reports name it.
    pub document: String,
    /// How many pages it has.
    pub pages: u32,
    /// Its title: of the metadata, else of the older document information.
    pub title: Option<String>,
    /// Whether viewers are told to show the title in place of the file name.
    pub shows_title: bool,
    /// The language of the whole document, as written.
    pub language: Option<String>,
    /// Whether it is tagged.
    pub tagging: PdfTagging,
    /// Languages of the outermost parts of the tag tree, as written; `None` for a part that states none.
    pub part_languages: Vec<Option<String>>,
    /// Whether a part further inside, or a piece of the content, states a language.
    pub names_languages: bool,
    /// Whether programs of assistive technology may read it.
    pub extraction: PdfExtraction,
    /// Controls of its form that people see.
    pub fields: Vec<PdfField>,
    /// Parts that are tagged as figures or formulas.
    pub figures: Vec<PdfFigure>,
    /// Parts that are tagged as tables.
    pub tables: Vec<PdfTable>,
    /// Whether it has bookmarks.
    pub has_bookmarks: bool,
    /// The part of PDF/UA that it claims to meet.
    pub claims_ua: Option<String>,
    /// What its pages hold, in their order.
    pub contents: Vec<PdfContent>,
    /// Whether all of its tags and fields were read.
    pub is_complete: bool,
}

/// Whether a document is tagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfTagging {
    /// It has no tag tree.
    #[default]
    Absent,
    /// It has a tag tree in which nothing stands.
    Empty,
    /// It has a tag tree and does not say that it keeps to the rules of tagging.
    Unmarked,
    /// It is tagged.
    Tagged,
}

/// What encryption allows to programs that read a document aloud.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfExtraction {
    /// The document is not encrypted, or allows it.
    #[default]
    Allowed,
    /// It forbids it.
    Forbidden,
    /// It forbids it, in a version of encryption whose readers ignore that.
    Ignored,
    /// It forbids it, and allows to copy its text.
    Contradictory,
    /// It is encrypted in another way.
    Unknown,
}

/// A control of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfField {
    /// Its full name: the names on its path, joined by dots.
    pub name: String,
    /// What is read out for it: its alternate name, or the alternative of the tag around it.
    pub label: Option<String>,
    /// What kind it is.
    pub kind: PdfFieldKind,
    /// What stands on a button.
    pub caption: Option<String>,
    /// What can be chosen: what is stored, and what people read where that differs.
    pub options: Vec<(String, Option<String>)>,
    /// Page it stands on, counted from one; `None` where the document does not say.
    pub page: Option<u32>,
}

/// Kinds of controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfFieldKind {
    /// Text.
    Text,
    /// One of several, by radio buttons.
    Radio,
    /// Ticked or not.
    CheckBox,
    /// A list to choose from.
    List,
    /// A list to choose from in which other words can be written.
    OpenList,
    /// Starts something.
    Button,
    /// Takes a signature.
    Signature,
}

/// A part that is tagged as a figure or a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfFigure {
    /// What is read out in its place.
    pub wording: PdfWording,
    /// Page it begins on, counted from one.
    pub page: Option<u32>,
}

/// What is read out in place of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfWording {
    /// An alternative, of its own or of a part around it.
    Stated,
    /// An alternative in which nothing stands.
    Empty,
    /// No alternative; but it is a formula that may be set as text, or parts with tags of their own or a description in
    /// another file may say as much.
    Parts,
    /// Nothing; and nothing stands in it, as some programs write it beside the picture that they mean.
    Hollow,
    /// Nothing.
    Silent,
}

/// A part that is tagged as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfTable {
    /// How many rows it has.
    pub rows: u32,
    /// Most cells of a row.
    pub columns: u32,
    /// Whether a cell is tagged as a header.
    pub has_headers: bool,
    /// Page it begins on, counted from one.
    pub page: Option<u32>,
}

/// What a page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfContent {
    /// Text that programs can read.
    Text,
    /// Pictures and no text.
    Pictures,
    /// Lines and areas; no text and no picture.
    Drawing,
    /// Nothing.
    Nothing,
    /// Something that was not read.
    Unread,
}

impl PdfModel {
    /// Pages that hold this, counted from one.
    pub fn pages_of(&self, content: PdfContent) -> Vec<u32> {
        let pages = (1..).zip(&self.contents);
        pages
            .filter(|(_, own)| **own == content)
            .map(|(page, _)| page)
            .collect()
    }

    /// Whether no page surely holds text, and all that hold something hold pictures.
    pub fn is_scan(&self) -> bool {
        let told = |content: &PdfContent| *content != PdfContent::Nothing;
        let mut filled = self.contents.iter().filter(|it| told(it)).peekable();
        filled.peek().is_some() && filled.all(|content| *content == PdfContent::Pictures)
    }
}
