//! Targets of links: addresses of pages, resolved against the page of the link.

use url::Url;

/// Files have no host; with this one their paths can be resolved like those of pages on a server.
const NO_HOST: &str = "page.invalid";

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// Scheme, host and path, normalised as far as servers usually do not distinguish them; without a fragment.
    resource: String,
    /// The fragment, if any.
    pub fragment: Option<String>,
    /// Whether the path was absolute.
    from_root: bool,
}

/// A page as the base of its links.
pub struct PageAddress {
    /// Its own address, normalised as in [`Address`].
    resource: Option<String>,
    /// Base for resolving its links.
    base: Option<Url>,
}

impl PageAddress {
    /// A page, with the base it states for its links.
    pub fn new(document: &str, base: Option<&str>) -> Self {
        let own = url_of(document);
        Self {
            resource: own.as_ref().map(resource),
            base: own.and_then(|own| match base {
                Some(base) => own.join(base.trim()).ok(),
                None => Some(own),
            }),
        }
    }

    /// Whether an address leads to another page.
    pub fn is_left_by(&self, address: &Address) -> bool {
        address.is_page() && self.resource.as_ref() != Some(&address.resource)
    }

    /// Resolves an address as written in a link; `None` if a script decides, or it is invalid.
    pub fn resolve(&self, written: &str) -> Option<Address> {
        let written = written.trim();
        let url = self.base.as_ref()?.join(written).ok()?;
        // `#` alone and scripts do whatever a program decides.
        if written == "#" || matches!(url.scheme(), "javascript" | "about" | "blob" | "data") {
            return None;
        }
        let fragment = url.fragment().filter(|fragment| !fragment.is_empty());
        Some(Address {
            resource: resource(&url),
            fragment: fragment.map(decode),
            from_root: written.starts_with('/') && !written.starts_with("//"),
        })
    }
}

impl Address {
    /// Whether it is the address of a page, not of a mailbox or a telephone.
    pub fn is_page(&self) -> bool {
        self.resource.starts_with("//")
    }

    /// Whether both lead to the same page or mailbox.
    pub fn same_resource(&self, other: &Self) -> bool {
        self.resource == other.resource
    }

    /// Whether one leads to a page and the other starts a mail or a call.
    pub fn differs_in_kind(&self, other: &Self) -> bool {
        let kind = |address: &Self| match address.resource.split_once(':') {
            Some((kind, _)) if !address.is_page() => kind.to_owned(),
            _ => String::new(),
        };
        kind(self) != kind(other)
    }

    /// Whether it leads to another page than its own.
    pub fn leaves(&self, document: &str) -> bool {
        PageAddress::new(document, None).is_left_by(self)
    }

    /// The possible documents, the most likely first. The root of a server is one of the folders.
    pub fn documents(&self, from: &str) -> Vec<String> {
        let Some(path) = self.resource.strip_prefix("//") else {
            return Vec::new();
        };
        let Some(path) = path.strip_prefix(NO_HOST) else {
            return ["https://", "http://"]
                .iter()
                .flat_map(|scheme| [format!("{scheme}{path}"), format!("{scheme}{path}/")])
                .collect();
        };
        let path = decode(path.trim_start_matches('/'));
        let mut found = with_index(&path);
        if self.from_root {
            let folders = from.match_indices('/').map(|(at, _)| &from[..=at]);
            found.extend(folders.flat_map(|folder| with_index(&format!("{folder}{path}"))));
        }
        found
    }
}

/// A path, and the index page of a folder.
fn with_index(path: &str) -> Vec<String> {
    let folder = path.trim_end_matches('/');
    let slash = if folder.is_empty() { "" } else { "/" };
    vec![
        path.to_owned(),
        format!("{folder}{slash}index.html"),
        format!("{folder}{slash}index.htm"),
    ]
}

fn url_of(document: &str) -> Option<Url> {
    if document.starts_with("http://") || document.starts_with("https://") {
        return Url::parse(document).ok();
    }
    let mut url = Url::parse(&format!("https://{NO_HOST}/")).ok()?;
    // The path is literal: a file may be called `100%.html`.
    url.set_path(&document.replace('%', "%25"));
    Some(url)
}

/// Normalises what servers usually do not distinguish: protocol, `www.`, the index page, a trailing slash.
fn resource(url: &Url) -> String {
    if url.cannot_be_a_base() {
        return format!("{}:{}", url.scheme(), url.path().to_ascii_lowercase());
    }
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let path = url.path();
    let folder = ["index.html", "index.htm", "index.php"]
        .iter()
        .find_map(|index| path.strip_suffix(index).filter(|path| path.ends_with('/')));
    let path = folder.unwrap_or(path).trim_end_matches('/');
    let query = url
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    format!("//{host}{port}{path}{query}")
}

fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let [first, tail @ ..] = rest {
        let byte = match tail {
            [high, low, ..] if *first == b'%' => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match byte {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(document: &str, written: &str) -> Option<Address> {
        PageAddress::new(document, None).resolve(written)
    }

    #[test]
    fn what_servers_make_no_difference_of_is_the_same() {
        let same = |one: &str, other: &str| {
            let one = address("ordner/seite.html", one).expect("an address");
            one.same_resource(&address("ordner/seite.html", other).expect("an address"))
        };
        assert!(same("andere.html", "./andere.html#teil"));
        assert!(same("https://www.example.org", "http://example.org/"));
        assert!(same("../", "../index.html"));
        assert!(!same("a.html", "b.html"));
        assert!(!same("liste?seite=1", "liste?seite=2"));
        assert!(address("a.html", "#").is_none());
        assert!(address("a.html", "javascript:void(0)").is_none());
    }

    #[test]
    fn documents_are_found_from_the_folder_and_from_the_root() {
        let found = |written: &str| {
            let address = address("site/a/b.html", written).expect("an address");
            address.documents("site/a/b.html")
        };
        assert!(found("c%20d.html").contains(&"site/a/c d.html".to_owned()));
        assert!(found("/x/y.html").contains(&"site/x/y.html".to_owned()));
        assert!(found("./").contains(&"site/a/index.html".to_owned()));
        assert!(found("https://example.org/x").contains(&"https://example.org/x".to_owned()));
    }

    #[test]
    fn mail_is_no_page() {
        let mail = address("a.html", "mailto:Amt@example.org").expect("an address");
        let page = address("a.html", "amt.html").expect("an address");
        assert!(!mail.is_page() && mail.differs_in_kind(&page));
        assert!(page.leaves("a.html") && !page.leaves("amt.html"));
    }
}
