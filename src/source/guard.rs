//! Decides which addresses may be fetched, and how reports may name them.
//!
//! Our targets have private addresses in a city's network, so "no private addresses" is the wrong rule. Instead: only
//! hosts the user named; never link-local addresses, where clouds keep credentials; this machine only on request. The
//! guard checks every address twice: its host before the request (the resolver never sees IP literals) and what a name
//! resolves to (names can point anywhere).

use std::collections::BTreeSet;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Url;

use crate::inventory::{Inventory, names_a_secret};

/// Decides which addresses may be fetched.
#[derive(Clone, Debug)]
pub struct Guard {
    hosts: BTreeSet<String>,
    allow_loopback: bool,
}

/// Why an address is not fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not an absolute http or https address.
    NotHttp,
    /// A host the user did not name.
    Elsewhere(String),
    /// An address that is never fetched, or only on request; with its kind.
    Address(IpAddr, &'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHttp => f.write_str("not an absolute http or https address"),
            Self::Elsewhere(host) => write!(f, "{host} is not among the named hosts"),
            Self::Address(address, kind) => write!(f, "{address} is {kind}"),
        }
    }
}

impl std::error::Error for Refusal {}

impl Guard {
    /// Admits the hosts of all addresses in the inventory, sampled or not: redirects between them are as welcome as the
    /// addresses themselves.
    pub fn new(inventory: &Inventory, allow_loopback: bool) -> Self {
        let hosts = inventory
            .applications
            .values()
            .flat_map(|application| {
                let statement = application.accessibility.statement_url.as_ref();
                application
                    .urls
                    .iter()
                    .map(|address| &address.url)
                    .chain(statement)
            })
            .filter_map(|address| host_of(&Url::parse(address).ok()?))
            .collect();
        Self {
            hosts,
            allow_loopback,
        }
    }

    /// Checks a URL.
    ///
    /// # Errors
    /// Why it must not be fetched.
    pub fn admit(&self, url: &Url) -> Result<(), Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::NotHttp);
        }
        let host = host_of(url).ok_or(Refusal::NotHttp)?;
        // `Url` has normalised every spelling of an IPv4 address (0x7f.1, 2130706433).
        if let Ok(address) = host.trim_matches(['[', ']']).parse() {
            self.admit_address(address)?;
        }
        if !self.hosts.contains(&host) {
            return Err(Refusal::Elsewhere(host));
        }
        Ok(())
    }

    /// Checks an IP address.
    ///
    /// # Errors
    /// Why it must not be contacted.
    pub fn admit_address(&self, address: IpAddr) -> Result<(), Refusal> {
        let refused = |kind| Err(Refusal::Address(address, kind));
        let meant = embedded(address);
        if meant.is_loopback() {
            return if self.allow_loopback {
                Ok(())
            } else {
                refused("this machine itself")
            };
        }
        match meant {
            IpAddr::V4(v4) if v4.octets()[0] == 0 => refused("this machine itself"),
            IpAddr::V6(v6) if v6.is_unspecified() => refused("this machine itself"),
            IpAddr::V4(v4) if v4.is_link_local() || CLOUD_V4.contains(&v4) => {
                refused("link-local or a cloud's metadata service")
            }
            IpAddr::V6(v6) if v6.is_unicast_link_local() || v6 == CLOUD_V6 => {
                refused("link-local or a cloud's metadata service")
            }
            IpAddr::V4(v4) if v4.octets()[0] >= 224 => refused("no address of a single machine"),
            IpAddr::V6(v6) if v6.is_multicast() => refused("no address of a single machine"),
            _ => Ok(()),
        }
    }
}

/// Metadata services outside 169.254.0.0/16: Alibaba, Azure, Oracle.
const CLOUD_V4: [Ipv4Addr; 3] = [
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(168, 63, 129, 16),
    Ipv4Addr::new(192, 0, 0, 192),
];
/// Metadata service of AWS over IPv6.
const CLOUD_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);

/// The IPv4 address that an IPv6 address merely wraps (mapped, compatible, NAT64, 6to4), or else the address itself.
fn embedded(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    let wrapped = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match v6.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => address,
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            wrapped(high, low)
        }
        [0x2002, high, low, ..] => wrapped(high, low),
        _ => address,
    }
}

fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_end_matches('.');
    (!host.is_empty()).then(|| host.to_owned())
}

/// The address as reports may show it: without user, password and values that look like secrets.
pub fn public_name(raw: &str) -> String {
    let Ok(url) = Url::parse(raw) else {
        let plain = raw.split(['?', '#']).next().unwrap_or_default();
        let plain = plain.rsplit('@').next().unwrap_or_default();
        return plain.chars().filter(|ch| !ch.is_control()).collect();
    };
    let mut name = format!("{}://", url.scheme());
    name.push_str(url.host_str().unwrap_or_default());
    if let Some(port) = url.port() {
        name.push_str(&format!(":{port}"));
    }
    // Java servers put the session id into the path.
    let path = url.path();
    let end = path.to_ascii_lowercase().find(";jsessionid=");
    name.push_str(end.map_or(path, |end| &path[..end]));
    for (index, pair) in url
        .query()
        .into_iter()
        .flat_map(|q| q.split('&'))
        .enumerate()
    {
        name.push(if index == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((key, value)) if is_secret(key, value) => {
                name.push_str(key);
                name.push_str("=***");
            }
            _ => name.push_str(pair),
        }
    }
    // Routes of single-page applications are worth showing; parameters after the hash are not.
    if let Some(fragment) = url.fragment().filter(|fragment| !fragment.contains('=')) {
        name.push('#');
        name.push_str(fragment);
    }
    // Keep the user's own spelling if nothing had to be removed.
    if name.strip_suffix('/') == Some(raw) {
        return raw.to_owned();
    }
    name
}

/// Whether a value is a secret, by its key or by its look: long, with letters and digits mixed as only machines write
/// them.
fn is_secret(key: &str, value: &str) -> bool {
    let random = value.len() >= 20
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.+/=~%".contains(&byte));
    !value.is_empty() && (names_a_secret(key) || random)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{Application, ApplicationUrl};

    fn guard(addresses: &[&str], allow_loopback: bool) -> Guard {
        let application = Application {
            urls: addresses
                .iter()
                .map(|url| ApplicationUrl {
                    url: (*url).to_owned(),
                    ..ApplicationUrl::default()
                })
                .collect(),
            ..Application::default()
        };
        let mut inventory = Inventory::default();
        inventory.applications.insert("APP-1".into(), application);
        Guard::new(&inventory, allow_loopback)
    }

    fn admitted(guard: &Guard, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| guard.admit(&url).is_ok())
    }

    #[test]
    fn only_named_hosts_are_admitted_on_any_port() {
        let guard = guard(&["https://Example.org/a", "http://10.0.0.5/"], false);
        for address in [
            "http://example.org:8080/b",
            "https://example.org./",
            "http://10.0.0.5/x",
        ] {
            assert!(admitted(&guard, address), "{address}");
        }
        for address in [
            "https://www.example.org/",
            "https://example.org.evil.example/",
            "https://example.org@evil.example/",
            "ftp://example.org/",
            "file:///etc/passwd",
            "http://10.0.0.6/",
        ] {
            assert!(!admitted(&guard, address), "{address}");
        }
    }

    #[test]
    fn this_machine_is_refused_in_every_spelling_unless_allowed() {
        let spellings = [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://127.1/",
            "http://0177.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[64:ff9b::127.0.0.1]/",
            "http://[2002:7f00:1::]/",
        ];
        for address in spellings {
            assert!(!admitted(&guard(&[address], false), address), "{address}");
            assert!(admitted(&guard(&[address], true), address), "{address}");
        }
    }

    #[test]
    fn metadata_services_are_refused_even_with_loopback() {
        for address in [
            "http://169.254.169.254/latest/meta-data",
            "http://[::ffff:169.254.169.254]/",
            "http://2852039166/",
            "http://[fe80::1]/",
            "http://[fd00:ec2::254]/",
            "http://100.100.100.200/",
            "http://0.0.0.0/",
            "http://[::]/",
            "http://255.255.255.255/",
            "http://[ff02::1]/",
        ] {
            assert!(!admitted(&guard(&[address], true), address), "{address}");
        }
    }

    #[test]
    fn names_of_documents_hold_no_secrets() {
        let cases = [
            ("https://example.org", "https://example.org"),
            ("https://user:pw@example.org/a", "https://example.org/a"),
            (
                "https://example.org/a?page=2&access_token=abc",
                "https://example.org/a?page=2&access_token=***",
            ),
            (
                "https://example.org/a;jsessionid=1F?x=eyJhbGciOiJIUzI1NiJ9.e30.abc123",
                "https://example.org/a?x=***",
            ),
            (
                "https://example.org/#/antrag/person",
                "https://example.org/#/antrag/person",
            ),
            ("https://example.org/#id_token=1", "https://example.org/"),
            (
                "https://example.org/?residence=ost",
                "https://example.org/?residence=ost",
            ),
            ("https://user:pw@[broken?token=1", "[broken"),
        ];
        for (raw, expected) in cases {
            assert_eq!(public_name(raw), expected, "{raw}");
        }
    }
}
