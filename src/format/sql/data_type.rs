//! Column types: what they allow, how much they hold, and which names are types of the script.

use super::schema::DataType;
use super::stream::{Stream, items, span_of};
use super::token::{Kind, Tok};
use crate::model::{Domain, Known, Located, Span, Value, Why};

/// Words that end the type and start the column options.
const OPTIONS: &[&str] = &[
    "NOT",
    "NULL",
    "DEFAULT",
    "PRIMARY",
    "UNIQUE",
    "CHECK",
    "REFERENCES",
    "CONSTRAINT",
    "COLLATE",
    "GENERATED",
    "AS",
    "IDENTITY",
    "AUTO_INCREMENT",
    "AUTOINCREMENT",
    "COMMENT",
    "ON",
    "ENABLE",
    "DISABLE",
    "KEY",
    "VISIBLE",
    "INVISIBLE",
    "SPARSE",
    "ROWGUIDCOL",
    "ENCODE",
    "CHARSET",
    "STORAGE",
    "COMPRESSION",
    "DEFERRABLE",
    "INITIALLY",
    "VIRTUAL",
    "STORED",
    "PERSISTED",
    "MASKED",
    "FIRST",
    "AFTER",
    "USING",
    "ENCRYPT",
    "SORT",
    "FORMAT",
    "TITLE",
];

/// Whether a token ends a type or a default.
pub fn is_option(tok: &Tok) -> bool {
    tok.is_any(OPTIONS)
}

impl DataType {
    /// The absence of a type.
    pub fn unstated() -> Self {
        Self {
            written: None,
            domain: Known::No(Why::NotStated),
            width: None,
            named: None,
        }
    }

    /// Reads a type; leaves the stream at the first option after it.
    pub fn parse_data_type(stream: &mut Stream<'_>) -> Self {
        let mut words: Vec<&Tok> = Vec::new();
        let mut written: Option<Span> = None;
        let mut group: Option<&[Tok]> = None;
        let mut array = false;
        let mut whole = true;
        while let Some(tok) = stream.peek() {
            let ends = (is_option(tok) && !words.is_empty())
                || (tok.is("CHARACTER") && stream.ahead(1).is_some_and(|next| next.is("SET")))
                || (tok.is("WITH")
                    && !stream
                        .ahead(1)
                        .is_some_and(|next| next.is_any(&["TIME", "LOCAL"])))
                || (is_option(tok) && !tok.is_any(&["KEY", "FORMAT", "TITLE", "FIRST", "AFTER"]));
            if ends {
                break;
            }
            if tok.mark("(") {
                let open = tok.span;
                let (inside, closed) = stream.group_and_end().unwrap_or_default();
                whole &= closed;
                group = group.or(Some(inside));
                let close = inside.last().map_or(open, |last| last.span);
                written = Some(written.map_or(open, |span| span.to(close)));
                continue;
            }
            match tok.kind {
                Kind::Word | Kind::Quoted => words.push(tok),
                Kind::Mark if tok.text == "[" => array = true,
                // The part before the dot is a schema.
                Kind::Mark if tok.text == "." => words.clear(),
                Kind::Mark if matches!(tok.text.as_ref(), "]" | "%") => {}
                Kind::Number if array => {}
                _ => break,
            }
            written = Some(written.map_or(tok.span, |span| span.to(tok.span)));
            stream.next();
        }
        let Some(span) = written.filter(|_| !words.is_empty()) else {
            return Self::unstated();
        };
        let mut read = of_words(&words, group, array, span);
        if !whole && matches!(read.domain, Known::Yes(Domain::Closed(_))) {
            read.domain = Known::No(Why::NotUnderstood);
        }
        read
    }
}

fn of_words(words: &[&Tok], group: Option<&[Tok]>, array: bool, span: Span) -> DataType {
    let Some(named) = words.first() else {
        return DataType::unstated();
    };
    let folded = if has(words, "raw") {
        "raw".to_owned()
    } else {
        named.text.to_ascii_lowercase()
    };
    let mut text: String = words
        .iter()
        .map(|word| word.text.as_ref())
        .collect::<Vec<_>>()
        .join(" ");
    if let Some(group) = group
        && group.len() <= 3
        && group
            .iter()
            .all(|tok| matches!(tok.kind, Kind::Number | Kind::Word | Kind::Mark))
    {
        let inside: Vec<&str> = group.iter().map(|tok| tok.text.as_ref()).collect();
        text = format!("{text}({})", inside.join(" ").replace(" , ", ","));
    }
    let written = Some(Located::with_span(text, span));
    let simple = |domain: Domain, width: Option<Located<u32>>| DataType {
        written: written.clone(),
        domain: Known::Yes(domain),
        width,
        named: None,
    };
    if array {
        return simple(Domain::Structure, None);
    }
    let number = |at: usize| -> Option<Located<u32>> {
        let tok = group?.get(at).filter(|tok| tok.kind == Kind::Number)?;
        Some(Located::with_span(tok.text.parse().ok()?, tok.span))
    };
    match folded.as_str() {
        "enum" | "set" if group.is_some() => {
            let values = literals(group.unwrap_or_default());
            simple(Domain::Closed(values), None)
        }
        "char" | "character" | "bpchar" | "nchar" | "national" => {
            // Without a length these hold one character, unless they vary.
            let many = has(words, "varying") || has(words, "large");
            let one = (!many && group.is_none() && folded != "bpchar")
                .then(|| Located::with_span(1, span));
            simple(Domain::Text, number(0).or(one))
        }
        "varchar" | "varchar2" | "nvarchar" | "nvarchar2" | "longvarchar"
        | "varchar_ignorecase" | "varying" => simple(Domain::Text, number(0)),
        "text" | "tinytext" | "mediumtext" | "longtext" | "ntext" | "clob" | "nclob" | "citext"
        | "string" | "name" | "sysname" | "long" | "dbclob" => simple(Domain::Text, number(0)),
        "boolean" | "bool" => simple(Domain::Boolean, None),
        "bit" => match number(0) {
            Some(width) if width.value > 1 => simple(Domain::Structure, None),
            _ if has(words, "varying") => simple(Domain::Structure, None),
            _ => simple(Domain::Boolean, None),
        },
        "int" | "integer" | "smallint" | "bigint" | "tinyint" | "mediumint" | "int2" | "int4"
        | "int8" | "serial" | "bigserial" | "smallserial" | "serial4" | "serial8" | "number"
        | "numeric" | "decimal" | "dec" | "fixed" | "float" | "float4" | "float8" | "real"
        | "double" | "binary_float" | "binary_double" | "money" | "smallmoney" | "oid"
        | "binary_integer" | "pls_integer" | "decfloat" | "unsigned" | "signed" => {
            simple(Domain::Number, None)
        }
        "date" | "time" | "datetime" | "datetime2" | "smalldatetime" | "timestamp"
        | "timestamptz" | "timetz" | "datetimeoffset" | "year" | "interval" => {
            simple(Domain::Temporal, None)
        }
        "uuid" | "uniqueidentifier" | "guid" => simple(Domain::Text, None),
        "blob" | "tinyblob" | "mediumblob" | "longblob" | "bytea" | "binary" | "varbinary"
        | "image" | "raw" | "json" | "jsonb" | "xml" | "xmltype" | "geometry" | "geography"
        | "point" | "polygon" | "hstore" | "rowversion" | "bfile" | "sdo_geometry" | "tsvector"
        | "varbit" | "inet" | "cidr" | "macaddr" | "sql_variant" | "hierarchyid" | "rowid"
        | "urowid" | "linestring" | "box" | "circle" | "array" | "table" | "object"
        | "multipolygon" | "geometrycollection" | "vector" => simple(Domain::Structure, None),
        _ => DataType {
            written,
            domain: Known::named(named.text.to_string()),
            width: None,
            named: Some(named.text.to_string()),
        },
    }
}

fn has(words: &[&Tok], word: &str) -> bool {
    words.iter().any(|tok| tok.text.eq_ignore_ascii_case(word))
}

/// The literals of a list.
pub fn literals(toks: &[Tok]) -> Vec<Value> {
    items(toks)
        .into_iter()
        .filter_map(|item| {
            let tok = item
                .iter()
                .find(|tok| matches!(tok.kind, Kind::Text | Kind::Number))?;
            let negative = item.first().is_some_and(|first| first.mark("-"));
            let raw = if negative {
                format!("-{}", tok.text)
            } else {
                tok.text.to_string()
            };
            Some(Value::plain(
                raw,
                if negative { span_of(item) } else { tok.span },
            ))
        })
        .collect()
}
