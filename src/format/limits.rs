//! Limits on reading documents: they protect from malicious input, and mark where a list of choices ends and data
//! begins. A reader names the limit it uses; a threshold of a single algorithm stays with that algorithm.

// Nesting. Readers recurse as deep as a document nests.

/// JSON and YAML. Deeper documents are not hand-written and are rejected.
pub const TREE_DEPTH: usize = 256;
/// XML elements. The formats read here nest about thirty levels.
pub const XML_DEPTH: usize = 200;
/// Elements of a page. Browsers stop at 512; deeper pages are built to exhaust readers.
pub const PAGE_DEPTH: u32 = 1024;
/// Markup in program source, as read by browsers.
#[cfg(feature = "code")]
pub const MARKUP_DEPTH: usize = 512;
/// Nested types, groups and components.
pub const TYPE_DEPTH: usize = 64;
/// Nested compositions (`allOf`, structures, `REDEFINE`).
pub const COMPOSITION_DEPTH: usize = 16;
/// Mere wrappers: bundles in bundles, parts of a change.
pub const WRAPPER_DEPTH: usize = 8;
/// Nested keys of translations and nested fields of a letter.
pub const TEXT_DEPTH: usize = 24;
/// Fields of a letter open at once; if there are more, one was never closed.
pub const OPEN_FIELDS: usize = 64;

// Steps. Names refer to names, and aliases repeat what they point to.

/// Derivations of one type from another. Longer chains are an attack, not a model.
pub const DERIVATIONS: usize = 48;
/// Derivations of a type searched for its code list.
pub const CODE_LIST_DERIVATIONS: usize = 16;
/// References between patterns followed in a chain.
pub const PATTERN_HOPS: usize = 32;
/// Patterns examined in one document, counted each time a field refers to them.
pub const PATTERN_STEPS: usize = 4_000_000;
/// Nodes of a YAML document, counted each time an alias leads to them.
pub const ALIASED_NODES: u64 = 50_000_000;
/// Schema objects examined for one element.
pub const SCHEMA_STEPS: usize = 256;
/// Nodes of a translation file, because YAML aliases can repeat a branch endlessly.
pub const TEXT_STEPS: usize = 200_000;
/// Ancestors of a control searched for its name, which is never far away.
#[cfg(feature = "code")]
pub const MARKUP_STEPS: usize = 48;
/// Calls in a chain (`z.string().min(1)…`).
#[cfg(feature = "code")]
pub const CALL_STEPS: usize = 12;

// Choices. Longer lists are data.

/// Values of a choice in program source, a pattern, a comment or the rows of a script.
pub const CHOICES: usize = 60;
/// Values documented for one field; each is compared with the names of all others.
pub const DOCUMENTED_CHOICES: usize = 500;
/// Options of one control, and rows of a table filled by changes.
pub const OPTIONS: usize = 200;
/// Values of all derived types together; each repeats those of its base.
pub const DERIVED_VALUES: usize = 300_000;
/// Columns of a lookup table.
pub const LOOKUP_COLUMNS: usize = 12;

// Lengths. Longer texts are something else.

/// Distinct codes kept of a data column; more are not codes, and might identify people.
pub const SHOWN_CODES: usize = 20;
/// Characters of a code.
pub const CODE_CHARS: usize = 20;
/// Characters of a name or label; longer texts are sentences.
pub const LABEL_CHARS: usize = 80;
/// Characters quoted of a text beside a declaration.
pub const QUOTED_CHARS: usize = 600;
/// Bytes of a statement that may declare or fill a list.
pub const STATEMENT_BYTES: usize = 64 * 1024;
/// Bytes of an expression in markup; longer ones are programs.
#[cfg(feature = "code")]
pub const EXPRESSION_BYTES: usize = 16 * 1024;
/// Words of an entry without a code; more are a clause.
pub const ENTRY_WORDS: usize = 3;
/// Bytes of a compiled pattern.
pub const PATTERN_BYTES: usize = 1 << 20;

// Documents. Larger ones are not hand-written, or cost more memory than they are worth.

/// Elements of a page. For misnested formatting, the standard's algorithm multiplies them.
pub const PAGE_ELEMENTS: usize = 1_000_000;
/// Attributes of a page element: each is compared with all others to find duplicates.
pub const PAGE_ATTRIBUTES: usize = 2_000;
/// Nodes of an XML document. A tree takes about eighty bytes per element, text and comment.
pub const XML_NODES: u32 = 2_000_000;
/// Bytes of a document in an unknown dialect; larger ones are data.
pub const DECLARATION_BYTES: usize = 8 * 1024 * 1024;
/// Nodes of a letter.
pub const LETTER_NODES: u32 = 1_000_000;
/// Nodes of a spreadsheet, which has one or two per cell.
pub const SPREADSHEET_NODES: u32 = 4_000_000;
/// Attributes of a tag: parsers compare each with all others to find duplicates.
pub const XML_ATTRIBUTES: usize = 256;
/// Namespaces in scope; parsers keep a list for each element that declares one.
pub const XML_NAMESPACES: usize = 10_000;
/// Parts of a letter; usually there are a few dozen.
pub const LETTER_PARTS: usize = 5_000;
/// Total bytes of the parts of a letter that are read.
pub const LETTER_BYTES: u64 = 32 * 1024 * 1024;
/// Total bytes of the parts of a workbook, unpacked.
pub const WORKBOOK_BYTES: u64 = 128 * 1024 * 1024;
/// Parts of an archive that is not unpacked.
pub const ARCHIVE_PARTS: usize = 100_000;
/// Bytes an archive claims to unpack to, if more than a hundred times its own size.
pub const ARCHIVE_BYTES: u128 = 128 * 1024 * 1024;
/// Bytes at the end of an archive read for its directory with the names of the parts.
pub const DIRECTORY_BYTES: usize = 64 * 1024;
/// Rows of a sheet; dictionaries have hundreds.
pub const SHEET_ROWS: usize = 20_000;
/// Columns of a sheet. Cells further right are not part of a dictionary.
pub const SHEET_COLUMNS: u32 = 256;
/// Total bytes of all cells in a workbook.
pub const SHEET_BYTES: usize = 16 * 1024 * 1024;
/// Total area of the rectangles around each sheet's cells, in the old binary format.
pub const SHEET_AREA: u64 = 4_000_000;
/// Changes of a changelog.
pub const CHANGES: usize = 100_000;
/// Columns of a table; no database allows more.
pub const TABLE_COLUMNS: usize = 4096;
/// Texts of a translation file; only few in an application concern gender.
pub const TEXTS: usize = 50_000;
/// Definitions in the comments of one script.
pub const DEFINITIONS: usize = 5_000;
/// Tables that a script fills but does not create.
pub const FOREIGN_TABLES: usize = 5_000;
/// Lists of one dictionary.
pub const KEY_LISTS: usize = 1_000;
/// Pieces into which older Keycloak releases split a profile, of about two thousand characters each.
pub const PROFILE_PIECES: usize = 100;
/// Unpacked bytes of one stream in a PDF document. Pages with plans reach about ten million.
pub const PDF_PART_BYTES: u64 = 64 * 1024 * 1024;
/// Unpacked bytes of all examined streams in a PDF document.
pub const PDF_PARTS_BYTES: u64 = 1024 * 1024 * 1024;
/// Tags of a PDF document; a book of a thousand pages has a few hundred thousand.
pub const PDF_TAGS: usize = 1_000_000;
/// Fields of a form.
pub const PDF_FIELDS: usize = 50_000;
/// Pages of a PDF document that are examined.
pub const PDF_PAGES: usize = 50_000;
/// Nested form XObjects of a page.
pub const PDF_FORM_DEPTH: usize = 16;
/// Bytes of content searched for text.
pub const PDF_CONTENT_BYTES: usize = 256 * 1024 * 1024;
/// Steps in a chain of role mappings between structure types.
pub const PDF_ROLE_STEPS: usize = 16;
/// Streams of a PDF document that are examined.
pub const PDF_STREAMS: usize = 500_000;
