//! The SQL reader beside sqlparser's tokeniser and full parser, over one generated dump.
//!
//! `cargo bench --bench sql`; the figures are worth something only in relation to each other.

use std::fmt::Write;
use std::sync::OnceLock;

use divan::Bencher;
use divan::counter::BytesCount;
use fachcheck::format;
use fachcheck::gender::Vocabulary;
use fachcheck::rule;
use fachcheck::source::Capture;
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Tokenizer;

/// Declarations alone, or declarations with the rows of a dump.
const DUMPS: [&str; 2] = ["schema", "rows"];

fn main() {
    divan::main();
}

fn dump(kind: &str) -> &'static str {
    static SCHEMA: OnceLock<String> = OnceLock::new();
    static ROWS: OnceLock<String> = OnceLock::new();
    match kind {
        "schema" => SCHEMA.get_or_init(|| generate(600, 0)),
        _ => ROWS.get_or_init(|| generate(60, 400)),
    }
}

/// A dump of `tables` tables with `rows` rows each, in words that every dialect knows.
fn generate(tables: usize, rows: usize) -> String {
    let mut out = String::from("-- dump\nCREATE TYPE art AS ENUM ('a', 'b', 'c');\n");
    for table in 0..tables {
        let _ = writeln!(
            out,
            "CREATE TABLE vorgang_{table} (\n    id bigint NOT NULL,"
        );
        for column in 0..18 {
            let kind = [
                "varchar(120)",
                "integer",
                "date",
                "text",
                "numeric(10,2)",
                "art",
            ][column % 6];
            let _ = writeln!(out, "    merkmal_{column} {kind}, -- Merkmal {column}");
        }
        let _ = writeln!(
            out,
            "    geschlecht char(1) DEFAULT 'm'::bpchar NOT NULL,\n    \
             CONSTRAINT ck_{table} CHECK (((geschlecht)::text = ANY (ARRAY['m'::text, 'w'::text]))),\n    \
             CONSTRAINT pk_{table} PRIMARY KEY (id)\n);\n\
             COMMENT ON COLUMN vorgang_{table}.geschlecht IS 'm = männlich, w = weiblich';\n\
             CREATE INDEX ix_{table} ON vorgang_{table} (merkmal_0, geschlecht);"
        );
        for row in 0..rows {
            let _ = writeln!(
                out,
                "INSERT INTO vorgang_{table} VALUES ({row}, 'Straße der Einheit; Hof', 17, '2024-02-29', \
                 'it''s text (with parentheses)', 12.50, 'a', 'b', 3, NULL, 'c', 1.0, 'b', 'd', 4, NULL, \
                 'e', 2.0, 'c', 'm');"
            );
        }
    }
    out
}

fn vocabulary() -> Vocabulary {
    let book = rule::load(None).expect("the shipped rules load");
    Vocabulary::load(&book.vocabulary).expect("the shipped vocabulary loads")
}

#[divan::bench(args = DUMPS)]
fn reader(bencher: Bencher, kind: &str) {
    let text = dump(kind);
    let capture = Capture::of_text("dump.sql", text);
    let vocabulary = vocabulary();
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| format::parse(&capture, vocabulary.topic()));
}

#[divan::bench(args = DUMPS)]
fn sqlparser_tokens(bencher: Bencher, kind: &str) {
    let text = dump(kind);
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| Tokenizer::new(&PostgreSqlDialect {}, text).tokenize_with_location());
}

#[divan::bench(args = DUMPS)]
fn sqlparser_full(bencher: Bencher, kind: &str) {
    let text = dump(kind);
    bencher.counter(BytesCount::of_str(text)).bench(|| {
        Parser::parse_sql(&PostgreSqlDialect {}, text).expect("the dump is plain enough")
    });
}
