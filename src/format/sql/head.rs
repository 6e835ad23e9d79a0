//! The first words of a statement: what it does, determined without tokenising it.

/// What a statement does, as far as needed to read declarations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// `CREATE TABLE`.
    CreateTable,
    /// `CREATE TYPE`.
    CreateType,
    /// `CREATE DOMAIN`.
    CreateDomain,
    /// `CREATE INDEX`.
    CreateIndex,
    /// `CREATE VIEW`.
    CreateView,
    /// `ALTER TABLE`, `ALTER TYPE`, `ALTER DOMAIN`.
    Alter,
    /// `COMMENT ON`.
    Comment,
    /// `INSERT`, `REPLACE INTO`.
    Insert,
    /// `COPY … FROM stdin`.
    Copy,
    /// `EXEC sp_…`.
    Execute,
    /// `DROP TABLE`, `DROP TYPE`.
    Drop,
    /// `UPDATE`, `DELETE`, `TRUNCATE`, `MERGE`: they change inserted rows.
    Change,
    /// `CREATE FUNCTION` and anything else that contains statements.
    Routine,
    /// Anything else.
    Other,
}

/// Words that say what is created; anything between `CREATE` and them is ignored.
const CREATED: &[(&str, Head)] = &[
    ("TABLE", Head::CreateTable),
    ("TYPE", Head::CreateType),
    ("DOMAIN", Head::CreateDomain),
    ("INDEX", Head::CreateIndex),
    ("VIEW", Head::CreateView),
    ("SEQUENCE", Head::Other),
    ("SCHEMA", Head::Other),
    ("DATABASE", Head::Other),
    ("USER", Head::Other),
    ("ROLE", Head::Other),
    ("SYNONYM", Head::Other),
    ("EXTENSION", Head::Other),
    ("RULE", Head::Other),
    ("PROCEDURE", Head::Routine),
    ("PROC", Head::Routine),
    ("FUNCTION", Head::Routine),
    ("TRIGGER", Head::Routine),
    ("PACKAGE", Head::Routine),
    ("EVENT", Head::Routine),
];

/// The head of a statement.
pub fn head(statement: &str) -> Head {
    let mut words = Words::new(statement);
    let Some(first) = words.next() else {
        return Head::Other;
    };
    let is = |word: &str| first.eq_ignore_ascii_case(word);
    if is("CREATE") || is("ALTER") {
        let mut created = Head::Other;
        for word in words.take(MOST_WORDS) {
            if let Some((_, head)) = CREATED
                .iter()
                .find(|(name, _)| word.eq_ignore_ascii_case(name))
            {
                created = *head;
                break;
            }
        }
        return match (is("ALTER"), created) {
            (false, head) => head,
            (true, Head::CreateTable | Head::CreateType | Head::CreateDomain) => Head::Alter,
            (true, Head::Routine) => Head::Routine,
            (true, _) => Head::Other,
        };
    }
    let second = words.next().unwrap_or_default();
    let then = |word: &str| second.eq_ignore_ascii_case(word);
    if is("COMMENT") && then("ON") {
        Head::Comment
    } else if is("INSERT") || (is("REPLACE") && then("INTO")) {
        Head::Insert
    } else if is("COPY") {
        Head::Copy
    } else if is("EXEC") || is("EXECUTE") {
        Head::Execute
    } else if is("DROP") && (then("TABLE") || then("TYPE")) {
        Head::Drop
    } else if is("UPDATE") || is("DELETE") || is("TRUNCATE") || is("MERGE") {
        Head::Change
    } else {
        Head::Other
    }
}

/// Whether a text begins with a word that starts statements.
pub fn is_statement(text: &str) -> bool {
    const VERBS: [&str; 27] = [
        "ALTER", "ANALYZE", "BEGIN", "CALL", "COMMENT", "COMMIT", "COPY", "CREATE", "DECLARE",
        "DELETE", "DO", "DROP", "EXEC", "EXECUTE", "GRANT", "IF", "INSERT", "LOCK", "MERGE",
        "PRAGMA", "PRINT", "REVOKE", "SELECT", "SET", "START", "UPDATE", "USE",
    ];
    Words::new(text)
        .next()
        .is_some_and(|word| is_one_of(&VERBS, word))
}

/// Verbs of further statements and of clients.
const CLIENT_VERBS: [&str; 53] = [
    "ANALYSE",
    "ATTACH",
    "CHECKPOINT",
    "CLOSE",
    "CLUSTER",
    "CONNECT",
    "DBCC",
    "DEALLOCATE",
    "DECLARE",
    "DEFINE",
    "DESC",
    "DESCRIBE",
    "DETACH",
    "DISCARD",
    "ELSE",
    "END",
    "EXIT",
    "EXPLAIN",
    "FETCH",
    "FLUSH",
    "FOR",
    "GO",
    "HANDLER",
    "HELP",
    "KILL",
    "LISTEN",
    "LOAD",
    "NOTIFY",
    "OPEN",
    "OPTIMIZE",
    "PREPARE",
    "QUIT",
    "RAISERROR",
    "REFRESH",
    "REINDEX",
    "RELEASE",
    "REPAIR",
    "REPLACE",
    "RESET",
    "RETURN",
    "ROLLBACK",
    "SAVEPOINT",
    "SECURITY",
    "SHOW",
    "THROW",
    "TRUNCATE",
    "UNDEFINE",
    "UNLOCK",
    "VACUUM",
    "VALUES",
    "WAITFOR",
    "WHILE",
    "WITH",
];

/// Further objects that statements create, and words before them.
const OBJECTS: [&str; 57] = [
    "ACCESS",
    "AGGREGATE",
    "ALGORITHM",
    "APPLICATION",
    "ASSEMBLY",
    "AVAILABILITY",
    "CAST",
    "CERTIFICATE",
    "CLUSTER",
    "COLLATION",
    "CONTEXT",
    "CONVERSION",
    "CREDENTIAL",
    "DEFAULT",
    "DEFINER",
    "DIMENSION",
    "DIRECTORY",
    "DISKGROUP",
    "EXTERNAL",
    "FLASHBACK",
    "FOREIGN",
    "FULLTEXT",
    "GROUP",
    "JAVA",
    "KEYSPACE",
    "LANGUAGE",
    "LARGE",
    "LIBRARY",
    "LOGIN",
    "MACRO",
    "MASTER",
    "MATERIALIZED",
    "MESSAGE",
    "OPERATOR",
    "OUTLINE",
    "PARTITION",
    "PLUGGABLE",
    "POLICY",
    "PROCEDURAL",
    "PROFILE",
    "PUBLICATION",
    "QUEUE",
    "RESOURCE",
    "SEARCH",
    "SERVER",
    "SERVICE",
    "SESSION",
    "SPATIAL",
    "STATISTICS",
    "STREAM",
    "SUBSCRIPTION",
    "SYMMETRIC",
    "SYSTEM",
    "TABLESPACE",
    "TEXT",
    "TRANSFORM",
    "XML",
];

/// Whether a list has a word, ignoring case.
fn is_one_of(list: &[&str], word: &str) -> bool {
    list.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a statement is SQL or a client command: its verb is known, and so is the kind of object it creates or
/// alters.
pub fn is_known(text: &str) -> bool {
    let mut words = Words::new(text);
    let Some(verb) = words.next() else {
        return true;
    };
    if is_one_of(&["CREATE", "ALTER"], verb) {
        // What follows the parenthesis is no longer what is created.
        let before = text.split('(').next().unwrap_or_default();
        return Words::new(before).skip(1).take(MOST_WORDS).any(|word| {
            is_one_of(&OBJECTS, word)
                || CREATED
                    .iter()
                    .any(|(name, _)| word.eq_ignore_ascii_case(name))
        });
    }
    is_one_of(&CLIENT_VERBS, verb) || is_statement(text)
}

/// Whether a statement also continues like one, unlike "Create table games for children": a parenthesis, a quoted name
/// or another keyword follows.
pub fn names_something(text: &str) -> bool {
    const WORDS: [&str; 9] = [
        "ADD", "ALTER", "AS", "DROP", "ENUM", "MODIFY", "RENAME", "SET", "VALUES",
    ];
    let window: String = text.chars().take(400).collect();
    window.contains('(')
        || Words::new(&window).any(|word| {
            WORDS
                .iter()
                .any(|known| word == *known || word == known.to_lowercase())
        })
}

/// More words than precede `TABLE` in any dialect (`OR REPLACE DEFINER = … GLOBAL TEMPORARY`).
const MOST_WORDS: usize = 16;

/// The bare words of a text, without comments.
struct Words<'t> {
    rest: &'t str,
}

impl<'t> Words<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text }
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            if let Some(comment) = self.rest.strip_prefix("--") {
                self.rest = comment.split_once('\n')?.1;
                continue;
            }
            if self.rest.starts_with("/*!") {
                self.rest = self.rest[3..].trim_start_matches(|ch: char| ch.is_ascii_digit());
                continue;
            }
            if let Some(comment) = self.rest.strip_prefix("/*") {
                self.rest = comment.split_once("*/")?.1;
                continue;
            }
            let first = self.rest.chars().next()?;
            if is_word(first) {
                let end = self.rest.find(|ch| !is_word(ch)).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(word);
            }
            self.rest = &self.rest[first.len_utf8()..];
        }
    }
}

fn is_word(ch: char) -> bool {
    ch.is_alphanumeric() || ch == '_'
}

/// Whether a line starts a statement even if the previous one was not terminated. `inside`: within parentheses or a
/// string, only unambiguous beginnings count.
pub fn starts_statement(line: &str, inside: bool) -> bool {
    let Some(first) = line.bytes().next() else {
        return false;
    };
    if !matches!(
        first.to_ascii_uppercase(),
        b'C' | b'A' | b'I' | b'E' | b'D' | b'U' | b'T' | b'M'
    ) {
        return false;
    }
    let mut words = line.split([' ', '\t', '\r', '\n', '(']);
    let first = words.next().unwrap_or_default();
    let mut words = words.filter(|word| !word.is_empty());
    let second = words.next().unwrap_or_default();
    let is = |word: &str| first.eq_ignore_ascii_case(word);
    let then = |list: &[&str]| list.iter().any(|word| second.eq_ignore_ascii_case(word));
    if is("CREATE") {
        return then(&[
            "TABLE",
            "TYPE",
            "DOMAIN",
            "INDEX",
            "UNIQUE",
            "VIEW",
            "OR",
            "TEMPORARY",
            "TEMP",
            "GLOBAL",
            "FUNCTION",
            "PROCEDURE",
            "TRIGGER",
            "SEQUENCE",
            "SCHEMA",
            "DATABASE",
            "FORCE",
            "CLUSTERED",
            "NONCLUSTERED",
            "UNLOGGED",
            "MATERIALIZED",
            "BITMAP",
            "COLUMN",
        ]);
    }
    if is("ALTER") {
        return then(&["TABLE", "TYPE", "DOMAIN", "SEQUENCE", "DATABASE"]);
    }
    if is("COMMENT") {
        return then(&["ON"]);
    }
    if is("INSERT") {
        let named = second.starts_with(['[', '"', '`']) || words.next().is_some();
        return then(&["INTO"]) || (!inside && named && !second.eq_ignore_ascii_case("ON"));
    }
    if is("DROP") {
        return then(&["TABLE", "TYPE", "DATABASE"]);
    }
    if inside {
        return false;
    }
    let procedure = second.to_ascii_lowercase().contains("sp_");
    ((is("EXEC") || is("EXECUTE")) && procedure)
        || (is("DELETE") && then(&["FROM"]))
        || (is("MERGE") && then(&["INTO"]))
        || (is("TRUNCATE") && then(&["TABLE"]))
        || (is("UPDATE")
            && words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case("SET")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_see_through_comments_and_modifiers() {
        for (text, expected) in [
            ("CREATE TABLE a (b int)", Head::CreateTable),
            ("create global temporary table a (b int)", Head::CreateTable),
            ("/* x */ -- y\n CREATE  UNLOGGED TABLE a", Head::CreateTable),
            ("CREATE UNIQUE INDEX i ON t (c)", Head::CreateIndex),
            (
                "CREATE OR REPLACE FUNCTION f() RETURNS TABLE (a int)",
                Head::Routine,
            ),
            ("CREATE DEFINER=`root`@`localhost` TRIGGER t", Head::Routine),
            (
                "/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`l`*/ /*!50003 TRIGGER t",
                Head::Routine,
            ),
            ("CREATE VIEW v AS SELECT 1", Head::CreateView),
            ("ALTER TABLE ONLY public.a ADD", Head::Alter),
            ("INSERT [dbo].[a] VALUES (1)", Head::Insert),
            ("COMMENT ON COLUMN a.b IS 'x'", Head::Comment),
            ("SELECT 1", Head::Other),
        ] {
            assert_eq!(head(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_that_begin_statements() {
        assert!(starts_statement("CREATE TABLE b (", true));
        assert!(starts_statement("INSERT [dbo].[a] ([b])", false));
        assert!(!starts_statement("insert tinyint(1),", true));
        assert!(!starts_statement("ALTER COLUMN x", false));
        assert!(!starts_statement("EXECUTE FUNCTION f()", false));
        assert!(starts_statement("EXEC sys.sp_addextendedproperty", false));
    }
}
