//! Keycloak: realm exports (JSON, or YAML as written by `keycloak-config-cli` and the operator), client and scope
//! exports, and separate user profiles.
//!
//! [`profile`] reads the attributes people are asked for, [`mapper`] what leaves in tokens and enters from identity
//! providers and directories. The profile in an export is JSON inside a JSON string; [`Embedded`] maps its positions
//! back. Exported users are data, and are not read.

mod mapper;
mod profile;

use std::collections::HashMap;

use super::tree::{self, Document, Embedded, Node, Peek, Tree, TreeFormat};
use super::{Failure, Note, Recognition};
use crate::format::limits::PROFILE_PIECES;
use crate::gap::GapReason;
use crate::model::{ElementId, ModelPath, Span};

/// Keycloak.
pub const KEYCLOAK: TreeFormat = TreeFormat {
    name: "keycloak",
    extensions: &["json", "yaml", "yml"],
    yaml: true,
    claims,
    read: read_realm,
};

/// Other typical keys of a realm.
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

/// Keys that hold mappers in exports of a part of a realm.
const PARTS: [&str; 4] = [
    "clientScopes",
    "clients",
    "identityProviderMappers",
    "protocolMappers",
];

/// Keys of a user profile.
const OF_PROFILE: [&str; 3] = ["attributes", "groups", "unmanagedAttributePolicy"];

fn claims(peek: &Peek<'_>) -> Recognition {
    let Some(keys) = peek.keys() else {
        // Several realms in one list.
        let list = peek.says("\"realm\"") && peek.says("\"accessTokenLifespan\"");
        return Recognition::Certain.when(peek.is_json() && list);
    };
    let realm = peek.has("realm") && peek.count(&OF_REALM) >= 2;
    if realm || peek.says("k8s.keycloak.org/") && peek.says("KeycloakRealmImport") {
        return Recognition::Certain;
    }
    let holds_mappers = || peek.text().contains("protocolMapper") && peek.text().contains("config");
    if peek.count(&PARTS) > 0 && holds_mappers() {
        return Recognition::Likely;
    }
    let profile = peek.has("attributes") && peek.count(&OF_PROFILE) == keys.len();
    let marked = peek.says("permissions") && (peek.says("validations") || peek.says("displayName"));
    Recognition::Certain.when(profile && marked)
}

fn read_realm(document: &mut Document, tree: &Tree) -> Result<(), Failure> {
    for root in tree.roots() {
        if root.is_list() {
            root.items().for_each(|realm| document.realm(realm));
        } else {
            let resource = root.get("spec").and_then(|spec| spec.get("realm"));
            document.realm(resource.unwrap_or(root));
        }
    }
    Ok(())
}

/// Elements of a user profile by attribute name; claims refer to them.
type Attributes = HashMap<String, ElementId>;

impl Document {
    /// Reads a realm, or a part of one.
    fn realm(&mut self, realm: Node<'_>) {
        let name = realm.text_of("realm");
        let path = ModelPath::new(name);
        let texts = profile::Texts::from_realm(realm);
        let mut attributes = Attributes::new();
        let own = realm.get("userProfile").or_else(|| {
            let profile = realm.get("attributes")?;
            profile.is_list().then_some(realm)
        });
        if let Some(own) = own {
            profile::read_user_profile(self, own, &path, &texts, &|span| span, &mut attributes);
        }
        self.embedded_profile(realm, &path, &texts, &mut attributes);
        mapper::read_mapper(&mut self.model, realm, &path, &attributes);
    }

    /// Reads the profile as stored by the administration: a text in a component's configuration.
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
            let Some(embedded) = Embedded::join(&pieces(config), &self.model.text) else {
                continue;
            };
            match tree::parse(&embedded.text) {
                Ok(tree) => {
                    if let Some(root) = tree.root() {
                        let place = |span: Span| embedded.place(span);
                        profile::read_user_profile(self, root, path, texts, &place, attributes);
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

/// The profile in its provider's configuration: one text, or the pieces into which older releases split it.
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
