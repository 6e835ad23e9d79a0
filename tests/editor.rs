//! The language server, as an editor talks to it.

#[path = "editor/client.rs"]
mod client;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use serde_json::{Value, json};

use client::Editor;

const SCRIPT: &str = "create table person (\n  vorname varchar(20), -- ü𝄞\n  /* ü𝄞 */ geschlecht char(1) check (geschlecht in ('m', 'w'))\n);\n";
const RULE: &str = "gender/four-entries-storable";
/// Nothing takes so long, on any machine.
const PATIENCE: Duration = Duration::from_secs(120);

fn codes(marks: &[Value]) -> Vec<&str> {
    let codes = marks.iter().filter_map(|mark| mark["code"].as_str());
    codes.collect()
}

/// A text after the edits of a code action, as an editor makes them.
fn applied(text: &str, action: &Value, uri: &str) -> String {
    let changes = action["edit"]["documentChanges"]
        .as_array()
        .expect("changes");
    let own = changes
        .iter()
        .find(|change| change["textDocument"]["uri"] == uri)
        .expect("a change of this file");
    let mut edits = own["edits"].as_array().expect("edits").clone();
    let place = |position: &Value| {
        let line = position["line"].as_u64().expect("a line");
        let character = position["character"].as_u64().expect("a place");
        (line, character)
    };
    // From the end, so that places stay.
    edits.sort_by_key(|edit| std::cmp::Reverse(place(&edit["range"]["start"])));
    let mut units: Vec<u16> = text.encode_utf16().collect();
    let offset = |units: &[u16], (line, character): (u64, u64)| {
        let mut ends = units
            .iter()
            .enumerate()
            .filter(|(_, unit)| **unit == u16::from(b'\n'));
        let start = match line {
            0 => 0,
            line => ends.nth(line as usize - 1).expect("a line").0 + 1,
        };
        start + character as usize
    };
    for edit in edits {
        let start = offset(&units, place(&edit["range"]["start"]));
        let end = offset(&units, place(&edit["range"]["end"]));
        let new = edit["newText"].as_str().expect("a text").encode_utf16();
        units.splice(start..end, new);
    }
    String::from_utf16(&units).expect("a text")
}

#[test]
fn a_finding_is_shown_explained_and_settled() {
    let mut editor = Editor::running(&[("db/person.sql", SCRIPT)], "de-DE");
    let name = "db/person.sql";
    let marks = editor.open(name, SCRIPT);
    assert_eq!(codes(&marks), [RULE]);
    let mark = &marks[0];
    // In units of UTF-16: the clef takes two.
    let range =
        json!({ "start": { "line": 2, "character": 12 }, "end": { "line": 2, "character": 22 } });
    assert_eq!(mark["range"], range);
    assert_eq!(
        (&mark["severity"], &mark["source"]),
        (&json!(1), &json!("fachcheck"))
    );
    let message = mark["message"].as_str().expect("a text");
    assert!(
        message.contains("es fehlen: divers, ohne Angabe"),
        "{message}"
    );

    let at = |character: u32| {
        json!({
            "textDocument": { "uri": editor.uri(name) },
            "position": { "line": 2, "character": character },
        })
    };
    let (inside, outside) = (at(15), at(2));
    let hover = editor.ask("textDocument/hover", inside);
    let page = hover["result"]["contents"]["value"]
        .as_str()
        .expect("a text");
    for part in ["**Warum:**", "**Abhilfe:**", "**Rechtsgrundlage:**", RULE] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(
        editor.ask("textDocument/hover", outside)["result"],
        Value::Null
    );

    let actions = editor.actions(name, &range);
    let titles: Vec<&str> = actions
        .iter()
        .filter_map(|action| action["title"].as_str())
        .collect();
    let [suggested, accepted] = titles.as_slice() else {
        panic!("{titles:?}")
    };
    assert!(
        suggested.starts_with("Fehlende Einträge ergänzen – zu entscheiden: "),
        "{suggested}"
    );
    assert!(accepted.starts_with("Hinnehmen: "), "{accepted}");
    assert_eq!(actions[0]["kind"], "quickfix");
    assert_eq!(
        actions[0]["edit"]["documentChanges"][0]["textDocument"]["version"],
        1
    );

    // What people decide is told in full once the change is made.
    let command = &actions[0]["command"];
    let asked = json!({ "command": command["command"], "arguments": command["arguments"] });
    let answer = editor.ask("workspace/executeCommand", asked);
    assert!(answer.get("error").is_none(), "{answer}");
    let told = editor.passed.last().expect("something was told");
    assert_eq!(told["method"], "window/showMessage");
    let told = told["params"]["message"].as_str().expect("a text");
    assert!(
        told.contains("\n- Bestätigen Sie die neuen Werte"),
        "{told}"
    );

    let uri = editor.uri(name);
    let settled = applied(SCRIPT, &actions[0], &uri);
    assert!(settled.contains("in ('m', 'w', 'd', 'x')"), "{settled}");
    assert_eq!(editor.change(name, 2, &settled), [json!(null); 0]);
    // The file itself was never touched.
    let stored = fs::read_to_string(editor.folder.path().join(name)).expect("a file");
    assert_eq!(stored, SCRIPT);
    assert_eq!(editor.leave(), 0);
}

#[test]
fn a_comment_accepts_once_it_has_a_reason() {
    let mut editor = Editor::running(&[("person.sql", SCRIPT)], "en");
    let marks = editor.open("person.sql", SCRIPT);
    let message = marks[0]["message"].as_str().expect("a text");
    assert!(
        message.contains("missing: diverse"),
        "the editor speaks English: {message}"
    );
    let actions = editor.actions("person.sql", &marks[0]["range"]);
    let accept = actions.last().expect("an action");
    let uri = editor.uri("person.sql");
    let commented = applied(SCRIPT, accept, &uri);
    let line = format!("  -- fachcheck: ignore {RULE} -- \n");
    assert!(commented.contains(&line), "{commented}");
    let marks = editor.change("person.sql", 2, &commented);
    assert_eq!(codes(&marks), ["CONFIG", RULE], "a reason is missing");
    let reasoned = commented.replace(&line, &line.replace("-- \n", "-- goes with release 7\n"));
    assert_eq!(editor.change("person.sql", 3, &reasoned), [json!(null); 0]);
    let expired = reasoned.replace("release 7", "release 7 until 2026-11-22");
    let marks = editor.change("person.sql", 4, &expired);
    assert_eq!(codes(&marks), ["CONFIG", RULE]);
    assert_eq!(editor.leave(), 0);
}

#[test]
fn what_hangs_together_is_judged_together() {
    let page = "<!doctype html>\n<html lang=\"de\">\n<head><title>Antrag</title></head>\n<body><main><h1>Antrag</h1><form>\n<label for=\"g\">Geschlecht</label>\n<select id=\"g\" name=\"geschlecht\">\n<option value=\"\">Bitte wählen</option>\n<option value=\"m\">männlich</option>\n<option value=\"w\">weiblich</option>\n<option value=\"d\">divers</option>\n<option value=\"x\">ohne Angabe</option>\n</select></form></main></body></html>\n";
    let files = [("db/person.sql", SCRIPT), ("web/form.html", page)];
    let mut editor = Editor::running(&files, "de");
    // Only the page is open: that the table cannot hold what it offers is shown where it is wrong.
    editor.open("web/form.html", page);
    let shown = std::mem::take(&mut editor.passed);
    let table = editor.uri("db/person.sql");
    let of_table = |said: &Value| said["params"]["uri"] == table;
    let marks = match shown.iter().find(|said| of_table(said)) {
        Some(said) => said["params"]["diagnostics"]
            .as_array()
            .expect("a list")
            .clone(),
        None => editor.marks("db/person.sql"),
    };
    assert!(codes(&marks).contains(&RULE), "{marks:?}");
    // Closed, it says nothing about other files any more.
    let closed = json!({ "textDocument": { "uri": editor.uri("web/form.html") } });
    editor.tell("textDocument/didClose", closed);
    assert_eq!(editor.marks("db/person.sql"), [json!(null); 0]);
    assert_eq!(editor.leave(), 0);
}

#[test]
fn settings_hold_and_their_mistakes_are_shown() {
    let files = [
        ("fachcheck.toml", "exclude = [\"legacy/\"]\n"),
        ("legacy/a.sql", SCRIPT),
        ("b.sql", SCRIPT),
    ];
    let mut editor = Editor::running(&files, "de");
    assert_eq!(editor.open("legacy/a.sql", SCRIPT), [json!(null); 0]);
    assert_eq!(codes(&editor.open("b.sql", SCRIPT)), [RULE]);
    let settings = editor.folder.path().join("fachcheck.toml");
    let saved = json!({ "textDocument": { "uri": editor.uri("b.sql") } });
    fs::write(&settings, format!("[rules]\n\"{RULE}\" = \"advice\"\n")).expect("a file");
    editor.tell("textDocument/didSave", saved.clone());
    assert_eq!(editor.marks("b.sql")[0]["severity"], 3);
    fs::write(&settings, "language = \"de\"\nthreshold = \"loud\"\n").expect("a file");
    editor.tell("textDocument/didSave", saved.clone());
    let marks = editor.marks("fachcheck.toml");
    assert_eq!(codes(&marks), ["CONFIG"]);
    assert_eq!(
        marks[0]["range"]["start"],
        json!({ "line": 1, "character": 12 })
    );
    let told = editor.until(|said| said["method"] == "window/showMessage");
    assert_eq!(told["params"]["type"], 1, "{told}");
    fs::write(&settings, "").expect("a file");
    editor.tell("textDocument/didSave", saved);
    assert_eq!(editor.marks("fachcheck.toml"), [json!(null); 0]);
    assert_eq!(editor.leave(), 0);
}

#[test]
fn a_file_outside_of_every_folder_is_judged_alone() {
    let files = [("a.sql", SCRIPT), ("b.html", "<p>x")];
    let mut editor = Editor::new(&files, &["--lang", "en"]);
    let answer = editor.ask("initialize", json!({ "capabilities": {}, "rootUri": null }));
    assert_eq!(answer["result"]["serverInfo"]["name"], "fachcheck");
    let marks = editor.open("a.sql", SCRIPT);
    assert_eq!(codes(&marks), [RULE]);
    // Without versions, changes go by the addresses of the files.
    let actions = editor.actions("a.sql", &marks[0]["range"]);
    let uri = editor.uri("a.sql");
    let edits = actions[0]["edit"]["changes"][&uri]
        .as_array()
        .expect("edits");
    assert_eq!(edits[0]["newText"], ", 'd', 'x'");
    for uri in [
        "untitled:Untitled-1",
        "https://example.org/a.sql",
        "file:///gibt/es/nicht.sql",
    ] {
        let item = json!({ "uri": uri, "languageId": "x", "version": 1, "text": SCRIPT });
        editor.tell("textDocument/didOpen", json!({ "textDocument": item }));
        let about =
            json!({ "textDocument": { "uri": uri }, "position": { "line": 2, "character": 15 } });
        assert_eq!(
            editor.ask("textDocument/hover", about)["result"],
            Value::Null,
            "{uri}"
        );
    }
    assert_eq!(editor.leave(), 0);
}

#[test]
fn the_conversation_has_an_order() {
    let mut editor = Editor::new(&[], &[]);
    let code = |answer: Value| answer["error"]["code"].as_i64();
    let early = editor.ask("textDocument/hover", json!({}));
    assert_eq!(code(early), Some(-32002));
    let wrong = editor.ask("initialize", json!([3]));
    assert_eq!(code(wrong), Some(-32602));
    assert!(editor.ask("initialize", json!({})).get("error").is_none());
    assert_eq!(code(editor.ask("initialize", json!({}))), Some(-32600));
    assert_eq!(
        code(editor.ask("textDocument/rename", json!({}))),
        Some(-32601)
    );
    assert_eq!(
        code(editor.ask("textDocument/hover", json!({ "position": 3 }))),
        Some(-32602)
    );
    assert_eq!(
        code(editor.ask("workspace/executeCommand", json!({ "command": "rm" }))),
        Some(-32602)
    );
    // Notifications that nobody knows, or that say nothing, are passed over.
    editor.tell("$/setTrace", json!({ "value": "off" }));
    editor.tell("textDocument/didOpen", json!({ "textDocument": 3 }));
    editor.tell("textDocument/didChange", json!({}));
    editor.tell("$/cancelRequest", json!({ "id": 4711 }));
    editor.send(json!({ "id": 1, "result": null }));
    assert!(editor.ask("shutdown", Value::Null).get("error").is_none());
    assert_eq!(code(editor.ask("shutdown", Value::Null)), Some(-32600));
    editor.tell("exit", Value::Null);
    assert_eq!(editor.code(), 0);
}

#[test]
fn who_goes_without_a_word_is_told_so() {
    let mut editor = Editor::running(&[], "de");
    editor.tell("exit", Value::Null);
    assert_eq!(editor.code(), 1);
    let mut editor = Editor::running(&[("a.sql", SCRIPT)], "de");
    editor.open("a.sql", SCRIPT);
    editor.input = None;
    assert_eq!(editor.code(), 1, "the pipe was closed");
}

#[test]
fn broken_messages_are_answered_and_the_next_one_is_understood() {
    let mut editor = Editor::running(&[("a.sql", SCRIPT)], "de");
    for broken in [
        "Content-Length: 1\r\n\r\n{",
        "Content-Length: 2\r\n\r\n[]",
        "Content-Length: 2\r\n\r\n\u{fc}",
        "Content-Type: x\r\n\r\n",
        "Content-Length: 26\r\n\r\n{\"id\":1.5,\"method\":\"hover\"}",
    ] {
        // The last one says one byte too few: what is left is no header, and the next message is found all the same.
        editor.send_bytes(broken.as_bytes());
        let answer = editor.until(|said| said.get("error").is_some());
        let code = answer["error"]["code"].as_i64().expect("a code");
        assert!([-32700, -32600].contains(&code), "{broken}: {answer}");
    }
    editor.send_bytes(b"\r\n");
    let marks = editor.open("a.sql", SCRIPT);
    assert_eq!(codes(&marks), [RULE]);
    assert_eq!(editor.leave(), 0);
}

#[test]
fn questions_can_be_taken_back() {
    let mut editor = Editor::running(&[("a.sql", SCRIPT)], "de");
    let marks = editor.open("a.sql", SCRIPT);
    // While somebody writes, an answer has to wait for the judgement.
    let changed = json!({
        "textDocument": { "uri": editor.uri("a.sql"), "version": 2 },
        "contentChanges": [{ "text": SCRIPT }],
    });
    editor.tell("textDocument/didChange", changed);
    let asked = json!({
        "textDocument": { "uri": editor.uri("a.sql") },
        "range": marks[0]["range"],
        "context": { "diagnostics": [] },
    });
    let id = editor.begin("textDocument/codeAction", asked);
    editor.tell("$/cancelRequest", json!({ "id": id }));
    let answer = editor.until(|said| said["id"] == id);
    // It may have been answered just before.
    assert!(
        answer["error"]["code"] == -32800 || answer["result"].is_array(),
        "{answer}"
    );
    assert_eq!(editor.leave(), 0);
}

#[test]
fn changes_of_parts_are_understood() {
    let mut editor = Editor::running(&[("a.sql", SCRIPT)], "de");
    editor.open("a.sql", SCRIPT);
    let uri = editor.uri("a.sql");
    let range =
        json!({ "start": { "line": 2, "character": 61 }, "end": { "line": 2, "character": 61 } });
    let changed = json!({
        "textDocument": { "uri": uri, "version": 2 },
        "contentChanges": [{ "range": range, "text": ", 'd', 'x'" }],
    });
    editor.tell("textDocument/didChange", changed);
    assert_eq!(editor.marks("a.sql"), [json!(null); 0]);
    assert_eq!(editor.leave(), 0);
}

/// What was judged before is kept only as long as nothing that it hangs on has changed.
#[test]
fn files_that_change_behind_the_editor_are_read_again() {
    let page = "<!doctype html>\n<html lang=\"de\">\n<head><title>Antrag</title><link rel=\"stylesheet\" href=\"a.css\"></head>\n<body><main><h1>Antrag</h1><p>Text</p></main></body></html>\n";
    let bright = "p { color: #ccc; background: #fff }\n";
    let dark = "p { color: #000; background: #fff }\n";
    let files = [("a.html", page), ("a.css", bright), ("b.sql", SCRIPT)];
    let mut editor = Editor::running(&files, "de");
    let contrast = |marks: &[Value]| codes(marks).contains(&"accessibility/text-contrast");
    assert!(contrast(&editor.open("a.html", page)));
    fs::write(editor.folder.path().join("a.css"), dark).expect("a file");
    let saved = json!({ "textDocument": { "uri": editor.uri("a.html") } });
    editor.tell("textDocument/didSave", saved);
    assert!(
        !contrast(&editor.marks("a.html")),
        "the style sheet has changed"
    );
    // An open style sheet counts as it is on the screen, for pages that are not open, too.
    editor.open("a.css", dark);
    let closed = json!({ "textDocument": { "uri": editor.uri("a.html") } });
    editor.tell("textDocument/didClose", closed);
    editor.marks("a.html");
    editor.change("a.css", 2, bright);
    let page = editor.uri("a.html");
    let passed = std::mem::take(&mut editor.passed);
    let of_page = |said: &&Value| said["params"]["uri"] == page;
    let last = passed
        .iter()
        .rev()
        .find(of_page)
        .map(|said| said["params"].clone());
    let marks = match last {
        Some(params) => params["diagnostics"].as_array().expect("a list").clone(),
        None => editor.marks("a.html"),
    };
    assert!(contrast(&marks), "{marks:?}");
    assert_eq!(editor.leave(), 0);
}

#[test]
fn more_findings_than_anybody_looks_at_are_counted() {
    let pictures: String = (0..1_500)
        .map(|number| format!("<img src=\"{number}.png\">ä"))
        .collect();
    let page = format!(
        "<!doctype html><html lang=\"de\"><head><title>Bilder</title></head><body><main><h1>Bilder</h1>{pictures}</main></body></html>"
    );
    let mut editor = Editor::running(&[("a.html", "x")], "en");
    let marks = editor.open("a.html", &page);
    assert_eq!(marks.len(), 1_001);
    let told = marks
        .iter()
        .find(|mark| mark["code"] == "left-out")
        .expect("a remark");
    let message = told["message"].as_str().expect("a text");
    assert!(
        message.contains("1500 places") && message.contains("1000 of them"),
        "{message}"
    );
    assert_eq!(editor.leave(), 0);
}

#[test]
fn hostile_texts_end_nothing() {
    let deep = "<div>".repeat(20_000);
    let long = format!("select '{}';", "x".repeat(3_000_000));
    let files = [("deep.html", "x"), ("long.sql", "x"), ("a.sql", SCRIPT)];
    let mut editor = Editor::running(&files, "de");
    editor.open("deep.html", &deep);
    editor.open("long.sql", &long);
    editor.open("a.sql", "\u{0}\u{1b}[31m\u{202e}");
    let marks = editor.change("a.sql", 2, SCRIPT);
    assert_eq!(codes(&marks), [RULE]);
    assert_eq!(editor.leave(), 0);
}

#[test]
fn mistakes_on_the_command_line_are_told_before() {
    let output = assert_cmd::Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .args(["lsp", "--rules", "gibt/es/nicht"])
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    assert!(Path::new("docs/editor.md").is_file());
}

/// Not even a document that ends the process that reads it ends the conversation.
#[cfg(debug_assertions)]
#[test]
fn a_deadly_document_is_named_and_the_conversation_goes_on() {
    let mut editor = Editor::with_environment(
        &[("deadly.sql", SCRIPT), ("other.sql", SCRIPT)],
        &[],
        &[("FACHCHECK_TEST_ABORT", "deadly.sql")],
    );
    let root = editor.uri("");
    let params = json!({ "processId": null, "rootUri": root, "capabilities": {} });
    editor.ask("initialize", params);
    editor.tell("initialized", json!({}));
    let codes = |marks: &[Value]| -> Vec<String> {
        let codes = marks
            .iter()
            .map(|mark| mark["code"].as_str().expect("a code").to_owned());
        codes.collect()
    };
    let marks = editor.open("deadly.sql", SCRIPT);
    assert_eq!(codes(&marks), ["aborted"], "{marks:?}");
    let marks = editor.open("other.sql", SCRIPT);
    assert!(codes(&marks).contains(&RULE.to_owned()), "{marks:?}");
    let actions = editor.actions("other.sql", &marks[0]["range"]);
    assert!(!actions.is_empty());
    // Changed, it is tried again, and found to be deadly again.
    let marks = editor.change("deadly.sql", 2, &SCRIPT.replace("'w'", "'f'"));
    assert_eq!(codes(&marks), ["aborted"], "{marks:?}");
    assert_eq!(editor.leave(), 0);
}

#[test]
fn a_page_of_thousands_of_findings_is_answered_about_as_a_whole() {
    let images = "<p><img src=\"a.png\"></p>\n".repeat(1_500);
    let page = format!("<!doctype html><html lang=\"de\"><title>x</title><main>{images}</main>");
    let mut editor = Editor::running(&[("page.html", "")], "de");
    let marks = editor.open("page.html", &page);
    // A thousand, and how many there are.
    assert_eq!(marks.len(), 1_001);
    let all =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9_999, "character": 0 } });
    let actions = editor.actions("page.html", &all);
    assert!((1..100).contains(&actions.len()), "{}", actions.len());
    assert_eq!(editor.leave(), 0);
}

/// The page of explanations that the environment names, and no other one.
#[test]
fn codes_lead_to_the_explanation_of_their_rule() {
    let page = "https://git.example.org/x/docs/anforderungen.md";
    let mut editor = Editor::with_environment(
        &[("person.sql", SCRIPT)],
        &[],
        &[("FACHCHECK_RULES_URL", page)],
    );
    let root = editor.uri("");
    editor.ask("initialize", json!({ "rootUri": root, "capabilities": {} }));
    editor.tell("initialized", json!({}));
    let marks = editor.open("person.sql", SCRIPT);
    let mark = marks
        .iter()
        .find(|mark| mark["code"] == RULE)
        .expect("a finding");
    let address = format!("{page}#genderfour-entries-storable");
    assert_eq!(mark["codeDescription"]["href"], address.as_str());
    let actions = editor.actions("person.sql", &mark["range"]);
    assert_eq!(actions[0]["diagnostics"][0], *mark);
    assert_eq!(editor.leave(), 0);
}

/// Whoever ends the process that judges (a system that is out of memory) ends no conversation.
#[cfg(target_os = "linux")]
#[test]
fn a_process_that_was_ended_while_it_waited_is_replaced() {
    let mut editor = Editor::running(&[("person.sql", SCRIPT)], "de");
    let before = editor.open("person.sql", SCRIPT);
    let id = editor.server.id();
    let tasks = fs::read_dir(format!("/proc/{id}/task")).expect("threads");
    let children =
        tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("children")).ok());
    let children: Vec<String> = children
        .flat_map(|line| {
            line.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(children.len(), 1, "{children:?}");
    let killed = Command::new("kill").args(["-9", &children[0]]).status();
    assert!(killed.expect("a program").success());
    let after = editor.change("person.sql", 2, SCRIPT);
    assert_eq!(before, after);
    assert_eq!(editor.leave(), 0);
}
