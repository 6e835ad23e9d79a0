//! Claims and attributes passed on by identity systems: lists of names, and maps from the name on one side to that on
//! the other. They show that something is passed on, but not which values it has.

use super::keys::bare;
use crate::format::limits::{LABEL_CHARS, WRAPPER_DEPTH};
use crate::format::tree::Node;
use crate::model::{Domain, Element, Known, Label, Layer, Located, ModelPath, Reference, Why};

/// Keys of lists of names, and of maps from names to requirements.
#[rustfmt::skip]
const LISTS: &[&str] = &[
    "claims", "claimssupported", "requestedclaims", "requiredclaims", "essentialclaims", "optionalclaims", "voluntaryclaims",
    "userclaims", "idtokenclaims", "userinfoclaims", "accesstokenclaims", "allowedclaims", "claimnames", "releasedattributes",
    "requestedattributes", "requiredattributes", "attributestorelease", "attributerelease", "allowedattributes",
    "samlattributes", "ldapattributes", "returnattributes", "returnedattributes", "exportedattributes", "mappedattributes",
    "claimsinidtoken", "standardclaims", "customclaims", "claimslist", "optionalattributes", "userinfo", "idtoken",
];
/// Keys of maps from one name to another.
#[rustfmt::skip]
const MAPS: &[&str] = &[
    "attributemap", "attributemapping", "attributemappings", "attributesmap", "attributesmapping", "claimmapping",
    "claimmappings", "claimsmapping", "claimsmappings", "claimmap", "claimsmap", "claimtoattribute", "userattributemapping",
    "samlmapping", "oidcmapping", "ldapmapping", "userinfomapping", "profilemapping", "attributestoclaims", "mapattributes",
    "userattrmap", "ldapuserattrmap", "authldapuserattrmap", "samlattributemapping", "samlattributemap", "oidcclaimmapping",
    "attrmap", "attributenames", "claimaliases", "inboundclaims", "outboundclaims", "attributzuordnung", "usermapping",
];

/// The fields under a key for claims; empty for other keys.
pub(super) fn handed_on(key: &str, value: Node<'_>, path: &ModelPath) -> Vec<Element> {
    let key = bare(key);
    let mut found = Vec::new();
    if LISTS.contains(&key.as_str()) {
        names(value, path, 0, &mut found);
    } else if MAPS.contains(&key.as_str()) {
        pairs(value, path, 0, &mut found);
    }
    found
}

/// Whether a name is typical of maps from attribute names on one side to those on the other.
#[cfg(feature = "code")]
pub(in crate::format) fn names_claim_map(name: &str) -> bool {
    MAPS.contains(&bare(name).as_str())
}

/// The field passed on by an entry of such a map; `None` if key and value are not names.
pub(in crate::format) fn handed_on_pair(
    key: Located<String>,
    other: Located<String>,
    path: &ModelPath,
) -> Option<Element> {
    let are_names = is_name(&other.value) && is_name(&key.value);
    are_names.then(|| match key.value.starts_with("urn:") {
        true => field(other, Some(key), path),
        false => field(key, Some(other), path),
    })
}

fn names(list: Node<'_>, path: &ModelPath, depth: usize, found: &mut Vec<Element>) {
    if depth > WRAPPER_DEPTH {
        return;
    }
    for item in list.items() {
        if let Some(name) = item.located().filter(|name| is_name(&name.value)) {
            found.push(field(name, None, path));
        }
    }
    // Requirements: `gender: {essential: true}`, by the message they apply to.
    for (key, demand) in list.entries() {
        let message = matches!(
            bare(key.value).as_str(),
            "userinfo" | "idtoken" | "accesstoken" | "saml2token"
        );
        let demanded = demand.is_map()
            && demand
                .entries()
                .all(|(_, it)| it.scalar().is_some() || it.is_list());
        if message {
            names(demand, path, depth + 1, found);
        } else if (demanded || demand.scalar().is_none() && !demand.is_list() && !demand.is_map())
            && is_name(key.value)
        {
            found.push(field(key.map(str::to_owned), None, path));
        }
    }
}

fn pairs(map: Node<'_>, path: &ModelPath, depth: usize, found: &mut Vec<Element>) {
    if depth > WRAPPER_DEPTH {
        return;
    }
    for (key, value) in map.entries() {
        if value.is_map() {
            // By provider or direction.
            pairs(value, path, depth + 1, found);
            continue;
        }
        let other = value.located().or_else(|| value.items().next()?.located());
        let pair = other.and_then(|other| handed_on_pair(key.map(str::to_owned), other, path));
        found.extend(pair);
    }
}

fn is_name(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text.chars().any(char::is_alphabetic)
        && text.chars().take(LABEL_CHARS + 1).count() <= LABEL_CHARS
}

fn field(name: Located<String>, other: Option<Located<String>>, path: &ModelPath) -> Element {
    let extent = name.span.unwrap_or_default();
    let published = [Some(&name), other.as_ref()]
        .into_iter()
        .flatten()
        .find_map(published_values);
    let domain = published.unwrap_or(Located::with_span(Known::No(Why::Elsewhere), extent));
    let path = path.child(name.value.as_str());
    let labels = other
        .filter(|other| other.value != name.value)
        .map(|mut other| {
            other.value = last_part(&other.value).to_owned();
            Label::title(other)
        });
    let mut name = name;
    name.value = last_part(&name.value).to_owned();
    Element::field(name, path, Layer::Message, extent)
        .with_labels(labels)
        .with_domain(domain)
}

/// The identifier of a published attribute implies its values.
pub(super) fn published_values(name: &Located<String>) -> Option<Located<Known<Domain>>> {
    let uri = name.value.trim();
    uri.starts_with("urn:oid:").then(|| {
        let list = Reference::CodeList {
            uri: uri.to_owned(),
            version: None,
        };
        Located::new(Known::Yes(Domain::Reference(list)), name.span)
    })
}

/// The last part of a URI: older systems name claims by URI.
fn last_part(name: &str) -> &str {
    let parts: &[char] = if name.contains("://") {
        &['/', '#']
    } else if name.starts_with("urn:") && !name.starts_with("urn:oid:") {
        &[':']
    } else {
        return name;
    };
    name.rsplit(parts)
        .find(|part| !part.is_empty())
        .unwrap_or(name)
}
