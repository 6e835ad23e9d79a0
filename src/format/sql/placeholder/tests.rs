use super::*;

fn words(text: &str) -> String {
    let filled = without_placeholders(text);
    assert_eq!(filled.len(), text.len(), "{text}");
    filled.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_qualifies_goes_and_what_names_stays() {
    for placeholder in [
        "@schema.",
        "@schema@.",
        "@@schema@@.",
        "${schema}.",
        "${db.schema}.",
        ":schema.",
        ":\"schema\".",
        "{{ schema }}.",
        "{{ .Values.schema }}.",
        "$(schema).",
        "<schema>.",
        "<schema, sysname, dbo>.",
        "%schema%.",
        "%s.",
        "%(schema)s.",
        "&schema..",
        "&&schema..",
        "{schema}.",
        "{self.schema}.",
        "$schema.",
        "#schema#.",
        "#{schema}.",
        "<%= schema %>.",
        "{}.",
        "{0}.",
    ] {
        let text = format!("CREATE TABLE {placeholder}person (id int)");
        assert_eq!(
            words(&text),
            "CREATE TABLE person (id int)",
            "{placeholder}"
        );
    }
}

#[test]
fn prefixes_and_suffixes_leave_the_name() {
    for name in [
        "${prefix}person",
        "{{ prefix }}_person",
        "&prefix.person",
        "%PREFIX%_person",
        "#__person",
        "{$prefix}person",
        "<prefix>person",
        "person${suffix}",
        "$(prefix)person",
        "@prefix@person",
        "${schema}.${prefix}person",
    ] {
        let text = format!("INSERT INTO {name} VALUES (1)");
        assert_eq!(words(&text), "INSERT INTO person VALUES (1)", "{name}");
    }
    assert_eq!(
        words("CREATE INDEX i_${x}_b ON t (c)"),
        "CREATE INDEX i______b ON t (c)"
    );
}

#[test]
fn a_whole_name_is_a_word() {
    for name in [
        "${person}",
        "{{ ref('person') }}",
        ":person",
        "@person",
        "<person>",
        "$(person)",
        "&person",
    ] {
        let text = format!("ALTER TABLE {name} ADD x int");
        assert_eq!(words(&text), "ALTER TABLE person ADD x int", "{name}");
    }
    assert_eq!(
        words("CREATE TABLE ${table} (a int)"),
        "CREATE TABLE table (a int)"
    );
    assert_eq!(words("CREATE TABLE ?? (a int)"), "CREATE TABLE __ (a int)");
}

#[test]
fn directives_write_nothing() {
    let text = "{{ config(schema='x') }}\n{% if a == 'it''s' %}\nCREATE TABLE t (\n  a int\n);\n{{ range .X }}\n{% endif %}";
    assert_eq!(words(text), "CREATE TABLE t ( a int );");
}

#[test]
fn a_literal_that_is_filled_in_is_no_value() {
    for literal in [
        "'{{ x }}'",
        "'${x}'",
        "'$(x)'",
        "'&x'",
        "'&&x.'",
        ":'x'",
        "'#{x}'",
    ] {
        let text = format!("CHECK (a IN ('m', {literal}))");
        let word = "_".repeat(literal.len());
        assert_eq!(words(&text), format!("CHECK (a IN ('m', {word}))"));
    }
}

#[test]
fn what_only_looks_like_one_is_left_alone() {
    for text in [
        "SELECT a::text, b[1:2] FROM t WHERE c = :gender AND d <b AND e> f",
        "UPDATE t SET a = @gender WHERE b = 'a@b.de' -- :x.y ${z}",
        "SELECT a %b, '%MANN%', '${x}.y' FROM t",
        "CREATE TABLE t (a ARRAY<STRING>, b text DEFAULT '{m,w}')",
        "x := :NEW.gender; y := :old.gender",
        "$body$ SELECT 1 $body$",
        "GRANT ALL TO root@localhost",
    ] {
        assert_eq!(without_placeholders(text), text);
    }
}
