//! How much of a document is read: what protects from hostile input, and where a list of choices ends and data
//! begins. A reader names the limit it keeps; a threshold that only one algorithm knows stays with it.

// Nesting. Readers recurse as deep as a document nests.

/// JSON and YAML. Nobody writes deeper documents; they are refused.
pub const TREE_DEPTH: usize = 256;
/// Elements of XML. The formats read here nest some thirty levels.
pub const XML_DEPTH: usize = 200;
/// Elements of a page. Browsers stop at 512; deeper pages are built to exhaust readers.
pub const PAGE_DEPTH: u32 = 1024;
/// Markup in program source, as browsers read it.
#[cfg(feature = "code")]
pub const MARKUP_DEPTH: usize = 512;
/// Types, groups and components within each other.
pub const TYPE_DEPTH: usize = 64;
/// Compositions (`allOf`, structures, `REDEFINE`) within each other.
pub const COMPOSITION_DEPTH: usize = 16;
/// What only wraps what is meant: bundles in bundles, parts of a change.
pub const WRAPPER_DEPTH: usize = 8;
/// Keys of translations, and fields of a letter within each other.
pub const TEXT_DEPTH: usize = 24;
/// Fields of a letter that are open at once; of more, one was never closed.
pub const OPEN_FIELDS: usize = 64;

// Steps. Names refer to names, and aliases repeat what they point at.

/// Derivations of one type from another. Longer chains are an attack, not a model.
pub const DERIVATIONS: usize = 48;
/// Derivations of a type that are searched for its code list.
pub const CODE_LIST_DERIVATIONS: usize = 16;
/// References to patterns that are followed in a chain.
pub const PATTERN_HOPS: usize = 32;
/// Patterns looked at in one document, each time that a field refers to them.
pub const PATTERN_STEPS: usize = 4_000_000;
/// Nodes of a YAML document, each counted as often as aliases lead to it.
pub const ALIASED_NODES: u64 = 50_000_000;
/// Schema objects looked at for one element.
pub const SCHEMA_STEPS: usize = 256;
/// Nodes of a translation file: aliases of YAML can repeat a branch without end.
pub const TEXT_STEPS: usize = 200_000;
/// Parents of a control that are climbed: what names it stands near.
#[cfg(feature = "code")]
pub const MARKUP_STEPS: usize = 48;
/// Calls in a chain (`z.string().min(1)…`).
#[cfg(feature = "code")]
pub const CALL_STEPS: usize = 12;

// Choices. What offers more is data.

/// Values of a choice in program source, in a pattern, a comment or the rows of a script.
pub const CHOICES: usize = 60;
/// Values that people document for one field; each value looks for its name among all.
pub const DOCUMENTED_CHOICES: usize = 500;
/// Options of one control, and rows of a table that changes fill.
pub const OPTIONS: usize = 200;
/// Values of all derived types together; each repeats those of its base.
pub const DERIVED_VALUES: usize = 300_000;
/// Columns of a lookup table.
pub const LOOKUP_COLUMNS: usize = 12;

// Lengths. What is longer is something else.

/// Distinct codes of a column of data that are kept; more are no codes, and may tell who somebody is.
pub const SHOWN_CODES: usize = 20;
/// Characters of a code.
pub const CODE_CHARS: usize = 20;
/// Characters of a name or label; longer ones are sentences.
pub const LABEL_CHARS: usize = 80;
/// Characters quoted of a text beside a declaration.
pub const QUOTED_CHARS: usize = 600;
/// Bytes of a statement that may declare or fill a list.
pub const STATEMENT_BYTES: usize = 64 * 1024;
/// Bytes of an expression in markup; longer ones are programs.
#[cfg(feature = "code")]
pub const EXPRESSION_BYTES: usize = 16 * 1024;
/// Words of an entry that stands without a code; more are a clause.
pub const ENTRY_WORDS: usize = 3;
/// Bytes of a compiled pattern.
pub const PATTERN_BYTES: usize = 1 << 20;

// Documents. More is no work of people, or takes more memory than it is worth.

/// Elements of a page. Misnested formatting makes the standard's algorithm multiply them.
pub const PAGE_ELEMENTS: usize = 1_000_000;
/// Attributes of an element of a page: each is compared with all others to find doubles.
pub const PAGE_ATTRIBUTES: usize = 2_000;
/// Nodes of an XML document. A tree takes some eighty bytes for each element, text and comment.
pub const XML_NODES: u32 = 2_000_000;
/// Bytes of a document of an unknown dialect; larger ones are data.
pub const DECLARATION_BYTES: usize = 8 * 1024 * 1024;
/// Nodes of a letter.
pub const LETTER_NODES: u32 = 1_000_000;
/// Nodes of a spreadsheet, which has one or two for each cell.
pub const SPREADSHEET_NODES: u32 = 4_000_000;
/// Attributes of a tag: parsers compare each with all others to find doubles.
pub const XML_ATTRIBUTES: usize = 256;
/// Name spaces in scope, of which parsers keep a list for each element that declares one.
pub const XML_NAMESPACES: usize = 10_000;
/// Parts of a letter; there are some dozens.
pub const LETTER_PARTS: usize = 5_000;
/// Bytes of the parts of a letter that are read, together.
pub const LETTER_BYTES: u64 = 32 * 1024 * 1024;
/// Bytes of the parts of a workbook, unpacked, together.
pub const WORKBOOK_BYTES: u64 = 128 * 1024 * 1024;
/// Parts of an archive that nobody unpacks.
pub const ARCHIVE_PARTS: usize = 100_000;
/// Bytes that an archive claims to unpack to, if they are more than a hundred times its own.
pub const ARCHIVE_BYTES: u128 = 128 * 1024 * 1024;
/// Bytes at the end of an archive that hold its directory, for a look at the names of its parts.
pub const DIRECTORY_BYTES: usize = 64 * 1024;
/// Rows of a sheet; dictionaries have hundreds.
pub const SHEET_ROWS: usize = 20_000;
/// Columns of a sheet. Cells further right belong to no dictionary.
pub const SHEET_COLUMNS: u32 = 256;
/// Bytes of all cells of a workbook.
pub const SHEET_BYTES: usize = 16 * 1024 * 1024;
/// Cells of the rectangles around the cells of each sheet, in the old binary format.
pub const SHEET_AREA: u64 = 4_000_000;
/// Changes of a changelog.
pub const CHANGES: usize = 100_000;
/// Columns of a table, as no database allows more.
pub const TABLE_COLUMNS: usize = 4096;
/// Texts of a translation file; those of an application that concern gender are few.
pub const TEXTS: usize = 50_000;
/// Definitions that comments of one script give.
pub const DEFINITIONS: usize = 5_000;
/// Tables that a script fills and does not create.
pub const FOREIGN_TABLES: usize = 5_000;
/// Lists of one dictionary.
pub const KEY_LISTS: usize = 1_000;
/// Pieces that older releases of Keycloak cut a profile into, of some two thousand characters each.
pub const PROFILE_PIECES: usize = 100;
/// Bytes that one packed part of a PDF document unpacks to. Pages of plans reach some ten million.
pub const PDF_PART_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes that all packed parts of a PDF document unpack to that are looked into.
pub const PDF_PARTS_BYTES: u64 = 1024 * 1024 * 1024;
/// Tags of a PDF document; a book of a thousand pages has some hundred thousand.
pub const PDF_TAGS: usize = 1_000_000;
/// Fields of a form.
pub const PDF_FIELDS: usize = 50_000;
/// Pages of a PDF document that are looked at.
pub const PDF_PAGES: usize = 50_000;
/// Drawings within drawings of a page.
pub const PDF_FORM_DEPTH: usize = 16;
/// Bytes of content that are searched for text.
pub const PDF_CONTENT_BYTES: usize = 256 * 1024 * 1024;
/// Parts of one kind that are mapped to parts of other kinds, one after the other.
pub const PDF_ROLE_STEPS: usize = 16;
/// Packed parts of a PDF document that are looked into.
pub const PDF_STREAMS: usize = 500_000;
