//! SQL scripts: what the reader makes of one script per dialect, and hostile input.

mod support;

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use fachcheck::format;
use fachcheck::model::SchemaModel;
use fachcheck::model::{Domain, Known};
use fachcheck::source::Capture;
use proptest::prelude::*;
use sqlparser::ast::{ColumnOption, DataType, Expr, Statement};
use sqlparser::dialect::MySqlDialect;
use sqlparser::parser::Parser;
use support::document::documents;
use support::reading::read_soundly;

fn dump(name: &str, text: &str) -> String {
    let reading = read_soundly(name, text.as_bytes());
    let mut out = format!("{}\n", reading.format.unwrap_or("-"));
    for schema in &reading.parsed.schemas {
        for entity in &schema.entities {
            let labels: Vec<&str> = entity
                .labels
                .iter()
                .map(|label| label.text.value.as_str())
                .collect();
            let _ = writeln!(out, "[{}] {}", entity.path, labels.join(" | "));
        }
        out.push_str(&schema.dump());
    }
    for gap in reading.gaps {
        let _ = writeln!(out, "! {} {:?}", gap.place, gap.reason);
    }
    out
}

fn model(text: &str) -> SchemaModel {
    read_soundly("a.sql", text.as_bytes())
        .parsed
        .schemas
        .remove(0)
}

#[test]
fn each_dialect_declares_what_its_script_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/sql");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("fixtures")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort();
    assert!(files.len() >= 6, "one fixture for each dialect");
    for file in files {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(&file).expect("fixture");
        insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.clone(), dump(&name, &text));
        });
    }
}

fn columns(model: &SchemaModel) -> Vec<String> {
    model
        .elements
        .iter()
        .map(|element| element.path.to_string())
        .collect()
}

#[test]
fn a_broken_statement_costs_itself_alone() {
    let good = "CREATE TABLE danach (geschlecht char(1));";
    for broken in [
        "INSERT INTO a VALUES ('nicht geschlossen);",
        "INSERT INTO a VALUES ('nicht geschlossen);\nINSERT INTO a VALUES ('auch nicht);",
        "CREATE TABLE a (b varchar(10) DEFAULT 'x, c int);",
        "CREATE TABLE a (b int, c int",
        "CREATE TABLE a (b int)) ) );",
        "CREATE TABLE a (\"b int);",
        "CREATE TABLE a b c d;",
        "/* nicht geschlossen",
        "SELECT $tag$ nicht geschlossen;",
        "ALTER TABLE ADD ( , , );",
        "COMMENT ON COLUMN IS;",
        "CREATE TABLE",
        "COPY a FROM nirgends;",
        "DROP TABLE , ;",
        "INSERT INTO",
        "@@@ ### \u{1} ;",
    ] {
        let model = model(&format!("{broken}\n{good}\n"));
        assert!(
            columns(&model).contains(&"danach.geschlecht".to_owned()),
            "{broken}: {:?}",
            columns(&model)
        );
    }
}

#[test]
fn what_is_broken_is_said() {
    let text =
        "CREATE TABLE a (b int);\nCREATE TABLE c (d int DEFAULT 'x);\nCREATE TABLE e (f int);\n";
    let gaps = read_soundly("a.sql", text.as_bytes()).gaps;
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].place.position.map(|at| at.line), Some(2));
}

#[test]
fn a_text_is_a_script_by_what_it_says() {
    let format = |name: &str, text: &str| {
        let format = format::recognise(&Capture::of_text(name, text));
        format.map(|format| format.name())
    };
    let script = "-- head\nSET NAMES utf8;\nCREATE TABLE a (b int);\n";
    for name in ["a.sql", "a.ddl", "dump", "a.txt", "a.dump"] {
        assert_eq!(format(name, script), Some("sql"), "{name}");
    }
    assert_eq!(format("a.sql", "-- nothing yet\n"), Some("sql"));
    assert_ne!(
        format("a.md", "# Guide\n\n```sql\nCREATE TABLE a (b int);\n```\n"),
        Some("sql")
    );
    assert_ne!(
        format(
            "a.txt",
            "Create table reservations early.\nInsert into the calendar.\n"
        ),
        Some("sql")
    );
}

/// Generous: a quadratic reader needs minutes for these.
fn finishes(name: &str, text: &str) {
    let start = Instant::now();
    let _ = dump(name, text);
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?} for {:?}…",
        start.elapsed(),
        text.chars().take(40).collect::<String>()
    );
}

#[test]
fn hostile_scripts_end_in_time() {
    const MANY: usize = 40_000;
    let table = |inside: &str| format!("CREATE TABLE a ({inside});\nCREATE TABLE z (g int);");
    let deep = |inside: &str| {
        table(&format!(
            "g int CHECK {}{inside}{}",
            "(".repeat(MANY),
            ")".repeat(MANY)
        ))
    };
    finishes("a.sql", &deep("g IN ('m')"));
    finishes(
        "a.sql",
        &table(&format!("g int CHECK (g IN ({}))", "'m',".repeat(MANY))),
    );
    finishes(
        "a.sql",
        &table(&format!("g int CHECK ({} g = 1)", "NOT ".repeat(MANY))),
    );
    finishes(
        "a.sql",
        &table(&format!(
            "g int CHECK ({} g = 1)",
            "g = 'm' OR ".repeat(MANY)
        )),
    );
    finishes(
        "a.sql",
        &table(&format!(
            "g int CHECK ({} g = 1)",
            "g = 'm' AND ".repeat(MANY)
        )),
    );
    finishes("a.sql", &table(&"g int, ".repeat(MANY)));
    finishes("a.sql", &table(&"g enum('m','w') -- x\n, ".repeat(MANY)));
    finishes("a.sql", &"CREATE TABLE a (g ".repeat(MANY));
    finishes("a.sql", &"CREATE TABLE a (g 'x\n".repeat(MANY));
    finishes("a.sql", &"CREATE TABLE a (g int);\n".repeat(MANY));
    finishes("a.sql", &"/*\n".repeat(MANY));
    finishes("a.sql", &format!("{}*/\n", "/* /* */\n".repeat(MANY)));
    finishes("a.sql", &"\"`'[$$\n".repeat(MANY));
    let tags: String = (0..MANY).map(|at| format!("x = $t{at}$ ")).collect();
    finishes("a.sql", &format!("SELECT {tags}::int;"));
    finishes(
        "a.sql",
        &format!(
            "CREATE TABLE a (b VARCHAR2(1));\n{}",
            "SELECT q'[ FROM x;\n".repeat(MANY)
        ),
    );
    finishes("a.sql", &"INSERT INTO a VALUES (1, 'x');\n".repeat(MANY));
    finishes(
        "a.sql",
        &format!("INSERT INTO a VALUES {};", "(1, 'x'),".repeat(MANY)),
    );
    finishes("a.sql", &"ALTER TABLE a ADD b int; -- x\n".repeat(MANY / 4));
    finishes("a.sql", &"ALTER TABLE a DROP CONSTRAINT b;\n".repeat(MANY));
    finishes("a.sql", &"COPY a FROM stdin;\n".repeat(MANY));
}

#[test]
fn hostile_statements_end_in_time() {
    const MANY: usize = 20_000;
    let view = |inside: &str| format!("CREATE VIEW geschlecht AS SELECT {inside};");
    for inside in [
        "CASE ".repeat(MANY),
        "CASE WHEN g = 'm' THEN ".repeat(MANY / 2),
        format!(
            "{}'w'{}",
            "IF(g = 'm', 'm', ".repeat(MANY / 2),
            ")".repeat(MANY / 2)
        ),
        format!("{}g = 'm'{}", "COUNT((".repeat(MANY), "))".repeat(MANY)),
        "(SELECT COUNT(*) ".repeat(MANY / 4),
        format!("{}{}", "IF(".repeat(MANY), ")".repeat(MANY)),
        format!("SUM(CASE WHEN {} g = 'm' THEN 1 END)", "NOT ".repeat(MANY)),
        format!(
            "SUM(CASE WHEN {} g = 'm' THEN 1 END)",
            "g = 'w' OR ".repeat(MANY / 2)
        ),
        "END CASE IF WHEN THEN ELSE ".repeat(MANY / 4),
    ] {
        finishes("a.sql", &view(&inside));
        finishes(
            "a.sql",
            &format!("UPDATE a SET geschlecht = {inside} WHERE {inside}"),
        );
        finishes(
            "a.sql",
            &format!("CREATE TRIGGER geschlecht AS BEGIN IF {inside} THEN RAISE x; END"),
        );
        finishes(
            "a.sql",
            &format!("CREATE TABLE a (g int, h int, CHECK (h = 1 OR {inside}))"),
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn scripts_are_read_soundly(document in documents("sql")) {
        document.read_soundly();
    }

    /// Whatever stands before it: a script's last complete statement at a line of its own is read.
    #[test]
    fn the_way_back_is_found(
        before in "(CREATE TABLE |a|\\(|\\)|'m'|'|,|;| |\n|int |INSERT INTO b VALUES |GO\n){0,40}"
    ) {
        let text = format!("{before}\nCREATE TABLE danach (geschlecht char(1));\n");
        let model = model(&text);
        prop_assert!(columns(&model).contains(&"danach.geschlecht".to_owned()), "{text:?}");
    }
}

/// What both readers must agree on: name, whether it is required, the values it is limited to.
type Column = (String, bool, Option<Vec<String>>);

fn by_reader(text: &str) -> Vec<Column> {
    let column = |element: &fachcheck::model::Element| {
        let values = match &element.domain.value {
            Known::Yes(Domain::Closed(values)) => {
                Some(values.iter().map(|value| value.raw.value.clone()).collect())
            }
            _ => None,
        };
        let required = element.optional.value == Known::Yes(false);
        (element.name.value.clone(), required, values)
    };
    model(text).elements.iter().map(column).collect()
}

fn by_parser(text: &str) -> Option<Vec<Column>> {
    let statements = Parser::parse_sql(&MySqlDialect {}, text).ok()?;
    let mut columns = Vec::new();
    for statement in statements {
        let Statement::CreateTable(table) = statement else {
            continue;
        };
        for column in table.columns {
            let mut required = false;
            let mut values = match &column.data_type {
                DataType::Enum(members, _) => Some(members.iter().map(member).collect()),
                _ => None,
            };
            for option in column.options {
                match option.option {
                    ColumnOption::NotNull | ColumnOption::PrimaryKey(_) => required = true,
                    ColumnOption::Check(check) => values = in_list(&check.expr),
                    _ => {}
                }
            }
            columns.push((column.name.value, required, values));
        }
    }
    Some(columns)
}

fn member(member: &sqlparser::ast::EnumMember) -> String {
    use sqlparser::ast::EnumMember;
    match member {
        EnumMember::Name(name) | EnumMember::NamedValue(name, _) => name.clone(),
    }
}

fn in_list(check: &Expr) -> Option<Vec<String>> {
    let Expr::InList { list, .. } = check else {
        return None;
    };
    let literal = |expression: &Expr| match expression {
        Expr::Value(value) => value.value.clone().into_string(),
        _ => None,
    };
    list.iter().map(literal).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn it_agrees_with_the_full_parser_where_that_succeeds(
        columns in prop::collection::vec(
            (
                prop::sample::select(vec![
                    "varchar(20)", "char(1)", "int(10) unsigned", "decimal(10,2)", "text", "datetime", "tinyint(1)",
                    "enum('m','w','it''s')", "ENUM ( 'a' , 'b' )", "double precision", "varchar(9) CHARACTER SET utf8",
                ]),
                prop::collection::vec(
                    prop::sample::select(vec![
                        "NOT NULL", "DEFAULT 'm'", "DEFAULT NULL", "COMMENT 'a, b (c)'", "UNIQUE", "/* x, */",
                        "-- it's\n", "COLLATE utf8_bin", "CHECK ($ IN ('m', 'w'))", "CHECK (length($) > 2)",
                        "REFERENCES a (b) ON DELETE SET NULL", "PRIMARY KEY",
                    ]),
                    0..3,
                ),
                prop::sample::select(vec!["c", "`größe ", "`key", "`a``b", "C"]),
            ),
            1..6,
        )
    ) {
        let items: Vec<String> = columns.iter().enumerate().map(|(at, (kind, options, prefix))| {
            let name = format!("{prefix}{at}{}", if prefix.starts_with('`') { "`" } else { "" });
            // A column has at most one type of each option.
            let mut options = options.clone();
            options.sort_unstable();
            options.dedup_by_key(|option| option.split(' ').next().map(str::to_owned));
            format!("{name} {kind} {}", options.join(" ").replace('$', &name))
        }).collect();
        let text = format!("CREATE TABLE t (\n{}\n) ENGINE=InnoDB;\n", items.join(",\n"));
        let read = by_reader(&text);
        prop_assert_eq!(read.len(), columns.len(), "{}", text);
        if let Some(parsed) = by_parser(&text) {
            for (read, parsed) in read.into_iter().zip(parsed) {
                prop_assert_eq!(&read.0, &parsed.0, "{}", &text);
                prop_assert_eq!(read.1, parsed.1, "{}", &text);
                // Both conditions and an enum limit a column; only the reader joins them.
                if !(text.to_lowercase().contains("enum") && text.contains("CHECK")) {
                    prop_assert_eq!(read.2, parsed.2, "{}", &text);
                }
            }
        }
    }
}
