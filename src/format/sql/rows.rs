//! Rows of small tables: `INSERT` and `COPY`, as far as lookup tables need them.

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use super::column::literal;
use super::schema::{Name, Schema, fold};
use super::stream::{Stream, items, span_of};
use super::token::{Kind, Tok, Tokeniser};
use crate::format::limits::{CHOICES, FOREIGN_TABLES, LOOKUP_COLUMNS, STATEMENT_BYTES};
use crate::model::Span;

/// A cell: its literal (`None` for null or an expression) and its span.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Column name, folded.
    pub column: String,
    /// The literal.
    pub text: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// Functions that transform or translate a text.
const PASSING: [&str; 8] = [
    "I18N",
    "GETTEXT",
    "INITCAP",
    "LOWER",
    "TRANSLATE",
    "TRIM",
    "UPPER",
    "_",
];

/// The rows inserted into a table.
#[derive(Debug)]
pub struct Seeds {
    /// The table as named by the first `INSERT`.
    pub name: Name,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the final rows are uncertain.
    pub uncertain: bool,
    /// Whether a block or a text with statements adds further rows.
    pub goes_on: bool,
    /// Whether there are too many rows.
    pub overflown: bool,
}

/// The rows of all tables that may be lookup tables.
#[derive(Debug, Default)]
pub struct Rows {
    /// By table, in the order of their first row.
    pub seeds: Vec<Seeds>,
    by_name: HashMap<String, usize>,
    /// Names, as written, of tables that cannot be lookup tables: their statements are skipped.
    skipped: HashSet<String>,
}

/// Reads rows.
pub struct RowReader<'r> {
    /// Where the rows go.
    pub rows: &'r mut Rows,
    /// The declarations.
    pub schema: &'r Schema,
    /// The whole script.
    pub text: &'r str,
    /// Tokenises its statements.
    pub tokeniser: &'r mut Tokeniser,
}

impl RowReader<'_> {
    /// `INSERT INTO …`.
    pub fn insert(&mut self, range: Range<usize>) {
        let source = self.text.get(range.clone()).unwrap_or_default();
        let written = target(source);
        if written.is_some_and(|name| self.rows.skipped.contains(name)) {
            return;
        }
        if source.len() > STATEMENT_BYTES {
            if let Some(written) = written {
                self.rows.skipped.insert(written.to_owned());
                self.overflow(written, range.start);
            }
            return;
        }
        if let Some(written) = written
            && self
                .name_of(written)
                .is_some_and(|name| !self.may_be_lookup(&name))
        {
            self.rows.skipped.insert(written.to_owned());
            return;
        }
        let tokens = self.tokeniser.tokenise(source, range.start);
        let mut stream = Stream::new(&tokens.toks);
        let mut first = true;
        // `INSERT ALL INTO a … INTO b …` has several targets.
        while let Some(tok) = stream.peek() {
            if tok.is("INTO") {
                stream.next();
                self.into(&mut stream);
                first = false;
            } else if first
                && !tok.is_any(&[
                    "INSERT",
                    "REPLACE",
                    "IGNORE",
                    "OR",
                    "ALL",
                    "LOW_PRIORITY",
                    "OVERWRITE",
                ])
                && stream.rest().len() < tokens.toks.len()
            {
                // SQL Server and MySQL allow omitting INTO.
                self.into(&mut stream);
                first = false;
            } else {
                stream.next();
            }
        }
        if let Some(written) = written
            && let Some(name) = self.name_of(written)
            && self
                .rows
                .find(self.schema, &name)
                .is_some_and(|seeds| seeds.overflown)
        {
            self.rows.skipped.insert(written.to_owned());
        }
    }

    fn name_of(&mut self, written: &str) -> Option<Name> {
        let tokens = self.tokeniser.tokenise(written, 0);
        Stream::new(&tokens.toks).name()
    }

    fn overflow(&mut self, written: &str, at: usize) {
        let tokens = self.tokeniser.tokenise(written, at);
        if let Some(name) = Stream::new(&tokens.toks).name()
            && let Some(seeds) = self.rows.seeds_of_table(self.schema, &name)
        {
            seeds.overflown = true;
            seeds.rows.clear();
        }
    }

    /// Whether a table could be a list of values, judged by its columns.
    fn may_be_lookup(&self, name: &Name) -> bool {
        let Some(table) = self
            .schema
            .find_table(name)
            .and_then(|at| self.schema.tables.get(at))
        else {
            return true;
        };
        table.columns.len() <= LOOKUP_COLUMNS
    }

    /// The columns of a table in order, for rows that do not name them.
    fn columns_of(&self, name: &Name) -> Vec<String> {
        self.schema
            .find_table(name)
            .and_then(|at| self.schema.tables.get(at))
            .map(|table| {
                let live = table.columns.iter().filter(|column| !column.dropped);
                live.map(|column| fold(&column.name.value)).collect()
            })
            .unwrap_or_default()
    }

    /// `name [(columns)] VALUES … | SELECT … | SET …`.
    fn into(&mut self, stream: &mut Stream<'_>) {
        let Some(name) = stream.name() else {
            return;
        };
        let named = stream.at_mark("(")
            && !stream
                .ahead(1)
                .is_some_and(|tok| tok.is("SELECT") || tok.is("VALUES"));
        let columns: Vec<String> = match named.then(|| stream.group()).flatten() {
            Some(group) => items(group)
                .into_iter()
                .filter_map(|item| item.last())
                .map(|tok| fold(&tok.text))
                .collect(),
            None => self.columns_of(&name),
        };
        while let Some(tok) = stream.peek() {
            if tok.is_any(&["VALUES", "VALUE"]) {
                stream.next();
                while let Some(row) = stream.group() {
                    self.row(&name, &columns, row);
                    if !stream.take_mark(",") {
                        break;
                    }
                }
                return;
            }
            if tok.is("SELECT") {
                self.selected(&name, &columns, stream);
                return;
            }
            if tok.is("SET") {
                stream.next();
                let pairs = items(stream.rest());
                let cells = pairs.iter().filter_map(|pair| {
                    let (column, value) = (pair.first()?, pair.get(2..)?);
                    Some(cell(fold(&column.text), value))
                });
                let cells = cells.collect();
                self.push(&name, cells);
                return;
            }
            if tok.is("INTO") {
                return;
            }
            if tok.mark("(") {
                stream.group();
            } else {
                stream.next();
            }
        }
    }

    /// `SELECT 1, 'x' [FROM dual] UNION ALL SELECT 2, 'y'`: rows of literals. Rows from tables are unknown here.
    fn selected(&mut self, name: &Name, columns: &[String], stream: &mut Stream<'_>) {
        while stream.take(&["SELECT"]) {
            let rest = stream.rest();
            let ends = |tok: &Tok| tok.is_any(&["FROM", "WHERE", "UNION", "ON"]) || tok.mark(";");
            let mut depth = 0usize;
            let end = rest.iter().position(|tok| {
                if tok.mark("(") {
                    depth += 1;
                } else if tok.mark(")") {
                    depth = depth.saturating_sub(1);
                }
                depth == 0 && ends(tok)
            });
            let list = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            for _ in 0..list.len() {
                stream.next();
            }
            let from_nowhere =
                !stream.at_word("FROM") || stream.ahead(1).is_some_and(|tok| tok.is("DUAL"));
            if !from_nowhere || list.iter().any(|tok| tok.mark("*")) {
                self.doubt(name);
                return;
            }
            self.row(name, columns, list);
            // Continue with the next member of the union.
            while let Some(tok) = stream.peek() {
                if tok.is("UNION") {
                    stream.next();
                    stream.take(&["ALL"]);
                    break;
                }
                if stream.group().is_none() {
                    stream.next();
                }
            }
        }
    }

    fn row(&mut self, name: &Name, columns: &[String], toks: &[Tok]) {
        let cells = items(toks)
            .into_iter()
            .enumerate()
            .map(|(at, item)| cell(columns.get(at).cloned().unwrap_or_default(), item))
            .collect();
        self.push(name, cells);
    }

    fn push(&mut self, name: &Name, cells: Vec<Cell>) {
        let may = self.may_be_lookup(name);
        if let Some(seeds) = self.rows.seeds_of_table(self.schema, name) {
            if seeds.overflown
                || !may
                || cells.len() > LOOKUP_COLUMNS
                || seeds.rows.len() == CHOICES
            {
                seeds.overflown = true;
                seeds.rows.clear();
            } else {
                seeds.rows.push(cells);
            }
        }
    }

    fn doubt(&mut self, name: &Name) {
        if let Some(seeds) = self.rows.seeds_of_table(self.schema, name) {
            seeds.uncertain = true;
        }
    }

    /// Reads rows added inside a block or a text with statements (`DO $$ … $$`, `EXECUTE IMMEDIATE '…'`): the script
    /// does not say which of them run, and how often.
    pub fn within(&mut self, range: Range<usize>) {
        const MOST_TARGETS: usize = 200;
        let source = self.text.get(range).unwrap_or_default();
        let mut words = source.split_whitespace();
        for _ in 0..MOST_TARGETS {
            if !words.any(|word| word.eq_ignore_ascii_case("INTO")) {
                return;
            }
            let written = words.next().and_then(|target| target.split('(').next());
            let name = written.and_then(|written| self.name_of(written));
            if let Some(seeds) = name.and_then(|name| self.rows.seeds_of_table(self.schema, &name))
            {
                seeds.goes_on = true;
            }
        }
    }

    /// Reads the rows after `COPY name (columns) FROM stdin`: one per line, with cells separated by tabs.
    pub fn copy(&mut self, statement: Range<usize>, data: Range<usize>) {
        let source = self.text.get(statement.clone()).unwrap_or_default();
        let tokens = self.tokeniser.tokenise(source, statement.start);
        let mut stream = Stream::new(&tokens.toks);
        stream.next();
        let Some(name) = stream.name() else {
            return;
        };
        let columns: Vec<String> = match stream.group() {
            Some(group) => items(group)
                .into_iter()
                .filter_map(|item| item.last())
                .map(|tok| fold(&tok.text))
                .collect(),
            None => self.columns_of(&name),
        };
        if columns.len() > LOOKUP_COLUMNS || !self.may_be_lookup(&name) {
            return;
        }
        if stream
            .rest()
            .iter()
            .any(|tok| tok.is_any(&["CSV", "DELIMITER", "BINARY"]))
        {
            self.doubt(&name);
            return;
        }
        let mut at = data.start;
        for line in self
            .text
            .get(data)
            .unwrap_or_default()
            .split_inclusive('\n')
            .take(CHOICES + 1)
        {
            let mut start = at;
            at += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            let mut cells = Vec::new();
            for (position, text) in line.split('\t').enumerate().take(LOOKUP_COLUMNS) {
                let span = Span::new(start, start + text.len());
                start += text.len() + 1;
                cells.push(Cell {
                    column: columns.get(position).cloned().unwrap_or_default(),
                    text: (text != "\\N").then(|| text.replace("\\\\", "\\")),
                    span,
                });
            }
            self.push(&name, cells);
        }
    }

    /// Handles `UPDATE`, `DELETE`, `TRUNCATE`, `MERGE` on a table whose rows were read.
    pub fn change(&mut self, range: Range<usize>) {
        const HEAD_BYTES: usize = 400;
        let mut end = range.end.min(range.start + HEAD_BYTES);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let whole = end == range.end;
        let source = self.text.get(range.start..end).unwrap_or_default();
        let tokens = self.tokeniser.tokenise(source, range.start);
        let mut stream = Stream::new(&tokens.toks);
        let empties = stream.at_word("DELETE") || stream.at_word("TRUNCATE");
        stream.next();
        while stream.peek().is_some_and(|tok| {
            tok.is_any(&["FROM", "TABLE", "INTO", "ONLY", "IGNORE", "LOW_PRIORITY"])
        }) {
            stream.next();
        }
        let Some(name) = stream.name() else { return };
        let conditional = !whole || stream.rest().iter().any(|tok| tok.is("WHERE"));
        let Some(index) = self.rows.index(self.schema, &name) else {
            return;
        };
        if let Some(seeds) = self
            .rows
            .seeds
            .get_mut(index)
            .filter(|seeds| !seeds.rows.is_empty())
        {
            if empties && !conditional {
                seeds.rows.clear();
            } else {
                seeds.uncertain = true;
            }
        }
    }
}

fn cell(column: String, toks: &[Tok]) -> Cell {
    let mut inside = toks;
    // `CAST(1 AS bit)`
    if let [cast, open, rest @ ..] = toks
        && cast.is("CAST")
        && open.mark("(")
    {
        let end = rest.iter().position(|tok| tok.is("AS")).unwrap_or(0);
        inside = rest.get(..end).unwrap_or_default();
    }
    // `i18n.i18n('male')`
    if let [.., function, open, text, close] = toks
        && open.mark("(")
        && close.mark(")")
        && PASSING.iter().any(|passing| function.is(passing))
    {
        inside = std::slice::from_ref(text);
    }
    // `DATE '2019-12-31'`, `TO_DATE('31.12.2019', 'DD.MM.YYYY')`
    match toks {
        [word, text] if word.is_any(&["DATE", "TIMESTAMP"]) && text.kind == Kind::Text => {
            inside = std::slice::from_ref(text);
        }
        [function, open, text, ..]
            if function.is_any(&["TO_DATE", "STR_TO_DATE"]) && open.mark("(") =>
        {
            inside = std::slice::from_ref(text);
        }
        _ => {}
    }
    // `SELECT 1 AS id`
    if let Some(at) = inside.iter().position(|tok| tok.is("AS")) {
        inside = inside.get(..at).unwrap_or_default();
    }
    Cell {
        column,
        text: literal(inside),
        span: span_of(inside),
    }
}

impl Rows {
    fn index(&self, schema: &Schema, name: &Name) -> Option<usize> {
        self.by_name.get(&key(schema, name)).copied()
    }

    fn find(&self, schema: &Schema, name: &Name) -> Option<&Seeds> {
        self.seeds.get(self.index(schema, name)?)
    }

    fn seeds_of_table(&mut self, schema: &Schema, name: &Name) -> Option<&mut Seeds> {
        let index = match self.index(schema, name) {
            Some(index) => index,
            None if self.seeds.len() >= FOREIGN_TABLES => return None,
            None => {
                self.by_name.insert(key(schema, name), self.seeds.len());
                self.seeds.push(Seeds {
                    name: name.clone(),
                    rows: Vec::new(),
                    uncertain: false,
                    goes_on: false,
                    overflown: false,
                });
                self.seeds.len() - 1
            }
        };
        self.seeds.get_mut(index)
    }
}

/// Identity of a table: its index if declared, or else its name.
fn key(schema: &Schema, name: &Name) -> String {
    match schema.find_table(name) {
        Some(index) => format!("#{index}"),
        None => fold(&name.own.value),
    }
}

/// The name after `INSERT [INTO]` as written, without tokenising, to skip the statements of large tables.
fn target(source: &str) -> Option<&str> {
    const HEAD_BYTES: usize = 300;
    let mut end = source.len().min(HEAD_BYTES);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let head = &source[..end];
    let mut rest = head.trim_start();
    loop {
        let (word, behind) = rest.split_once([' ', '\t', '\r', '\n'])?;
        let verb = ["INSERT", "INTO", "REPLACE", "IGNORE", "OR"]
            .iter()
            .any(|verb| word.eq_ignore_ascii_case(verb));
        if !verb {
            break;
        }
        rest = behind.trim_start();
    }
    let close = match rest.bytes().next()? {
        // A quoted name may contain blanks and must be tokenised.
        b'`' | b'"' | b'[' => rest.find(['(', '\n', ' '])?,
        _ => rest.find(['(', ' ', '\t', '\r', '\n'])?,
    };
    let name = rest.get(..close)?;
    let closed = match name.bytes().next()? {
        b'[' => name.ends_with(']'),
        quote @ (b'`' | b'"') => name.ends_with(char::from(quote)),
        _ => !name.eq_ignore_ascii_case("ALL"),
    };
    (closed && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_without_tokenising() {
        for (text, name) in [
            ("INSERT INTO `a` VALUES (1)", Some("`a`")),
            ("insert into public.a(b) values (1)", Some("public.a")),
            ("INSERT [dbo].[a] ([b]) VALUES (1)", Some("[dbo].[a]")),
            ("INSERT INTO [my table] VALUES (1)", None),
            ("INSERT ALL INTO a VALUES (1)", None),
            ("REPLACE INTO a VALUES (1)", Some("a")),
        ] {
            assert_eq!(target(text), name, "{text}");
        }
    }
}
