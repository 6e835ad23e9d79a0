//! The structure tree (ISO 32000-1, 14.7 and 14.8): figures, tables, languages, alternative texts of controls.

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object};

use super::pages::{PageNumbers, key};
use super::string;
use crate::format::limits::{PDF_ROLE_STEPS, PDF_TAGS};
use crate::model::{PdfFigure, PdfTable, PdfWording};

/// The content of the structure tree.
#[derive(Default)]
pub struct Tags {
    /// Whether it contains anything.
    pub is_filled: bool,
    pub figures: Vec<PdfFigure>,
    pub tables: Vec<PdfTable>,
    /// Languages of the top-level elements.
    pub part_languages: Vec<Option<String>>,
    /// Whether a nested element states a language.
    pub names_languages: bool,
    /// Alternative texts of tags around annotations, by annotation.
    pub alternatives: BTreeMap<(u32, i32), String>,
    /// Whether there are more tags than were read.
    pub is_cut: bool,
}

/// A part of the tree still to be read.
struct Open<'a> {
    kid: MaybeRef<Object<'a>>,
    /// The alternative text of the enclosing element.
    alternative: Option<String>,
    page: Option<u32>,
    /// Index of the enclosing table.
    table: Option<usize>,
    is_outermost: bool,
}

/// Reads the structure tree of a document.
pub fn read_tags(pdf: &Pdf, root: &Dict<'_>, pages: &PageNumbers) -> Tags {
    let roles = Roles(root.get::<Dict<'_>>("RoleMap").unwrap_or_default());
    let mut tags = Tags::default();
    let mut seen = BTreeSet::new();
    let outermost = |kid| Open {
        kid,
        alternative: None,
        page: None,
        table: None,
        is_outermost: true,
    };
    let mut open: Vec<Open<'_>> = kids(root).into_iter().map(outermost).collect();
    open.reverse();
    let mut count = 0;
    while let Some(part) = open.pop() {
        count += 1;
        if count > PDF_TAGS {
            tags.is_cut = true;
            break;
        }
        let element = match part.kid {
            MaybeRef::Ref(reference) => {
                if !seen.insert(key(reference.into())) {
                    continue;
                }
                pdf.xref().get::<Dict<'_>>(reference.into())
            }
            MaybeRef::NotRef(object) => object.into_dict(),
        };
        tags.is_filled = true;
        let Some(element) = element else { continue };
        let page = pages.at(&element, "Pg").or(part.page);
        let kind = element.get::<Name<'_>>("Type");
        if kind.as_deref() == Some(b"OBJR") {
            if let (Some(annotation), Some(text)) = (element.get_ref("Obj"), part.alternative) {
                tags.alternatives.insert(key(annotation.into()), text);
            }
            continue;
        }
        let Some(role) = element.get::<Name<'_>>("S") else {
            // Marked content states at most its page.
            continue;
        };
        let role = roles.standard(&role);
        match (part.is_outermost, text_of(&element, "Lang")) {
            (true, language) => tags.part_languages.push(language),
            (false, Some(_)) => tags.names_languages = true,
            (false, None) => {}
        }
        // Decoration is not part of the tree, but PDF 2.0 may tag it.
        if role == b"Artifact" {
            continue;
        }
        let own = text_of(&element, "Alt").or_else(|| text_of(&element, "ActualText"));
        let alternative = own.or(part.alternative);
        let mut table = part.table;
        match role.as_slice() {
            b"Figure" | b"Formula" => {
                let wording = match alternative.is_some() {
                    true => PdfWording::Stated,
                    false => wording(pdf, &element, role == b"Formula"),
                };
                tags.figures.push(PdfFigure {
                    wording,
                    page: page.or_else(|| first_page(&element, pages)),
                });
            }
            b"Table" => {
                table = Some(tags.tables.len());
                tags.tables.push(PdfTable {
                    rows: 0,
                    columns: 0,
                    has_headers: false,
                    page: page.or_else(|| first_page(&element, pages)),
                });
            }
            b"TR" => {
                if let Some(table) = table.and_then(|at| tags.tables.get_mut(at)) {
                    table.rows += 1;
                    let cells = u32::try_from(kids(&element).len()).unwrap_or(u32::MAX);
                    table.columns = table.columns.max(cells);
                }
            }
            b"TH" => {
                if let Some(table) = table.and_then(|at| tags.tables.get_mut(at)) {
                    table.has_headers = true;
                }
            }
            _ => {}
        }
        let inner = kids(&element).into_iter().rev().map(|kid| Open {
            kid,
            alternative: alternative.clone(),
            page,
            table,
            is_outermost: false,
        });
        open.extend(inner);
    }
    tags
}

/// What is read out for a figure without alternative text.
fn wording(pdf: &Pdf, figure: &Dict<'_>, is_formula: bool) -> PdfWording {
    let kids = kids(figure);
    let has = |entry: &str| figure.contains_key(entry);
    if has("Alt") || has("ActualText") {
        return PdfWording::Empty;
    }
    if kids.is_empty() {
        return PdfWording::Hollow;
    }
    let is_part = |kid: MaybeRef<Object<'_>>| {
        let part = match kid {
            MaybeRef::Ref(reference) => pdf.xref().get::<Dict<'_>>(reference.into()),
            MaybeRef::NotRef(object) => object.into_dict(),
        };
        part.is_some_and(|part| part.contains_key("S"))
    };
    // Formulas may be set as text; associated files (PDF 2.0) may hold MathML.
    let has_parts = is_formula || has("AF") || kids.into_iter().any(is_part);
    match has_parts {
        true => PdfWording::Parts,
        false => PdfWording::Silent,
    }
}

/// The kids of an element: one or a list. Numbers are content and not elements; they are kept in lists, so that the
/// element counts as filled.
fn kids<'a>(element: &Dict<'a>) -> Vec<MaybeRef<Object<'a>>> {
    let list = match element.get_raw::<Object<'_>>("K") {
        None => return Vec::new(),
        Some(MaybeRef::NotRef(Object::Array(list))) => list,
        // A list may also be an indirect object.
        Some(MaybeRef::Ref(reference)) => match element.get::<Array<'_>>("K") {
            Some(list) => list,
            None => return vec![MaybeRef::Ref(reference)],
        },
        Some(one) => return vec![one],
    };
    list.raw_iter().take(PDF_TAGS).collect()
}

/// The page of an element's first content, if the element states none.
fn first_page(element: &Dict<'_>, pages: &PageNumbers) -> Option<u32> {
    let kids = element.get::<Array<'_>>("K");
    let one = element.get::<Dict<'_>>("K");
    let many = kids
        .iter()
        .flat_map(|kids| kids.iter::<Object<'_>>().take(8));
    many.filter_map(Object::into_dict)
        .chain(one)
        .find_map(|kid| pages.at(&kid, "Pg"))
}

/// The text of a dictionary entry; `None` if missing or empty.
pub fn text_of(dictionary: &Dict<'_>, entry: &str) -> Option<String> {
    let text = dictionary.get::<hayro_syntax::object::String<'_>>(entry)?;
    string::text(&text)
}

/// The standard types behind a document's own type names.
struct Roles<'a>(Dict<'a>);

impl Roles<'_> {
    fn standard(&self, role: &[u8]) -> Vec<u8> {
        let mut role = role.to_vec();
        for _ in 0..PDF_ROLE_STEPS {
            match self.0.get::<Name<'_>>(&role) {
                Some(other) if *other != role[..] => role = other.to_vec(),
                _ => break,
            }
        }
        role
    }
}
