//! Keycloak: realm exports (JSON, or YAML as `keycloak-config-cli` and the operator write it), client and
//! scope exports, and user profiles of their own.
//!
//! [`profile`] reads the attributes that people are asked for, [`mapper`] what goes out in tokens and comes in
//! from identity providers and directories. The profile of an export is a JSON text inside JSON;
//! [`Embedded`] leads its places back. Users of an export are data, and are not read.

mod mapper;
mod profile;

use std::collections::HashMap;

use super::tree::{self, Embedded, Node};
use super::{Failure, Format, Note, Parsed, Recognition};
use crate::format::limits::PROFILE_PIECES;
use crate::gap::GapReason;
use crate::model::{ElementId, ModelPath, SchemaModel, Span};
use crate::source::Capture;
use crate::topic::Topic;

/// Keycloak.
pub struct Keycloak;

/// What a realm has beside its name.
const OF_REALM: [&str; 18] = [
    "accessTokenLifespan",
    "attackDetection",
    "authenticationFlows",
    "browserFlow",
    "clientScopeMappings",
    "clientScopes",
    "clients",
    "components",
    "defaultRole",
    "displayName",
    "enabled",
    "identityProviderMappers",
    "identityProviders",
    "notBefore",
    "registrationAllowed",
    "roles",
    "sslRequired",
    "userProfile",
];

/// What holds mappers by itself: exports of a part of a realm.
const PARTS: [&str; 4] = [
    "clientScopes",
    "clients",
    "identityProviderMappers",
    "protocolMappers",
];

/// What a user profile consists of.
const OF_PROFILE: [&str; 3] = ["attributes", "groups", "unmanagedAttributePolicy"];

impl Format for Keycloak {
    fn name(&self) -> &'static str {
        "keycloak"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "yaml", "yml"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        let json = tree::is_json(head);
        if !json && !matches!(capture.extension().as_str(), "yaml" | "yml") {
            return Recognition::No;
        }
        let text = capture.text().map(|text| text.as_str()).unwrap_or_default();
        let Some(keys) = tree::top_keys(head) else {
            // Several realms in one list.
            let list =
                json && head.contains("\"realm\"") && head.contains("\"accessTokenLifespan\"");
            return if list {
                Recognition::Certain
            } else {
                Recognition::No
            };
        };
        let has = |key: &str| keys.iter().any(|found| found == key);
        let count = |known: &[&str]| known.iter().filter(|key| has(key)).count();
        if has("realm") && count(&OF_REALM) >= 2 {
            return Recognition::Certain;
        }
        if head.contains("k8s.keycloak.org/") && head.contains("KeycloakRealmImport") {
            return Recognition::Certain;
        }
        if count(&PARTS) > 0 && text.contains("protocolMapper") && text.contains("config") {
            return Recognition::Likely;
        }
        let profile = has("attributes") && count(&OF_PROFILE) == keys.len();
        let marked = |key: &str| head.contains(key);
        if profile && marked("permissions") && (marked("validations") || marked("displayName")) {
            return Recognition::Certain;
        }
        Recognition::No
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let tree = tree::parse(text)?;
        let mut reader = Reader {
            model: SchemaModel::new(&capture.document, self.name(), text.clone()),
            notes: Vec::new(),
        };
        for root in tree.roots() {
            if root.is_list() {
                root.items().for_each(|realm| reader.realm(realm));
            } else if let Some(realm) = root.get("spec").and_then(|spec| spec.get("realm")) {
                reader.realm(realm);
            } else {
                reader.realm(root);
            }
        }
        Ok(Parsed {
            schemas: vec![reader.model],
            notes: reader.notes,
            ..Parsed::default()
        })
    }
}

/// Fills a model from one document.
struct Reader {
    model: SchemaModel,
    notes: Vec<Note>,
}

/// Elements of a user profile by the name of their attribute: claims draw on them.
type Attributes = HashMap<String, ElementId>;

impl Reader {
    /// A realm, or a part of one.
    fn realm(&mut self, realm: Node<'_>) {
        let name = realm.get("realm").and_then(Node::text);
        let path = ModelPath::new(name);
        let texts = profile::Texts::of(realm);
        let mut attributes = Attributes::new();
        let own = realm.get("userProfile").or_else(|| {
            let profile = realm.get("attributes")?;
            profile.is_list().then_some(realm)
        });
        if let Some(own) = own {
            profile::read(self, own, &path, &texts, &|span| span, &mut attributes);
        }
        self.embedded_profile(realm, &path, &texts, &mut attributes);
        mapper::read(&mut self.model, realm, &path, &attributes);
    }

    /// The profile as the administration stores it: a text in the configuration of a component.
    fn embedded_profile(
        &mut self,
        realm: Node<'_>,
        path: &ModelPath,
        texts: &profile::Texts<'_>,
        attributes: &mut Attributes,
    ) {
        let providers = realm
            .get("components")
            .and_then(|components| components.get("org.keycloak.userprofile.UserProfileProvider"));
        for provider in providers.into_iter().flat_map(Node::items) {
            let Some(config) = provider.get("config") else {
                continue;
            };
            let Some(embedded) = Embedded::of(&pieces(config), &self.model.text) else {
                continue;
            };
            match tree::parse(&embedded.text) {
                Ok(tree) => {
                    if let Some(root) = tree.root() {
                        let place = |span: Span| embedded.place(span);
                        profile::read(self, root, path, texts, &place, attributes);
                    }
                }
                Err(failure) => self.notes.push(Note {
                    reason: GapReason::Malformed,
                    span: Some(
                        failure
                            .span
                            .map_or(embedded.whole(), |span| embedded.place(span)),
                    ),
                    detail: format!("user profile: {}", failure.detail),
                }),
            }
        }
    }
}

/// The profile in the configuration of its provider: one text, or the pieces that older releases cut it into.
fn pieces(config: Node<'_>) -> Vec<Node<'_>> {
    let first = |key: &str| {
        let value = config.get(key)?;
        value
            .items()
            .next()
            .or(Some(value))
            .filter(|node| node.text().is_some())
    };
    match first("kc.user.profile.config") {
        Some(whole) => vec![whole],
        None => (0..PROFILE_PIECES)
            .map_while(|number| first(&format!("config-piece-{number}")))
            .collect(),
    }
}
