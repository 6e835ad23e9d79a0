//! The framing of messages: headers, an empty line, JSON. Recovers after anything invalid and finds the next message.
//!
//! The library's own reader stops at the first invalid message, and allocates as much memory as a header claims.

use std::fmt::Display;
use std::io::{self, BufRead, Read, Write};

use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};

/// Longer lines are not headers.
const LONGEST_HEADER: u64 = 8 * 1024;
/// Longer messages are skipped; the largest files we examine are smaller.
const MOST_BYTES: u64 = 128 * 1024 * 1024;

/// What arrived on the stream.
#[derive(Debug)]
pub enum Arrival {
    /// A message.
    Message(Message),
    /// Something else.
    Broken(BrokenMessage),
}

/// Something that is not a valid message.
#[derive(Debug, PartialEq, Eq)]
pub struct BrokenMessage {
    /// The JSON-RPC error code of the answer.
    pub code: i32,
    /// The id of the request, if it has one.
    pub id: Value,
    /// Key of its sentence in `texts/editor.toml`, with values.
    pub key: &'static str,
    pub values: Vec<(&'static str, String)>,
}

fn broken(code: ErrorCode, key: &'static str, values: &[(&'static str, &dyn Display)]) -> Arrival {
    let values = values
        .iter()
        .map(|(name, value)| (*name, value.to_string()));
    Arrival::Broken(BrokenMessage {
        code: code as i32,
        id: Value::Null,
        key,
        values: values.collect(),
    })
}

/// Reads the next message; `None` at the end of the stream.
///
/// # Errors
/// I/O errors of the stream.
pub fn receive(input: &mut impl BufRead) -> io::Result<Option<Arrival>> {
    let Some(length) = length(input)? else {
        return Ok(None);
    };
    let Some(length) = length else {
        let arrival = broken(ErrorCode::InvalidRequest, "editor.no-length", &[]);
        return Ok(Some(arrival));
    };
    if length > MOST_BYTES {
        let passed = io::copy(&mut input.take(length), &mut io::sink())?;
        let values: [(&'static str, &dyn Display); 2] =
            [("length", &length), ("most", &MOST_BYTES)];
        let arrival = broken(ErrorCode::InvalidRequest, "editor.too-long", &values);
        return Ok((passed == length).then_some(arrival));
    }
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    if (body.len() as u64) < length {
        return Ok(None);
    }
    Ok(Some(understood(&body)))
}

/// The content length from the headers: `None` at the end of the stream, `Some(None)` if no header states it.
fn length(input: &mut impl BufRead) -> io::Result<Option<Option<u64>>> {
    let mut length = None;
    let mut any = false;
    loop {
        let mut line = Vec::new();
        if input.take(LONGEST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        match line.split_once(':') {
            _ if line.is_empty() && any => return Ok(Some(length)),
            // Nothing belongs between messages, but an empty line does no harm.
            _ if line.is_empty() => continue,
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok();
            }
            _ => {}
        }
        any = true;
    }
}

fn understood(body: &[u8]) -> Arrival {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(cause) => {
            return broken(
                ErrorCode::ParseError,
                "editor.no-json",
                &[("cause", &cause)],
            );
        }
    };
    let id = value.get("id").cloned().unwrap_or_default();
    match serde_json::from_value(value) {
        // With an id it expects an answer, even if the id has an invalid type.
        Ok(Message::Notification(_)) if !id.is_null() => {}
        Ok(message) => return Arrival::Message(message),
        Err(_) => {}
    }
    match broken(ErrorCode::InvalidRequest, "editor.no-message", &[]) {
        Arrival::Broken(broken) => Arrival::Broken(BrokenMessage {
            id: match id {
                Value::String(_) | Value::Number(_) => id,
                _ => Value::Null,
            },
            ..broken
        }),
        other => other,
    }
}

/// Answers something that was not a valid message.
///
/// # Errors
/// I/O errors of the stream.
pub fn refuse(out: &mut dyn Write, broken: &BrokenMessage, message: &str) -> io::Result<()> {
    let answer = json!({
        "jsonrpc": "2.0",
        "id": broken.id,
        "error": { "code": broken.code, "message": message },
    });
    let body = answer.to_string();
    write!(out, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    fn all(stream: &[u8]) -> Vec<String> {
        let mut input = stream;
        let mut found = Vec::new();
        while let Some(arrival) = receive(&mut input).expect("memory") {
            found.push(match arrival {
                Arrival::Message(Message::Request(request)) => format!("? {}", request.method),
                Arrival::Message(Message::Notification(told)) => format!("! {}", told.method),
                Arrival::Message(Message::Response(_)) => "=".to_owned(),
                Arrival::Broken(broken) => format!("{} {} {}", broken.code, broken.id, broken.key),
            });
        }
        found
    }

    #[test]
    fn messages_are_found_behind_what_is_none() {
        let request = framed(r#"{"jsonrpc":"2.0","id":1,"method":"shutdown"}"#);
        let told = framed(r#"{"jsonrpc":"2.0","method":"exit"}"#);
        for (broken, said) in [
            (framed("{"), "-32700 null editor.no-json"),
            (framed("\u{fffd}\0"), "-32700 null editor.no-json"),
            (framed(&"[".repeat(100_000)), "-32700 null editor.no-json"),
            (framed("[]"), "-32600 null editor.no-message"),
            (framed("3"), "-32600 null editor.no-message"),
            (
                framed(r#"{"id":1.5,"method":"x"}"#),
                "-32600 1.5 editor.no-message",
            ),
            (
                framed(r#"{"id":{},"method":"x"}"#),
                "-32600 null editor.no-message",
            ),
            (
                framed(r#"{"id":99999999999,"method":"x"}"#),
                "-32600 99999999999 editor.no-message",
            ),
            (
                "Content-Length: many\r\n\r\n".to_owned(),
                "-32600 null editor.no-length",
            ),
            (
                "Content-Length: -1\r\n\r\n".to_owned(),
                "-32600 null editor.no-length",
            ),
            (
                format!("{}\r\n\r\n", "x".repeat(50_000)),
                "-32600 null editor.no-length",
            ),
        ] {
            let stream = format!("{request}{broken}{told}");
            let found = all(stream.as_bytes());
            assert_eq!(found, ["? shutdown", said, "! exit"], "{broken:.60}");
        }
        let loose = format!("\r\n{}", request.replace(": ", ":").replace("\r\n", "\n"));
        assert_eq!(all(loose.as_bytes()), ["? shutdown"]);
    }

    #[test]
    fn a_stream_that_ends_early_is_at_its_end() {
        for stream in [
            "",
            "Content-Length: 5",
            "Content-Length: 5\r\n\r\n{",
            "Content-Length: 18446744073709551615\r\n\r\n{}",
            "Content-Length: 127000000\r\n\r\n{}",
        ] {
            assert_eq!(all(stream.as_bytes()), [""; 0], "{stream}");
        }
    }
}
