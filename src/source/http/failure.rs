//! Derives the reason why something was not fetched from the errors of the client.

use std::error::Error;
use std::io;
use std::time::Duration;

use reqwest::StatusCode;

use super::resolver::Unresolved;
use crate::gap::GapReason;
use crate::source::guard::Refusal;

/// Why something was not fetched, and the technical cause.
pub(in crate::source) type Lost = (GapReason, String);

pub(in crate::source) fn refused(refusal: &Refusal) -> Lost {
    (GapReason::Refused, refusal.to_string())
}

/// The gap reason for an error of the client.
pub(super) fn classify(error: &reqwest::Error) -> Lost {
    for cause in causes(error) {
        if let Some(refusal) = cause.downcast_ref::<Refusal>() {
            return refused(refusal);
        }
        if let Some(error) = cause.downcast_ref::<rustls::Error>() {
            return (GapReason::Tls, cut(&error.to_string()));
        }
        if let Some(Unresolved(error)) = cause.downcast_ref() {
            return (GapReason::UnknownHost, cut(&error.to_string()));
        }
    }
    let reason = if error.is_timeout() {
        GapReason::TimedOut
    } else if causes(error).any(is_garbled) {
        GapReason::Malformed
    } else {
        GapReason::Unreachable
    };
    (reason, deepest(error))
}

/// Whether the server sent something other than what it claims, such as invalid gzip.
fn is_garbled(cause: &(dyn Error + 'static)) -> bool {
    let kind = cause.downcast_ref().map(io::Error::kind);
    matches!(
        kind,
        Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
    )
}

/// An error and its causes. `io::Error` hides the error it wraps from `source`.
pub(in crate::source) fn causes<'e>(
    error: &'e (dyn Error + 'static),
) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    fn behind<'e>(error: &&'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
        let error: &'e (dyn Error + 'static) = *error;
        match error.downcast_ref().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        }
    }
    std::iter::successors(Some(error), behind)
}

/// The innermost cause as text. The outer ones would repeat the full address.
pub(in crate::source) fn deepest(error: &(dyn Error + 'static)) -> String {
    causes(error)
        .last()
        .map(|cause| cut(&cause.to_string()))
        .unwrap_or_default()
}

pub(in crate::source) fn cut(text: &str) -> String {
    text.chars()
        .filter(|ch| !ch.is_control())
        .take(160)
        .collect()
}

/// The technical cause after a server kept asking us to come back later.
pub(super) fn put_off(status: StatusCode, wait: Option<Duration>) -> String {
    match wait {
        Some(wait) => format!("{status}; try again after {} s", wait.as_secs()),
        None => status.to_string(),
    }
}
