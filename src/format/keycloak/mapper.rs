//! Mappers: what leaves a realm as claims in tokens, and what enters it from identity providers and directories. All of
//! them carry the value of a user attribute.

use super::Attributes;
use crate::format::limits::WRAPPER_DEPTH;
use crate::format::tree::Node;
use crate::model::{
    Domain, Element, Known, Label, LabelKind, Layer, Located, ModelPath, Reference, SchemaModel,
};

/// Reads all mappers of a realm.
pub(super) fn read_mapper(
    model: &mut SchemaModel,
    realm: Node<'_>,
    path: &ModelPath,
    attributes: &Attributes,
) {
    let mut mappers = Mappers { model, attributes };
    mappers.claims(realm, path);
    for (list, named) in [
        ("clientScopes", "name"),
        ("clientTemplates", "name"),
        ("clients", "clientId"),
    ] {
        for holder in realm.items_of(list) {
            let name = holder.text_of(named).unwrap_or_default();
            mappers.claims(holder, &path.child(name));
        }
    }
    for mapper in realm.items_of("identityProviderMappers") {
        mappers.incoming(mapper, path);
    }
    if let Some(components) = realm.get("components") {
        mappers.directories(components, path, 0);
    }
}

struct Mappers<'a> {
    model: &'a mut SchemaModel,
    attributes: &'a Attributes,
}

/// A setting of a mapper: a text, or the first of a list.
fn setting<'t>(mapper: Node<'t>, keys: &[&str]) -> Option<Node<'t>> {
    let config = mapper.get("config")?;
    keys.iter().find_map(|key| {
        let value = config.get(key)?;
        let value = value.items().next().unwrap_or(value);
        value
            .text()
            .filter(|text| !text.trim().is_empty())
            .map(|_| value)
    })
}

impl Mappers<'_> {
    /// Reads claims and assertions that a client receives.
    fn claims(&mut self, holder: Node<'_>, path: &ModelPath) {
        for mapper in holder.items_of("protocolMappers") {
            let source = setting(mapper, &["user.attribute"]);
            let claim = setting(mapper, &["claim.name", "attribute.name", "friendly.name"]);
            let (Some(claim), Some(source)) = (claim, source) else {
                continue;
            };
            // `claim.name` may be a path (`address.country`), in which dots of names are escaped.
            let Some(name) = claim.located() else {
                continue;
            };
            self.field(mapper, name, source, path, None);
        }
    }

    /// Reads attributes sent by an identity provider.
    fn incoming(&mut self, mapper: Node<'_>, path: &ModelPath) {
        let kind = mapper.text_of("identityProviderMapper");
        if kind.is_some_and(|kind| kind.starts_with("hardcoded")) {
            return;
        }
        let Some(target) = setting(mapper, &["user.attribute", "userAttribute"]) else {
            return;
        };
        let sent = setting(
            mapper,
            &[
                "attribute.name",
                "claim",
                "attribute.friendly.name",
                "jsonField",
            ],
        );
        let provider = mapper.text_of("identityProviderAlias");
        let path = path.child(provider.unwrap_or_default());
        if let (Some(sent), Some(name)) = (sent, target.located()) {
            self.field(mapper, name, target, &path, Some(sent));
        }
    }

    /// Reads attributes stored in a directory.
    fn directories(&mut self, components: Node<'_>, path: &ModelPath, depth: usize) {
        if depth > WRAPPER_DEPTH {
            return;
        }
        for (_, list) in components.entries() {
            for component in list.items() {
                let name = component.text_of("name").unwrap_or_default();
                let target = setting(component, &["user.model.attribute"]);
                let sent = setting(component, &["ldap.attribute"]);
                if let (Some(target), Some(sent)) = (target, sent)
                    && let Some(own) = target.located()
                {
                    self.field(component, own, target, path, Some(sent));
                }
                if let Some(below) = component.get("subComponents") {
                    self.directories(below, &path.child(name), depth + 1);
                }
            }
        }
    }

    /// A field of a message, named as on the other side or in the realm, with the attribute's values.
    fn field(
        &mut self,
        mapper: Node<'_>,
        mut name: Located<String>,
        attribute: Node<'_>,
        path: &ModelPath,
        sent: Option<Node<'_>>,
    ) {
        let title = mapper.get("name").filter(|title| title.text().is_some());
        // A mapper named after what it carries is the place of the field.
        if let Some(title) = title.filter(|title| title.text() == Some(name.value.as_str())) {
            name.span = Some(title.span());
        }
        let own = attribute.text().unwrap_or_default();
        let path = path.child(name.value.as_str());
        let mut labels: Vec<Label> = Vec::new();
        let others = [
            (title, LabelKind::Description),
            (Some(attribute), LabelKind::Title),
            (sent, LabelKind::Purpose),
        ];
        for (text, kind) in others {
            let text = text
                .and_then(Node::located)
                .filter(|text| text.value != name.value);
            labels.extend(text.map(|text| Label::new(kind, text)));
        }
        let mut element =
            Element::field(name, path, Layer::Message, mapper.span()).with_labels(labels);
        element.domain = match (sent, self.attributes.get(own)) {
            // The identifier of a published attribute implies its values.
            (Some(sent), _) if sent.text().is_some_and(|sent| sent.starts_with("urn:oid:")) => {
                let list = Reference::CodeList {
                    uri: sent.text().unwrap_or_default().to_owned(),
                    version: None,
                };
                Located::with_span(Known::Yes(Domain::Reference(list)), sent.span())
            }
            (_, Some(id)) => {
                let values = Domain::Reference(Reference::Element(*id));
                Located::with_span(Known::Yes(values), attribute.span())
            }
            (_, None) => Located::with_span(Known::Yes(Domain::Text), attribute.span()),
        };
        element.declared_type = setting(mapper, &["jsonType.label"]).and_then(Node::located);
        self.model.add_element(element);
    }
}
