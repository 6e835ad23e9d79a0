//! An editor that talks to the server as editors do.

use super::*;

/// An editor that shows a folder.
pub(super) struct Editor {
    pub(super) server: Child,
    pub(super) input: Option<ChildStdin>,
    said: Receiver<Value>,
    pub(super) folder: tempfile::TempDir,
    asked: i32,
    /// What was said on the way to what was waited for.
    pub(super) passed: Vec<Value>,
}

impl Editor {
    pub(super) fn new(files: &[(&str, &str)], arguments: &[&str]) -> Self {
        Self::with_environment(files, arguments, &[])
    }

    pub(super) fn with_environment(
        files: &[(&str, &str)],
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(".git")).expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(path, text).expect("a file");
        }
        let mut server = Command::new(env!("CARGO_BIN_EXE_fachcheck"))
            .args(["lsp", "--today", "2026-11-23"])
            .args(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut output = BufReader::new(server.stdout.take().expect("a pipe"));
        let (sender, said) = mpsc::channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                let _ = sender.send(message);
            }
        });
        Self {
            input: server.stdin.take(),
            server,
            said,
            folder,
            asked: 0,
            passed: Vec::new(),
        }
    }

    /// An editor that has introduced itself.
    pub(super) fn running(files: &[(&str, &str)], locale: &str) -> Self {
        let mut editor = Self::new(files, &[]);
        let root = editor.uri("");
        let params = json!({
            "processId": null,
            "locale": locale,
            "rootUri": root,
            "workspaceFolders": [{ "uri": root, "name": "x" }],
            "capabilities": { "workspace": { "workspaceEdit": { "documentChanges": true } } },
        });
        let answer = editor.ask("initialize", params);
        let can = &answer["result"]["capabilities"];
        assert_eq!(can["textDocumentSync"]["change"], 1, "{answer}");
        assert_eq!(can["hoverProvider"], true, "{answer}");
        editor.tell("initialized", json!({}));
        editor
    }

    pub(super) fn uri(&self, name: &str) -> String {
        let folder = self.folder.path().canonicalize().expect("a folder");
        let path = match name {
            "" => folder,
            name => folder.join(name),
        };
        url::Url::from_file_path(path).expect("a path").into()
    }

    pub(super) fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("a pipe");
        input.write_all(bytes).expect("the server listens");
        input.flush().expect("the server listens");
    }

    pub(super) fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(super) fn tell(&mut self, method: &str, params: Value) {
        self.send(json!({ "method": method, "params": params }));
    }

    pub(super) fn begin(&mut self, method: &str, params: Value) -> i32 {
        self.asked += 1;
        self.send(json!({ "id": self.asked, "method": method, "params": params }));
        self.asked
    }

    pub(super) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.until(|said| said["id"] == id && said.get("method").is_none())
    }

    /// The next message of a kind.
    pub(super) fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let said = self.said.recv_timeout(PATIENCE).expect("an answer");
            if is_it(&said) {
                return said;
            }
            self.passed.push(said);
        }
    }

    pub(super) fn open(&mut self, name: &str, text: &str) -> Vec<Value> {
        let item = json!({ "uri": self.uri(name), "languageId": "x", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
        self.marks(name)
    }

    pub(super) fn change(&mut self, name: &str, version: i64, text: &str) -> Vec<Value> {
        let changed = json!({
            "textDocument": { "uri": self.uri(name), "version": version },
            "contentChanges": [{ "text": text }],
        });
        self.tell("textDocument/didChange", changed);
        self.marks(name)
    }

    /// The diagnostics that are shown next for a file.
    pub(super) fn marks(&mut self, name: &str) -> Vec<Value> {
        let uri = self.uri(name);
        let said = self.until(|said| {
            said["method"] == "textDocument/publishDiagnostics" && said["params"]["uri"] == uri
        });
        let marks = said["params"]["diagnostics"].as_array().expect("a list");
        marks.clone()
    }

    pub(super) fn actions(&mut self, name: &str, range: &Value) -> Vec<Value> {
        let asked = json!({
            "textDocument": { "uri": self.uri(name) },
            "range": range,
            "context": { "diagnostics": [], "only": ["quickfix"] },
        });
        let answer = self.ask("textDocument/codeAction", asked);
        answer["result"].as_array().expect("a list").clone()
    }

    /// Says good-bye, and returns the exit code.
    pub(super) fn leave(mut self) -> i32 {
        let answer = self.ask("shutdown", Value::Null);
        assert_eq!(answer["result"], Value::Null, "{answer}");
        assert!(answer.get("error").is_none(), "{answer}");
        self.tell("exit", Value::Null);
        self.code()
    }

    pub(super) fn code(&mut self) -> i32 {
        let status = self.server.wait().expect("it ends");
        status.code().expect("no signal")
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.server.wait();
    }
}

pub(super) fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ")?.parse().ok()?,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
