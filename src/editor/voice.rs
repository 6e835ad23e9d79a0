//! Messages to an editor.

use std::fmt::Display;
use std::io::{self, Write};

use lsp_server::{ErrorCode, Message, Notification, RequestId, Response};
use serde_json::{Value, json};

use super::judgement::Mark;
use super::marks::diagnostic;
use super::wire::{BrokenMessage, refuse};
use crate::texts::{Language, filled, text};

/// Sends messages to an editor, in its language.
pub struct Voice<'o> {
    out: &'o mut dyn Write,
    pub language: Language,
}

impl<'o> Voice<'o> {
    /// A voice that writes to `out`.
    pub fn new(out: &'o mut dyn Write, language: Language) -> Self {
        Self { out, language }
    }

    /// Answers something that was not a valid message.
    pub fn refuse(&mut self, broken: &BrokenMessage) -> io::Result<()> {
        let values: Vec<(&str, &dyn Display)> = broken
            .values
            .iter()
            .map(|(name, value)| (*name, value as &dyn Display))
            .collect();
        let message = filled(broken.key, self.language, &values);
        refuse(self.out, broken, &message)
    }

    /// Replaces the marks of a file.
    pub fn publish(
        &mut self,
        address: &str,
        version: Option<i64>,
        marks: &[Mark],
    ) -> io::Result<()> {
        let diagnostics: Vec<Value> = marks.iter().map(diagnostic).collect();
        let mut params = json!({ "uri": address, "diagnostics": diagnostics });
        if let Some(version) = version {
            params["version"] = json!(version);
        }
        self.tell("textDocument/publishDiagnostics", params)
    }

    /// Shows a message. `kind` is 1 for an error, 3 for a note.
    pub fn show(&mut self, kind: u8, message: &str) -> io::Result<()> {
        let params = json!({ "type": kind, "message": message });
        self.tell("window/showMessage", params)
    }

    fn tell(&mut self, method: &str, params: Value) -> io::Result<()> {
        let method = method.to_owned();
        self.send(&Message::Notification(Notification { method, params }))
    }

    /// Answers a request.
    pub fn answer(&mut self, id: RequestId, answer: Value) -> io::Result<()> {
        self.send(&Message::Response(Response::new_ok(id, answer)))
    }

    /// Refuses a request with wrong parameters.
    pub fn misunderstood(&mut self, id: RequestId, method: &str, cause: &str) -> io::Result<()> {
        let values: [(&str, &dyn Display); 2] = [("method", &method), ("cause", &cause)];
        self.fail(
            id,
            ErrorCode::InvalidParams,
            "editor.wrong-parameters",
            &values,
        )
    }

    /// Refuses a request with a sentence of the catalogue.
    pub fn fail(
        &mut self,
        id: RequestId,
        code: ErrorCode,
        key: &str,
        values: &[(&str, &dyn Display)],
    ) -> io::Result<()> {
        let message = match values {
            [] => text(key, self.language).to_owned(),
            values => filled(key, self.language, values),
        };
        self.send(&Message::Response(Response::new_err(
            id,
            code as i32,
            message,
        )))
    }

    fn send(&mut self, message: &Message) -> io::Result<()> {
        message.write(&mut self.out)
    }
}
