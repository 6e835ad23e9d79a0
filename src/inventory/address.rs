//! Addresses that an inventory may hold: absolute, free of secrets, and not the auditing machine itself.

use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};

use super::secret::secret_words;
use super::token::{is_token, looks_random};

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Neither an absolute http(s) address nor, for a repository, an https or ssh one.
    NotAbsolute,
    /// Holds user name, password or token.
    Secret,
    /// Points to the machine itself or to the link-local network (which holds metadata services).
    Local,
}

/// Minimum number of signs of a random value.
const RANDOM: usize = 16;

/// Checks a web address.
pub(crate) fn web(address: &str, allow_loopback: bool) -> Result<Url, Fault> {
    let url = Url::parse(address).map_err(|_| Fault::NotAbsolute)?;
    if !matches!(url.scheme(), "http" | "https") || !has_authority(address) {
        return Err(Fault::NotAbsolute);
    }
    if !url.username().is_empty() || url.password().is_some() || carries_secret(&url) {
        return Err(Fault::Secret);
    }
    match url.host() {
        None => Err(Fault::NotAbsolute),
        Some(host) if is_local(&host, allow_loopback) => Err(Fault::Local),
        Some(_) => Ok(url),
    }
}

/// Checks the address of a database: PostgreSQL, MySQL or MariaDB, with host and database name. A password is a secret,
/// a user name is not.
pub(crate) fn database(address: &str, allow_loopback: bool) -> Result<Url, Fault> {
    let url = Url::parse(address).map_err(|_| Fault::NotAbsolute)?;
    if url.password().is_some() || carries_secret(&url) {
        return Err(Fault::Secret);
    }
    let known = ["postgresql", "postgres", "mysql", "mariadb"].contains(&url.scheme());
    let name = url.path().trim_start_matches('/');
    if !known || name.is_empty() || name.contains('/') || !has_authority(address) {
        return Err(Fault::NotAbsolute);
    }
    // The parser recognises numeric hosts in http addresses only.
    let host = url.host_str().filter(|host| !host.is_empty());
    let host = host.and_then(|host| Host::parse(host).ok());
    let local = match host.ok_or(Fault::NotAbsolute)? {
        Host::Domain(name) => is_local(&Host::Domain(&name), allow_loopback),
        Host::Ipv4(ip) => is_local_ip(IpAddr::V4(ip), allow_loopback),
        Host::Ipv6(ip) => is_local_ip(ip.to_canonical(), allow_loopback),
    };
    if local { Err(Fault::Local) } else { Ok(url) }
}

/// Checks the address of a repository: https, ssh, or the `user@host:path` form of git.
pub(super) fn repository(address: &str, allow_loopback: bool) -> Result<(), Fault> {
    if address.contains("://") {
        let url = Url::parse(address).map_err(|_| Fault::NotAbsolute)?;
        return match url.scheme() {
            "http" | "https" => web(address, allow_loopback).map(|_| ()),
            // The user of an ssh address names the service (`git`), not a person.
            "ssh" | "git+ssh" if url.password().is_some() => Err(Fault::Secret),
            "ssh" | "git+ssh" if url.has_host() => Ok(()),
            _ => Err(Fault::NotAbsolute),
        };
    }
    let scp_like = address
        .split_once('@')
        .and_then(|(user, rest)| rest.split_once(':').map(|(host, path)| [user, host, path]));
    match scp_like {
        Some(parts)
            if parts
                .iter()
                .all(|part| !part.is_empty() && !part.contains(char::is_whitespace)) =>
        {
            Ok(())
        }
        _ => Err(Fault::NotAbsolute),
    }
}

/// The canonical form, as a key: no fragment, no trailing slash, host in lower case.
pub(super) fn canonical(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else {
        return address.to_owned();
    };
    url.set_fragment(None);
    url.as_str().trim_end_matches('/').to_owned()
}

/// The URL standard repairs `https:host` and `https:/host`, but such an address is always a mistake.
fn has_authority(address: &str) -> bool {
    address
        .trim_start()
        .split_once(':')
        .is_some_and(|(_, rest)| rest.starts_with("//"))
}

/// Whether a parameter of this name carries a secret (`access_token`, `API-Key`).
pub(crate) fn names_a_secret(name: &str) -> bool {
    secret_words().parameters.contains(&folded(name))
}

fn folded(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|ch| ch.to_ascii_lowercase())
        .collect()
}

/// Whether a parameter carries a secret: by its name, or by a likely name and a random value.
pub(crate) fn is_secret_parameter(name: &str, value: &str) -> bool {
    let folded = folded(name);
    let is_random = || value.len() >= RANDOM && looks_random(value);
    !value.is_empty()
        && (secret_words().parameters.contains(&folded)
            || secret_words().likely_parameters.contains(&folded) && is_random()
            || is_token(value))
}

fn carries_secret(url: &Url) -> bool {
    let secret = is_secret_parameter;
    let pairs = |text: &str, separator: char| {
        text.split(separator)
            .filter_map(|pair| pair.split_once('='))
            .any(|(name, value)| secret(name, value))
    };
    url.query_pairs().any(|(name, value)| secret(&name, &value))
        || url.fragment().is_some_and(|fragment| pairs(fragment, '&'))
        || url.path().split('/').any(|segment| pairs(segment, ';'))
}

fn is_local(host: &Host<&str>, allow_loopback: bool) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            (name == "localhost" || name.ends_with(".localhost")) && !allow_loopback
        }
        Host::Ipv4(ip) => is_local_ip(IpAddr::V4(*ip), allow_loopback),
        Host::Ipv6(ip) => is_local_ip(ip.to_canonical(), allow_loopback),
    }
}

fn is_local_ip(ip: IpAddr, allow_loopback: bool) -> bool {
    let link_local = match ip {
        IpAddr::V4(ip) => ip.is_link_local() || ip == Ipv4Addr::BROADCAST,
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    link_local || ip.is_unspecified() || (ip.is_loopback() && !allow_loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_have_host_and_name_and_no_password() {
        for address in [
            "postgresql://db.stadt.example/meldewesen",
            "postgres://leser@10.1.2.3:5433/ewo?sslmode=verify-full",
            "mysql://db.stadt.example/kita",
            "mariadb://[2001:db8::1]/kita",
        ] {
            assert!(database(address, false).is_ok(), "{address}");
        }
        for (address, fault) in [
            ("postgresql://db.stadt.example", Fault::NotAbsolute),
            ("postgresql:///ewo", Fault::NotAbsolute),
            ("oracle://db.stadt.example/ewo", Fault::NotAbsolute),
            ("mysql:db.stadt.example/ewo", Fault::NotAbsolute),
            (
                "postgresql://leser:geheim@db.stadt.example/ewo",
                Fault::Secret,
            ),
            (
                "mysql://db.stadt.example/ewo?password=geheim",
                Fault::Secret,
            ),
            ("mysql://127.0.0.1/ewo", Fault::Local),
            ("mysql://localhost:3306/ewo", Fault::Local),
        ] {
            assert_eq!(database(address, false).err(), Some(fault), "{address}");
        }
        assert!(database("mysql://localhost/ewo", true).is_ok());
    }

    #[test]
    fn public_and_internal_addresses_pass() {
        for address in [
            "https://termin.stadt.example/",
            "http://10.1.2.3:8080/app?seite=2",
            "https://stadt.example/?token=&x=1",
            "https://stadt.example/?sid=4&id=8f7d6e5c4b3a29181716151413121110",
            "https://[2001:db8::1]/",
            "HTTPS://Bürger.example/Straße",
        ] {
            assert!(web(address, false).is_ok(), "{address}");
        }
    }

    #[test]
    fn relative_and_foreign_addresses_are_refused() {
        for address in [
            "termin.stadt.example",
            "/start",
            "ftp://x.example/",
            "mailto:a@b.example",
            "https:stadt.example",
            "https://",
            "",
        ] {
            assert_eq!(
                web(address, false).err(),
                Some(Fault::NotAbsolute),
                "{address}"
            );
        }
    }

    #[test]
    fn secrets_are_refused() {
        for address in [
            "https://anna:geheim@stadt.example/",
            "https://anna@stadt.example/",
            "https://stadt.example/?access_token=abc",
            "https://stadt.example/?API-Key=abc",
            "https://stadt.example/#access_token=abc&x=1",
            "https://stadt.example/start;jsessionid=12AB",
            "https://stadt.example/login?sid=8f7d6e5c4b3a29181716151413121110",
            "https://stadt.example/?x=ghp_a1B2c3D4e5F6g7H8",
        ] {
            assert_eq!(web(address, false).err(), Some(Fault::Secret), "{address}");
        }
    }

    #[test]
    fn the_own_machine_is_refused_in_every_spelling() {
        for address in [
            "http://localhost/",
            "http://app.LOCALHOST.:80/",
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://0.0.0.0/",
            "http://169.254.169.254/latest/meta-data",
            "http://[fe80::1]/",
        ] {
            assert_eq!(web(address, false).err(), Some(Fault::Local), "{address}");
        }
        assert!(web("http://127.0.0.1:8080/", true).is_ok());
        assert_eq!(
            web("http://169.254.169.254/", true).err(),
            Some(Fault::Local)
        );
    }

    #[test]
    fn repositories_are_https_or_ssh() {
        for address in [
            "https://git.stadt.example/a.git",
            "ssh://git@git.stadt.example/a.git",
            "git@git.stadt.example:gruppe/a.git",
        ] {
            assert_eq!(repository(address, false), Ok(()), "{address}");
        }
        assert_eq!(
            repository("https://a:b@git.stadt.example/a.git", false),
            Err(Fault::Secret)
        );
        assert_eq!(
            repository("ssh://git:pw@git.stadt.example/a", false),
            Err(Fault::Secret)
        );
        assert_eq!(repository("C:\\quellen", false), Err(Fault::NotAbsolute));
        assert_eq!(repository("../quellen", false), Err(Fault::NotAbsolute));
    }

    #[test]
    fn one_page_has_one_canonical_address() {
        assert_eq!(
            canonical("https://Stadt.example:443/a/#x"),
            canonical("https://stadt.example/a")
        );
        assert_ne!(
            canonical("https://stadt.example/a?b"),
            canonical("https://stadt.example/a")
        );
    }
}
