//! What each reader makes of a small file, found by folder; and hostile input.

mod support;

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use support::document::{documents, fruitful_share};
use support::grammar::Grammar;
use support::reading::read_soundly;

fn dump(name: &str, text: &str) -> String {
    dump_bytes(name, text.as_bytes())
}

fn dump_bytes(name: &str, bytes: &[u8]) -> String {
    read_soundly(name, bytes).dump()
}

/// Files of a folder of `tests/formats`, without their snapshots.
fn fixtures(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("fixtures")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_none_or(|extension| extension != "snap"))
        .collect();
    files.sort();
    files
}

#[test]
fn each_reader_declares_what_its_fixtures_show() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut count = 0;
    for folder in fixtures(&root) {
        if folder.ends_with("code") && cfg!(not(feature = "code")) {
            continue;
        }
        // `tests/sql.rs` holds these, tables included.
        if folder.ends_with("sql") {
            continue;
        }
        for file in fixtures(&folder) {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let bytes = std::fs::read(&file).expect("fixture");
            insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name.to_string(), dump_bytes(&name, &bytes));
            });
            count += 1;
        }
    }
    assert!(count >= 10, "fixtures are found");
}

#[test]
#[cfg(feature = "code")]
fn deep_nesting_and_broken_source_do_not_end_the_run() {
    let deep = format!(
        "int gender = {}1{};",
        "(".repeat(50_000),
        ")".repeat(50_000)
    );
    for name in [
        "a.java", "a.kt", "a.cs", "a.ts", "a.py", "a.php", "a.rb", "a.go", "a.scala", "a.rs",
        "a.swift", "a.dart", "a.h", "a.vb", "a.pas",
    ] {
        assert!(!dump(name, &deep).starts_with('-'), "{name} is recognised");
        assert!(!dump(name, "class gender { { enum ( ").starts_with('-'));
    }
}

/// What a call returns may be called, what a list holds may be a list: neither exhausts the stack.
#[test]
#[cfg(feature = "code")]
fn chains_of_calls_and_nested_lists_do_not_end_the_run() {
    const LEVELS: usize = 3_000;
    let nested = |open: &str| format!("{}1{}", open.repeat(LEVELS), ")".repeat(LEVELS));
    let chain = format!("gender = f{};", "()".repeat(LEVELS));
    for name in [
        "a.java", "a.kt", "a.cs", "a.ts", "a.py", "a.php", "a.rb", "a.go", "a.scala", "a.rs",
        "a.swift", "a.dart", "a.h", "a.vb", "a.pas",
    ] {
        for text in [
            &chain,
            &format!("gender = {};", nested("mapOf(")),
            &format!("class A {{ int gender = {}; }}", nested("Map.ofEntries(")),
            &format!("gender match {{ case {} => 1 }}", nested("Some(")),
        ] {
            assert!(!dump(name, text).starts_with('-'), "{name} is recognised");
        }
    }
}

/// The scanner of Python's grammar keeps 512 levels of indentation and ends the process at the next one.
#[test]
#[cfg(feature = "code")]
fn deep_indentation_does_not_end_the_run() {
    let blocks = |depth: usize| -> String {
        let lines = (0..depth).map(|level| format!("{}if gender == 'm':\n", " ".repeat(level)));
        lines.collect()
    };
    assert!(!dump("a.py", &blocks(150)).contains("TooDeep"));
    assert!(dump("a.py", &blocks(520)).contains("TooDeep"));
}

#[test]
#[cfg(feature = "code")]
fn deep_and_broken_components_do_not_end_the_run() {
    let deep = "<div gender>".repeat(50_000);
    let choices = "<option value=gender>".repeat(20_000);
    for name in ["a.vue", "a.svelte", "a.component.html"] {
        for inner in [&deep, &choices] {
            let text = format!("<template><select name=gender>{inner}</template>");
            assert!(!dump(name, &text).starts_with('-'), "{name} is recognised");
        }
        for broken in [
            "<template><select :items=\"gender[",
            "<script>const gender = [",
            "<template><script>gender</template>{{ gender ? ",
            "<template lang=pug>select gender",
        ] {
            assert!(!dump(name, broken).starts_with('-'), "{name}: {broken}");
        }
    }
}

#[test]
fn hostile_forms_do_not_end_the_run() {
    let deep: String = (0..2_000)
        .map(|at| format!("{}a:\n", " ".repeat(at % 300)))
        .collect();
    let webform = format!(
        "id: a\nelements: |\n  x:\n    '#type': select\n{}",
        deep.replace('a', "  a")
    );
    let circle = "type: Form\nidentifier: a\nrenderables: &r\n  - type: Page\n    identifier: b\n    renderables: *r\n";
    let open =
        "<update><a>CREATE TABLE a (b int)</a><b>INSERT INTO x_fields (name, options) VALUES ('";
    let jdl = "enum A { B (\"x\nentity C { d ".repeat(20_000);
    for (name, text) in [
        ("a.yml", webform.as_str()),
        ("a.form.yaml", circle),
        ("a.xml", open),
        ("a.jdl", jdl.as_str()),
        (
            "a.json",
            "{\"info\": 1, \"kind\": 2, \"attributes\": {\"a\": {\"type\": \"enumeration\", \"enum\": 3}}}",
        ),
        (
            "b.json",
            "{\"doctype\": [], \"fields\": [{\"fieldname\": {}, \"fieldtype\": \"Select\", \"options\": []}]}",
        ),
    ] {
        let reading = read_soundly(name, text.as_bytes());
        assert!(reading.format.is_some(), "{name} is recognised");
    }
}

/// Properties over generated documents say nothing if those never get past the first brackets.
#[test]
fn most_generated_documents_are_read_as_a_whole() {
    let unread = |grammar: &Grammar| grammar.family == "code" && cfg!(not(feature = "code"));
    let poor: Vec<String> = Grammar::all()
        .iter()
        .filter(|grammar| !unread(grammar))
        .map(|grammar| (fruitful_share(grammar), grammar))
        .filter(|(share, _)| *share < 60)
        .map(|(share, grammar)| format!("{share} % of {}/{}", grammar.family, grammar.document))
        .collect();
    assert!(poor.is_empty(), "{poor:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    #[cfg(feature = "code")]
    fn program_source_is_read_soundly(document in documents("code")) {
        document.read_soundly();
    }

    #[test]
    fn templates_are_read_soundly(document in documents("template")) {
        document.read_soundly();
    }

    #[test]
    fn pages_are_read_soundly(document in documents("html")) {
        document.read_soundly();
    }

    #[test]
    fn translations_are_read_soundly(document in documents("i18n")) {
        document.read_soundly();
    }

    #[test]
    fn dictionaries_are_read_soundly(document in documents("dictionary")) {
        document.read_soundly();
    }
}

#[test]
fn hostile_translations_do_not_end_the_run() {
    let long = format!("gender.m = {}", "\\\n".repeat(100_000));
    let open = "gender.m = m\\".to_owned();
    let escapes = "gender.\\u00 = \\u\ngender\\ = \\uD800\\u00e4".to_owned();
    for text in [&long, &open, &escapes] {
        assert!(dump("messages_de.properties", text).starts_with("properties\n"));
    }
    let bomb = "de: &a\n  gender: *a\n  male: *a\n";
    assert!(dump("locales/de.yml", bomb).starts_with("translations\n"));
    let deep = format!(
        "{}\"gender\"{}",
        "{\"gender\":".repeat(5_000),
        "}".repeat(5_000)
    );
    assert!(dump("i18n/de.json", &deep).starts_with("translations\n"));
    assert!(dump("de.po", "msgid \"gender\nmsgstr \"\"\"\nmsgctxt").starts_with("gettext\n"));
}

/// Files beside translations are somebody else's, or nobody's.
#[test]
fn translations_take_no_file_from_other_readers() {
    let schema = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {"gender": {"enum": ["m", "w"]}}}"#;
    assert!(dump("locales/de.json", schema).starts_with("json-schema\n"));
    assert!(dump("src/data/persons.json", r#"{"gender": {"m": "männlich"}}"#).starts_with('-'));
    assert!(dump("build.xml", "<root><data name='gender_m'/></root>").starts_with('-'));
}

/// Names of templates, one for each language.
const TEMPLATES: [&str; 16] = [
    "a.jsp",
    "a.gsp",
    "a.xhtml",
    "a.xsl",
    "a.twig",
    "a.hbs",
    "a.erb",
    "a.ejs",
    "a.haml",
    "a.tpl",
    "a.cshtml",
    "a.ftl",
    "a.vm",
    "a.blade.php",
    "a.html",
    "a.php",
];

#[test]
fn hostile_templates_do_not_end_the_run() {
    let marks = [
        "{% if gender == 'm' %}",
        "{{",
        "<%",
        "<% if gender",
        "<option <?php",
        "@if (gender) {",
        "<#if gender",
        "#if($gender",
        "<c:if test=\"${gender",
        "<a x='",
        "<p th:if=\"${gender == 'm'}\">",
        "{% if gender == 'm' %}{% endif %}",
        "((((",
        "gender ? (",
        "<select name=gender><option {{ a }}>",
    ];
    for name in TEMPLATES {
        for mark in marks {
            let start = std::time::Instant::now();
            dump(name, &format!("gender{}", mark.repeat(2_000)));
            let time = start.elapsed();
            assert!(time.as_secs() < 20, "{name} {mark}: {time:?}");
        }
    }
}

/// Whoever types or loses a connection leaves templates that end in the middle of a name.
#[test]
fn templates_broken_off_anywhere_are_read_soundly() {
    const CONSTRUCTS: [(&str, &str); 14] = [
        (
            "a.vm",
            "#{if}($p.geschlecht == 'm')$!{p.gender}#{else}${p.geschlecht}#end",
        ),
        (
            "a.ftl",
            "<#if p.geschlecht == 'm'>${p.geschlecht!}[#else]<#-- a --></#if>",
        ),
        (
            "a.twig",
            "{%- if p.geschlecht == 'm' -%}{{ p.geschlecht|trans }}{# a #}{% endif %}",
        ),
        (
            "a.hbs",
            "{{#if (eq p.geschlecht 'm')}}{{{p.geschlecht}}}{{!-- a --}}{{else}}{{/if}}",
        ),
        (
            "a.erb",
            "<%- if p.geschlecht == 'm' -%><%= p.geschlecht %><%# a %><% end %>",
        ),
        (
            "a.blade.php",
            "@if($p->geschlecht == 'm'){{ $p->geschlecht }}{!! $g !!}{{-- a --}}@endif",
        ),
        (
            "a.cshtml",
            "@if (p.Geschlecht == \"m\") { @p.Geschlecht } else { @(p.Geschlecht) }@* a *@",
        ),
        (
            "a.jsp",
            "<c:if test=\"${p.geschlecht == 'm'}\">${p.geschlecht}<%-- a --%></c:if>",
        ),
        (
            "a.php",
            "<?php if ($p['geschlecht'] == 'm'): ?><?= $p['geschlecht'] ?><?php endif ?>",
        ),
        (
            "b.tpl",
            "<TMPL_IF NAME=\"p.geschlecht\"><!-- TMPL_VAR NAME=p.geschlecht --><TMPL_VAR geschlecht></TMPL_IF>",
        ),
        (
            "a.tpl",
            "{if $p.geschlecht == 'm'}{$p.geschlecht|escape}{* a *}{else}{/if}",
        ),
        (
            "a.xsl",
            "<xsl:if test=\"p/geschlecht = 'm'\"><xsl:value-of select=\"p/geschlecht\"/></xsl:if>",
        ),
        (
            "a.haml",
            "- if p.geschlecht == 'm'\n  %p{title: p.geschlecht}= p.geschlecht\n",
        ),
        (
            "a.pug",
            "if p.geschlecht == 'm'\n  p(title=p.geschlecht)= p.geschlecht\n",
        ),
    ];
    for (name, construct) in CONSTRUCTS {
        let document = format!("Geschlecht ä {construct}");
        for (end, _) in document.char_indices() {
            read_soundly(name, &document.as_bytes()[..end]);
        }
    }
}

#[test]
fn archives_are_unpacked_within_limits() {
    use std::io::Write;
    let pack = |name: &str, content: &[u8]| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let mut archive = zip::ZipWriter::new(&mut bytes);
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(name, options).expect("a part");
        archive.write_all(content).expect("written");
        archive.finish().expect("an archive");
        bytes.into_inner()
    };
    let bomb = pack("word/document.xml", &vec![b' '; 40 * 1024 * 1024]);
    assert!(bomb.len() < 200_000, "it packs well");
    let shown = dump_bytes("a.docx", &bomb);
    assert!(shown.contains("TooLarge"), "{shown}");
    for content in [
        &b"<w:p>"[..],
        b"\xff\xfe",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"",
    ] {
        let shown = dump_bytes("a.docx", &pack("word/document.xml", content));
        assert!(
            shown.contains("Malformed") || shown.contains("Unsafe"),
            "{shown}"
        );
    }
    let whole = pack("word/document.xml", b"<a><p/></a>");
    for end in [4, 20, whole.len() / 2, whole.len() - 1] {
        dump_bytes("a.docx", &whole[..end]);
    }
    assert!(dump_bytes("a.docx", &whole).starts_with("word"));
    assert!(dump_bytes("a.odt", b"PK\x03\x04 and nothing more").contains("Malformed"));
}
