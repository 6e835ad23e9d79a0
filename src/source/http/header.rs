//! Response headers: where to go next, how long to wait, what was sent.

use std::time::Duration;

use reqwest::Response;
use reqwest::header::{DATE, HeaderMap, LOCATION, RETRY_AFTER};
use url::Url;

pub(super) fn redirect_target(from: &Url, response: &Response) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?;
    // Servers send UTF-8 here although they should not; `Url` encodes it.
    let location = std::str::from_utf8(location.as_bytes()).ok()?;
    let mut next = from.join(location).ok()?;
    // A server must not choose credentials for us.
    let _ = next.set_username("");
    let _ = next.set_password(None);
    next.set_fragment(None);
    Some(next)
}

/// The wait a server asks for: in seconds, or until a date by the server's own clock.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let header = |name| headers.get(name)?.to_str().ok().map(str::trim);
    let text = header(RETRY_AFTER)?;
    if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
        // A number that overflows is longer than anyone waits.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = |text| jiff::fmt::rfc2822::parse(text).ok();
    let (then, now) = (date(text)?, date(header(DATE)?)?);
    let wait = then.timestamp().duration_since(now.timestamp());
    Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
}

pub(super) fn split_content_type(value: &str) -> (&str, Option<&str>) {
    let mut parts = value.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    let charset = parts
        .filter_map(|part| part.strip_prefix("charset="))
        .map(|charset| charset.trim_matches(['"', '\'']))
        .find(|charset| !charset.is_empty());
    (media_type, charset)
}

/// Pages, schemas and text. No media type, or a generic binary one, gets the benefit of the doubt: formats are
/// recognised by content.
pub(super) fn is_readable(media_type: &str) -> bool {
    let subtype = match media_type.split_once('/') {
        None | Some(("text", _)) => return media_type.is_empty() || media_type.contains('/'),
        Some(("application" | "binary", subtype)) => subtype,
        // SVG is XML, but an image: no rule covers it.
        Some(_) => return false,
    };
    const SUBTYPES: [&str; 16] = [
        "vnd.oai.openapi",
        "json",
        "yaml",
        "x-yaml",
        "xml",
        "xml-dtd",
        "sql",
        "x-sql",
        "graphql",
        "ecmascript",
        "javascript",
        "toml",
        "x-protobuf",
        "wsdl",
        "octet-stream",
        "pdf",
    ];
    SUBTYPES.contains(&subtype)
        || ["+json", "+xml", "+yaml"]
            .iter()
            .any(|suffix| subtype.ends_with(suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_say_in_seconds_or_by_a_date_how_long_to_wait() {
        let asked = |after: &str, now: &str| {
            let mut headers = HeaderMap::new();
            let mut set = |name, text: &str| {
                if let Ok(value) = text.parse() {
                    headers.insert(name, value);
                }
            };
            set(RETRY_AFTER, after);
            if !now.is_empty() {
                set(DATE, now);
            }
            retry_after(&headers).map(|wait| wait.as_secs())
        };
        let now = "Mon, 23 Nov 2026 09:00:00 GMT";
        assert_eq!(asked("120", now), Some(120));
        assert_eq!(asked("0", ""), Some(0));
        assert_eq!(asked("99999999999999999999999", ""), Some(u64::MAX));
        assert_eq!(asked("Mon, 23 Nov 2026 09:01:30 GMT", now), Some(90));
        assert_eq!(asked("Mon, 23 Nov 2026 08:00:00 GMT", now), Some(0));
        assert_eq!(asked("Mon, 23 Nov 2026 09:01:30 GMT", ""), None);
        for nonsense in ["", "soon", "-1", "1.5", "2026-11-23"] {
            assert_eq!(asked(nonsense, now), None, "{nonsense}");
        }
    }

    #[test]
    fn content_types_are_split_and_judged() {
        assert_eq!(
            split_content_type("text/html; charset=\"iso-8859-1\""),
            ("text/html", Some("iso-8859-1"))
        );
        for readable in [
            "",
            "text/html",
            "text/plain",
            "application/json",
            "application/vnd.oai.openapi+json",
            "application/xhtml+xml",
            "application/octet-stream",
            "binary/octet-stream",
            "application/pdf",
        ] {
            assert!(is_readable(readable), "{readable}");
        }
        for other in [
            "image/png",
            "image/svg+xml",
            "application/zip",
            "video/mp4",
            "nonsense",
        ] {
            assert!(!is_readable(other), "{other}");
        }
    }
}
