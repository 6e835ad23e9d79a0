//! Database URLs, and where the password comes from.

use std::fmt;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::gap::GapReason;
use crate::source::http::Lost;

/// The protocol a server speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
}

/// How the connection is protected. As in libpq, except that optional encryption is also verified where the server
/// offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protection {
    /// Unencrypted.
    Off,
    /// Encrypted and verified if the server offers it.
    Offered,
    /// Encrypted, without verifying the server.
    Encrypted,
    /// Encrypted and verified.
    Verified,
}

/// A database to read.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) kind: Kind,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) database: String,
    pub(super) user: Option<String>,
    pub(super) password: Option<String>,
    pub(super) protection: Protection,
}

impl fmt::Debug for Target {
    /// Leaves out user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, host, port) = (self.kind, &self.host, self.port);
        write!(f, "{kind:?} {host}:{port}/{}", self.database)
    }
}

impl Target {
    /// Parses a URL and resolves the credentials it refers to.
    pub(super) fn from_url(url: &str, auth_ref: Option<&str>) -> Result<Self, Lost> {
        Self::with(url, auth_ref, |name| std::env::var(name).ok())
    }

    fn with(
        url: &str,
        auth_ref: Option<&str>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Lost> {
        let wrong = |detail: &str| (GapReason::Refused, detail.to_owned());
        let url = Url::parse(url).map_err(|_| wrong("not an address of a database"))?;
        let (kind, port) = match url.scheme() {
            "postgresql" | "postgres" => (Kind::Postgres, 5432),
            "mysql" | "mariadb" => (Kind::MySql, 3306),
            _ => return Err(wrong("not an address of a database")),
        };
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let database = decoded(url.path().trim_start_matches('/'));
        if host.is_empty() || database.is_empty() {
            return Err(wrong("an address of a database names host and database"));
        }
        let mode = url
            .query_pairs()
            .find(|(key, _)| matches!(key.as_ref(), "sslmode" | "ssl-mode"));
        let mode = mode.map(|(_, mode)| mode.to_ascii_lowercase().replace('_', "-"));
        let protection = match mode.as_deref() {
            None | Some("prefer" | "preferred" | "allow") => Protection::Offered,
            Some("disable" | "disabled") => Protection::Off,
            Some("require" | "required") => Protection::Encrypted,
            Some("verify-full" | "verify-ca" | "verify-identity") => Protection::Verified,
            Some(_) => return Err(wrong("sslmode is disable, prefer, require or verify-full")),
        };
        let mut target = Self {
            kind,
            host: decoded(host),
            port: url.port().unwrap_or(port),
            database,
            user: Some(decoded(url.username())).filter(|user| !user.is_empty()),
            password: url.password().map(decoded),
            protection,
        };
        if let Some(reference) = auth_ref {
            // A reference that is not a variable name may be the password itself, so it is not repeated.
            let name = reference
                .strip_prefix("env:")
                .ok_or_else(|| wrong("auth_ref is env:NAME"))?;
            let secret = environment(name).ok_or_else(|| {
                let detail = format!("the environment variable {name} is not set");
                (GapReason::Forbidden, detail)
            })?;
            match (&target.user, secret.split_once(':')) {
                (None, Some((user, password))) => {
                    target.user = Some(user.to_owned());
                    target.password = Some(password.to_owned());
                }
                _ => target.password = Some(secret),
            }
        }
        if target.user.is_none() {
            let detail = "neither the address nor auth_ref names a user";
            return Err((GapReason::Forbidden, detail.to_owned()));
        }
        Ok(target)
    }

    /// The host's addresses that the guard admits.
    #[cfg(feature = "database")]
    pub(super) async fn resolve(
        &self,
        guard: &crate::source::guard::Guard,
        limits: &crate::source::Limits,
    ) -> Result<Vec<std::net::IpAddr>, Lost> {
        use crate::source::http::{cut, refused};
        let looked_up = tokio::net::lookup_host((self.host.as_str(), self.port));
        let found = match tokio::time::timeout(limits.timeout, looked_up).await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => return Err((GapReason::UnknownHost, cut(&error.to_string()))),
            Err(_) => return Err((GapReason::TimedOut, "looking up the host".to_owned())),
        };
        let mut why = (GapReason::UnknownHost, "the name has no address".to_owned());
        let admitted: Vec<std::net::IpAddr> = found
            .map(|address| address.ip())
            .filter(|address| match guard.admit_address(*address) {
                Ok(()) => true,
                Err(refusal) => {
                    why = refused(&refusal);
                    false
                }
            })
            .collect();
        if admitted.is_empty() {
            Err(why)
        } else {
            Ok(admitted)
        }
    }
}

/// Percent-decodes a part of a URL.
fn decoded(part: &str) -> String {
    percent_decode_str(part).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(url: &str, auth_ref: Option<&str>) -> Result<Target, Lost> {
        Target::with(url, auth_ref, |name| match name {
            "BEIDES" => Some("leser:ge:heim".to_owned()),
            "KENNWORT" => Some("ge:heim".to_owned()),
            _ => None,
        })
    }

    fn credentials(url: &str, auth_ref: Option<&str>) -> (Option<String>, Option<String>) {
        let target = target(url, auth_ref).expect("an address");
        (target.user, target.password)
    }

    #[test]
    fn addresses_have_parts() {
        let target = target(
            "mariadb://a%40b@[2001:db8::1]:3307/k%20ita?ssl-mode=REQUIRED",
            None,
        )
        .expect("an address");
        assert_eq!(target.kind, Kind::MySql);
        assert_eq!((target.host.as_str(), target.port), ("2001:db8::1", 3307));
        assert_eq!(target.database, "k ita");
        assert_eq!(target.user.as_deref(), Some("a@b"));
        assert_eq!(target.protection, Protection::Encrypted);
    }

    #[test]
    fn credentials_come_from_the_environment() {
        let both = (Some("leser".to_owned()), Some("ge:heim".to_owned()));
        assert_eq!(credentials("postgres://h/d", Some("env:BEIDES")), both);
        assert_eq!(
            credentials("postgres://leser@h/d", Some("env:KENNWORT")),
            both
        );
    }

    #[test]
    fn what_is_wrong_is_said_without_the_secret() {
        for (url, auth_ref) in [
            ("postgres://h/d", Some("ge:heim")),
            ("postgres://u:ge-heim@h", None),
            ("postgres://u:ge-heim@h/d?sslmode=geheim", None),
            ("oracle://u:geheim@h/d", None),
        ] {
            let (_, detail) = target(url, auth_ref).expect_err(url);
            assert!(!detail.contains("heim"), "{detail}");
        }
        let (reason, detail) = target("postgres://h/d", Some("env:FEHLT")).expect_err("unset");
        assert_eq!(reason, GapReason::Forbidden);
        assert!(detail.contains("FEHLT"));
        let (reason, _) = target("postgres://h/d", None).expect_err("nobody");
        assert_eq!(reason, GapReason::Forbidden);
        let target = target("postgres://leser:geheim@h/d", None).expect("an address");
        assert_eq!(format!("{target:?}"), "Postgres h:5432/d");
    }
}
