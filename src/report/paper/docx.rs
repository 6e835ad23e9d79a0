//! A paper as Office Open XML: headings, lists and tables use Word's own styles, so that its navigation, screen readers
//! and templates recognise them.
//!
//! The archive has seven small parts; only the body depends on the paper.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Block, Paper, Table, contents, escaped, repeats_heading};
use crate::report::words;
use crate::texts::{Language, text};

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Width between the page margins, in twentieths of a point.
const WIDTH: u32 = 9638;

/// Parts that are identical in every paper.
const FIXED: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        include_str!("docx/content_types.xml"),
    ),
    ("_rels/.rels", include_str!("docx/package.rels")),
    (
        "word/_rels/document.xml.rels",
        include_str!("docx/document.rels"),
    ),
    ("word/footer1.xml", include_str!("docx/footer.xml")),
];
const STYLES: &str = include_str!("docx/styles.xml");

pub(super) fn write(paper: &Paper, out: &mut dyn Write) -> io::Result<()> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // A fixed time, independent of the clock.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut part = |name: &str, content: &[u8]| -> io::Result<()> {
        archive
            .start_file(name, options)
            .map_err(io::Error::other)?;
        archive.write_all(content)
    };
    for (name, content) in FIXED {
        part(name, content.as_bytes())?;
    }
    let tag = match paper.language {
        Language::De => "de-DE",
        Language::En => "en-GB",
    };
    part(
        "word/styles.xml",
        STYLES.replace("{language}", tag).as_bytes(),
    )?;
    part("docProps/core.xml", core(paper, tag).as_bytes())?;
    part("word/settings.xml", settings(tag).as_bytes())?;
    let mut body = Body {
        out: Vec::new(),
        ordered_lists: 0,
        headings: 0,
    };
    body.write(paper)?;
    part(
        "word/numbering.xml",
        numbering(body.ordered_lists).as_bytes(),
    )?;
    part("word/document.xml", &body.out)?;
    let bytes = archive.finish().map_err(io::Error::other)?;
    out.write_all(bytes.get_ref())
}

/// Title, language and date, where readers and archives expect them.
fn core(paper: &Paper, tag: &str) -> String {
    let date = match paper.date.parse::<jiff::civil::Date>() {
        Ok(day) => format!(
            "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created>\
             <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:modified>"
        ),
        Err(_) => String::new(),
    };
    format!(
        "{XML}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>fachcheck</dc:creator>\
         <dc:language>{tag}</dc:language>{date}</cp:coreProperties>",
        escaped(&paper.title),
        escaped(&paper.organisation),
    )
}

fn settings(tag: &str) -> String {
    format!(
        "{XML}<w:settings xmlns:w=\"{NAMESPACE}\"><w:defaultTabStop w:val=\"709\"/>\
         <w:autoHyphenation/><w:compat>\
         <w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"{tag}\"/></w:settings>"
    )
}

/// Bullets, and a numbering that restarts with each ordered list.
fn numbering(ordered_lists: u32) -> String {
    let level = |format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
             <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"426\" w:hanging=\"426\"/></w:pPr></w:lvl>"
        )
    };
    let mut out = format!(
        "{XML}<w:numbering xmlns:w=\"{NAMESPACE}\">\
         <w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level("bullet", "•"),
        level("decimal", "%1."),
    );
    for list in 0..ordered_lists {
        out.push_str(&format!(
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\">\
             <w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
            list + FIRST_ORDERED
        ));
    }
    out.push_str("</w:numbering>");
    out
}

/// Minimum number of lines in a table of contents: a two-page paper needs none.
const FEWEST_CONTENTS: usize = 12;

/// Number of the first ordered list; 1 stands for bullets.
const FIRST_ORDERED: u32 = 2;

/// `word/document.xml` while it is being written.
struct Body {
    out: Vec<u8>,
    ordered_lists: u32,
    headings: u32,
}

impl Body {
    fn write(&mut self, paper: &Paper) -> io::Result<()> {
        write!(
            self.out,
            "{XML}<w:document xmlns:w=\"{NAMESPACE}\"><w:body>"
        )?;
        if !paper.organisation.trim().is_empty() {
            self.paragraph("Subtitle", &paper.organisation)?;
        }
        self.paragraph("Title", &paper.title)?;
        self.paragraph("Subtitle", &words::date(&paper.date, paper.language))?;
        // A title page has no room for the contents.
        if !paper.blocks.contains(&Block::PageBreak) {
            self.contents(paper)?;
        }
        let mut above = None;
        for block in &paper.blocks {
            self.block(block, above)?;
            above = Some(block);
        }
        write!(
            self.out,
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/>\
             <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
             <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" \
             w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
        )
    }

    fn block(&mut self, block: &Block, above: Option<&Block>) -> io::Result<()> {
        match block {
            Block::Heading(level, text) => self.heading(*level, text),
            Block::Text(text) => self.paragraph("BodyText", text),
            Block::Notice(text) => self.paragraph("Notice", text),
            Block::ToFill(text) => self.paragraph("ToFill", text),
            Block::List(items) | Block::Addresses(items) => items.iter().try_for_each(|item| self.item(1, item)),
            Block::Steps(items) => {
                let list = self.ordered_lists + FIRST_ORDERED;
                self.ordered_lists += 1;
                items.iter().try_for_each(|item| self.item(list, item))
            }
            Block::Facts(facts) => (1..).zip(facts).try_for_each(|(number, (label, value))| {
                // Keeps them together below their heading.
                let keep = match number < facts.len() {
                    true => "<w:keepNext/>",
                    false => "",
                };
                write!(
                    self.out,
                    "<w:p><w:pPr><w:pStyle w:val=\"Fact\"/>{keep}</w:pPr><w:r><w:rPr><w:b/></w:rPr>{}</w:r>\
                     <w:r>{}</w:r></w:p>",
                    run(&format!("{label}: ")),
                    run(value)
                )
            }),
            Block::Table(table) => {
                if !repeats_heading(table, above) {
                    self.paragraph("Caption", &table.caption)?;
                }
                self.table(table)
            }
            Block::PageBreak => {
                write!(self.out, "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>")
            }
        }
    }

    /// A table of contents as a Word field, which Word can update with page numbers.
    fn contents(&mut self, paper: &Paper) -> io::Result<()> {
        let entries = contents(paper);
        if entries.len() < FEWEST_CONTENTS {
            return Ok(());
        }
        let last = entries.len() - 1;
        write!(
            self.out,
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/>\
             </w:docPartObj></w:sdtPr><w:sdtContent>"
        )?;
        self.paragraph("TOCHeading", text("report.contents", paper.language))?;
        for (index, entry) in entries.iter().enumerate() {
            let (level, number) = (entry.level.clamp(1, 2), entry.number);
            write!(
                self.out,
                "<w:p><w:pPr><w:pStyle w:val=\"TOC{level}\"/></w:pPr>"
            )?;
            if index == 0 {
                write!(
                    self.out,
                    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
                     <w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\h \\z \\u </w:instrText></w:r>\
                     <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
                )?;
            }
            write!(
                self.out,
                "<w:hyperlink w:anchor=\"s{number}\" w:history=\"1\"><w:r>{}</w:r></w:hyperlink>",
                run(entry.text)
            )?;
            if index == last {
                write!(self.out, "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>")?;
            }
            write!(self.out, "</w:p>")?;
        }
        write!(self.out, "</w:sdtContent></w:sdt><w:p/>")
    }

    /// A heading that the contents can link to.
    fn heading(&mut self, level: u8, text: &str) -> io::Result<()> {
        self.headings += 1;
        let number = self.headings;
        write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"Heading{}\"/></w:pPr>\
             <w:bookmarkStart w:id=\"{number}\" w:name=\"s{number}\"/><w:r>{}</w:r>\
             <w:bookmarkEnd w:id=\"{number}\"/></w:p>",
            level.clamp(1, 5),
            run(text)
        )
    }

    fn paragraph(&mut self, style: &str, text: &str) -> io::Result<()> {
        write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r>{}</w:r></w:p>",
            run(text)
        )
    }

    fn item(&mut self, list: u32, text: &str) -> io::Result<()> {
        write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"0\"/>\
             <w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r>{}</w:r></w:p>",
            run(text)
        )
    }

    fn table(&mut self, table: &Table) -> io::Result<()> {
        write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"PaperTable\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/>\
             <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"04A0\" w:firstRow=\"1\" w:lastRow=\"0\" \
             w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/>\
             <w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
            escaped(&table.caption)
        )?;
        for width in table.widths(WIDTH) {
            write!(self.out, "<w:gridCol w:w=\"{width}\"/>")?;
        }
        write!(
            self.out,
            "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        )?;
        for column in &table.columns {
            self.cell(&column.head)?;
        }
        write!(self.out, "</w:tr>")?;
        for row in &table.rows {
            write!(self.out, "<w:tr><w:trPr><w:cantSplit/></w:trPr>")?;
            for cell in row {
                self.cell(cell)?;
            }
            write!(self.out, "</w:tr>")?;
        }
        // Without it, Word would merge adjacent tables.
        write!(self.out, "</w:tbl><w:p/>")
    }

    fn cell(&mut self, text: &str) -> io::Result<()> {
        write!(self.out, "<w:tc><w:p><w:r>{}</w:r></w:p></w:tc>", run(text))
    }
}

/// The text of a run, with its white space preserved.
fn run(text: &str) -> String {
    format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(text))
}
