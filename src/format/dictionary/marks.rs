//! Properties of Office Open XML sheets that calamine ignores: hidden or struck-out rows and columns, links of cells,
//! and formulas without a computed value.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Cursor, Read};

use roxmltree::Document;
use zip::ZipArchive;

use crate::format::limits::{SHEET_COLUMNS, WORKBOOK_BYTES};

/// Special properties of a sheet; columns and rows are counted from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Whether the sheet is hidden.
    pub(crate) is_hidden: bool,
    pub(crate) hidden_columns: Vec<u32>,
    /// Hidden manually or by a filter.
    pub(crate) hidden_rows: Vec<u32>,
    /// Cells (row, column) with a formula but no value.
    pub(crate) not_computed: Vec<(u32, u32)>,
    /// Cells (row, column) that hold a date and not just its text.
    pub(crate) dates: BTreeSet<(u32, u32)>,
    /// Rows in which most values are struck out.
    pub(crate) struck_rows: Vec<u32>,
    /// Web links of cells (row, column).
    pub(crate) links: BTreeMap<(u32, u32), String>,
}

/// What other parts of a workbook state about a sheet's cells.
#[derive(Debug, Default)]
struct Beside {
    /// For each style number, whether it strikes text out.
    struck: Vec<bool>,
    /// External link targets by relationship id.
    targets: HashMap<String, String>,
}

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Longest tag examined; anything longer is text.
const TAG_BYTES: u64 = 4096;

/// The marks of each sheet, by name. Empty if a part cannot be read: calamine reports what is wrong with it.
pub(super) fn marks_of_sheets(bytes: &[u8]) -> BTreeMap<String, Marks> {
    let mut marks = BTreeMap::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return marks;
    };
    let struck = struck_styles(&mut archive).unwrap_or_default();
    let mut beside = Beside {
        struck,
        ..Beside::default()
    };
    for (name, part) in sheets(&mut archive) {
        beside.targets = link_targets(&mut archive, &part).unwrap_or_default();
        if let Ok(file) = archive.by_name(&part) {
            let found = scan(BufReader::new(file.take(WORKBOOK_BYTES)), &beside);
            if found != Marks::default() {
                marks.insert(name, found);
            }
        }
    }
    marks
}

fn text_of_part(archive: &mut Archive<'_>, name: &str) -> Option<String> {
    let mut text = String::new();
    let part = archive.by_name(name).ok()?;
    part.take(WORKBOOK_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// For each cell style number, whether it strikes text out.
fn struck_styles(archive: &mut Archive<'_>) -> Option<Vec<bool>> {
    let text = text_of_part(archive, "xl/styles.xml")?;
    let styles = Document::parse(&text).ok()?;
    let list = |list: &'static str, item: &'static str| {
        let nodes = styles.descendants();
        let mut lists = nodes.filter(move |node| node.tag_name().name() == list);
        let items = lists.next().into_iter().flat_map(|list| list.children());
        items.filter(move |node| node.tag_name().name() == item)
    };
    let strikes = |font: roxmltree::Node<'_, '_>| {
        let mut parts = font.children();
        let strike = parts.find(|part| part.tag_name().name() == "strike");
        strike.is_some_and(|strike| !matches!(strike.attribute("val"), Some("0" | "false")))
    };
    let fonts: Vec<bool> = list("fonts", "font").map(strikes).collect();
    let is_struck = |style: roxmltree::Node<'_, '_>| {
        let font = style.attribute("fontId")?.parse::<usize>().ok()?;
        fonts.get(font).copied()
    };
    let styles = list("cellXfs", "xf").map(|style| is_struck(style).unwrap_or(false));
    Some(styles.collect())
}

/// The link targets of a sheet by relationship id.
fn link_targets(archive: &mut Archive<'_>, part: &str) -> Option<HashMap<String, String>> {
    let (folder, name) = part.rsplit_once('/')?;
    let text = text_of_part(archive, &format!("{folder}/_rels/{name}.rels"))?;
    let relations = Document::parse(&text).ok()?;
    let target = |node: roxmltree::Node<'_, '_>| {
        let (id, target) = (node.attribute("Id")?, node.attribute("Target")?);
        is_web_address(target).then(|| (id.to_owned(), target.to_owned()))
    };
    Some(relations.descendants().filter_map(target).collect())
}

pub(super) fn is_web_address(target: &str) -> bool {
    let scheme = target.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|it| it.eq_ignore_ascii_case("https") || it.eq_ignore_ascii_case("http"))
}

/// The names of the sheets, with the names of their parts.
fn sheets(archive: &mut Archive<'_>) -> Vec<(String, String)> {
    let book = text_of_part(archive, "xl/workbook.xml");
    let relations = text_of_part(archive, "xl/_rels/workbook.xml.rels");
    let (Some(book), Some(relations)) = (book, relations) else {
        return Vec::new();
    };
    let (Ok(book), Ok(relations)) = (Document::parse(&book), Document::parse(&relations)) else {
        return Vec::new();
    };
    let targets: BTreeMap<&str, &str> = relations
        .descendants()
        .filter_map(|node| Some((node.attribute("Id")?, node.attribute("Target")?)))
        .collect();
    let sheets = book
        .descendants()
        .filter(|node| node.tag_name().name() == "sheet");
    let named = sheets.filter_map(|sheet| {
        let mut attributes = sheet.attributes();
        let id = attributes
            .find(|attribute| attribute.name() == "id" && attribute.namespace().is_some())?;
        let target = targets.get(id.value())?;
        let part = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        Some((sheet.attribute("name")?.to_owned(), part))
    });
    named.collect()
}

/// Scans the tags of a sheet one by one, because it may be large.
fn scan(mut sheet: impl BufRead, beside: &Beside) -> Marks {
    let mut marks = Marks::default();
    let mut cell = Cell::default();
    let mut row = OpenRow::default();
    let mut piece = Vec::new();
    loop {
        piece.clear();
        // Texts of any length are skipped piece by piece.
        match sheet.by_ref().take(TAG_BYTES).read_until(b'>', &mut piece) {
            Ok(0) | Err(_) => return marks,
            Ok(_) => {}
        }
        let Some(start) = piece.iter().rposition(|byte| *byte == b'<') else {
            cell.has_value |= !piece.trim_ascii().is_empty();
            continue;
        };
        let (text, tag) = piece.split_at(start);
        let Ok(tag) = std::str::from_utf8(tag) else {
            continue;
        };
        let tag = tag.trim_start_matches('<').trim_end_matches(['>', '/']);
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let (closing, name) = match name.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, name),
        };
        let is_hidden = || matches!(attribute(attributes, "hidden"), Some("1" | "true"));
        let number = |name: &str| {
            attribute(attributes, name)?
                .parse::<u32>()
                .ok()?
                .checked_sub(1)
        };
        match (closing, name.rsplit(':').next().unwrap_or_default()) {
            (false, "row") => {
                row = OpenRow {
                    number: number("r"),
                    ..OpenRow::default()
                };
                marks.hidden_rows.extend(row.number.filter(|_| is_hidden()));
            }
            (true, "row") => {
                let is_struck = row.struck * 2 > row.filled;
                marks.struck_rows.extend(row.number.filter(|_| is_struck));
                row = OpenRow::default();
            }
            (false, "col") if is_hidden() => {
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    let last = last.min(SHEET_COLUMNS - 1);
                    marks.hidden_columns.extend(first..=last);
                }
            }
            (false, "c") => {
                cell = Cell {
                    at: attribute(attributes, "r").and_then(position),
                    // A computed text may be empty.
                    has_value: matches!(attribute(attributes, "t"), Some("str" | "inlineStr")),
                    has_formula: false,
                    is_struck: attribute(attributes, "s")
                        .and_then(|style| style.parse::<usize>().ok())
                        .and_then(|style| beside.struck.get(style).copied())
                        .unwrap_or(false),
                };
            }
            (false, "f") => cell.has_formula = true,
            (true, "f") => {
                if let (Some(at), Some(target)) = (cell.at, computed_link(text)) {
                    marks.links.insert(at, target);
                }
            }
            (false, "hyperlink") => {
                let target = attribute(attributes, "r:id").and_then(|id| beside.targets.get(id));
                let cells = attribute(attributes, "ref");
                let first = cells.and_then(|cells| position(cells.split(':').next()?));
                if let (Some(at), Some(target)) = (first, target) {
                    marks.links.insert(at, target.clone());
                }
            }
            (true, "v") => cell.has_value |= !text.trim_ascii().is_empty(),
            (true, "c") => {
                let lacks = cell.has_formula && !cell.has_value;
                marks.not_computed.extend(cell.at.filter(|_| lacks));
                row.filled += usize::from(cell.has_value);
                row.struck += usize::from(cell.has_value && cell.is_struck);
                cell = Cell::default();
            }
            _ => {}
        }
    }
}

/// The cell being read.
#[derive(Default)]
struct Cell {
    at: Option<(u32, u32)>,
    has_formula: bool,
    has_value: bool,
    is_struck: bool,
}

/// The row being read: how many of its cells have a value, and how many of these are struck out.
#[derive(Default)]
struct OpenRow {
    number: Option<u32>,
    filled: usize,
    struck: usize,
}

/// The URL in a formula such as `HYPERLINK("https://…", "Link")`.
fn computed_link(formula: &[u8]) -> Option<String> {
    let end = formula.iter().rposition(|byte| *byte != b'<')? + 1;
    let formula = std::str::from_utf8(formula.get(..end)?).ok()?;
    let formula = formula.replace("&quot;", "\"").replace("&amp;", "&");
    let inside = formula.trim().strip_prefix("HYPERLINK(\"")?;
    let target = inside.split('"').next()?;
    is_web_address(target).then(|| target.to_owned())
}

/// Row and column of `F9`, counted from 0.
fn position(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|ch: char| ch.is_ascii_digit())?;
    let (letters, row) = name.split_at(digits);
    let column = letters.bytes().try_fold(0u32, |column, letter| {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        column.checked_mul(26)?.checked_add(value)
    })?;
    Some((
        row.parse::<u32>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    attributes.match_indices(name).find_map(|(at, _)| {
        let before = attributes.get(..at)?;
        let whole = before.is_empty() || before.ends_with(char::is_whitespace);
        let value = attributes.get(at + name.len()..)?.strip_prefix("=\"")?;
        whole.then(|| value.split('"').next())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_columns_and_rows_are_found() {
        let sheet = br#"<worksheet><cols><col min="1" max="2" width="9"/><col min="4" max="5" hidden="1"/></cols>
            <sheetData><row r="1"><c><v>hidden="1"</v></c></row><row r="7" spans="1:3" hidden="true"><c/></row></sheetData></worksheet>"#;
        assert_eq!(
            scan(&sheet[..], &Beside::default()),
            Marks {
                is_hidden: false,
                hidden_columns: vec![3, 4],
                hidden_rows: vec![6],
                ..Marks::default()
            }
        );
    }

    #[test]
    fn long_texts_are_passed_over() {
        let text = "x".repeat(3 * TAG_BYTES as usize);
        let sheet = format!(r#"<v>{text}</v><row r="2" hidden="1">"#);
        assert_eq!(scan(sheet.as_bytes(), &Beside::default()).hidden_rows, [1]);
    }

    #[test]
    fn formulas_without_a_value_are_found() {
        let sheet = r#"<row r="3"><c r="A3"><f>B1</f><v>7</v></c><c r="B3"><f>X!A1</f><v></v></c>
            <c r="AB3"><f>X!A1</f></c><c r="C3" t="str"><f>IF(1,"","")</f><v></v></c><c r="D3"><v/></c></row>"#;
        assert_eq!(
            scan(sheet.as_bytes(), &Beside::default()).not_computed,
            [(2, 1), (2, 27)]
        );
    }

    #[test]
    fn links_and_rows_that_are_struck_out_are_found() {
        let sheet = r#"<row r="2"><c r="A2" s="1"><v>1</v></c><c r="B2" s="1"/><c r="C2"><v>x</v></c></row>
            <row r="3"><c r="A3" s="1" t="s"><v>1</v></c><c r="B3" s="1" t="inlineStr"><is><t>y</t></is></c><c r="C3"><v>x</v></c></row>
            <row r="4"><c r="D4" t="str"><f>HYPERLINK(&quot;https://a.example/?x=1&amp;y=2&quot;,&quot;Link&quot;)</f><v>Link</v></c>
            <c r="E4"><f>HYPERLINK(&quot;#Blatt2!A1&quot;)</f><v>0</v></c></row>
            <hyperlinks><hyperlink ref="B3:B4" r:id="rId7" display="Link"/><hyperlink ref="B9" r:id="rId8"/></hyperlinks>"#;
        let beside = Beside {
            struck: vec![false, true],
            targets: HashMap::from([("rId7".to_owned(), "https://b.example/".to_owned())]),
        };
        let marks = scan(sheet.as_bytes(), &beside);
        assert_eq!(marks.struck_rows, [2]);
        let links: Vec<_> = marks.links.into_iter().collect();
        let link = |at, target: &str| (at, target.to_owned());
        let expected = [
            link((2, 1), "https://b.example/"),
            link((3, 3), "https://a.example/?x=1&y=2"),
        ];
        assert_eq!(links, expected);
    }
}
