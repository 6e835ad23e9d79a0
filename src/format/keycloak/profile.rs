//! Attributes of a user profile, which people are asked for on registration.

use super::Attributes;
use crate::format::pattern;
use crate::format::tree::{Document, Node};
use crate::model::{
    DefaultValue, Domain, Element, Known, Label, Layer, Located, ModelPath, Span, Value, Why,
};

/// Translations of a realm: `${profile.attributes.gender}` and its text.
pub(super) struct Texts<'t>(Vec<Node<'t>>);

impl<'t> Texts<'t> {
    /// German first, then the other languages.
    pub(super) fn from_realm(realm: Node<'t>) -> Self {
        let all = realm.get("localizationTexts");
        let mut languages: Vec<(bool, Node<'t>)> = all
            .into_iter()
            .flat_map(Node::entries)
            .map(|(language, texts)| (!language.value.starts_with("de"), texts))
            .collect();
        languages.sort_by_key(|(foreign, _)| *foreign);
        Self(languages.into_iter().map(|(_, texts)| texts).collect())
    }

    fn get(&self, key: &str) -> Option<Located<String>> {
        self.0.iter().find_map(|texts| texts.located_of(key))
    }
}

/// The key in `${key}`.
fn key(text: &str) -> Option<&str> {
    text.trim().strip_prefix("${")?.strip_suffix('}')
}

/// Converts spans within a profile to spans of the document.
type Places<'p> = &'p dyn Fn(Span) -> Span;

/// Reads the attributes of a profile.
pub(super) fn read_user_profile(
    document: &mut Document,
    profile: Node<'_>,
    path: &ModelPath,
    texts: &Texts<'_>,
    places: Places<'_>,
    attributes: &mut Attributes,
) {
    let list = profile.get("attributes").filter(|list| list.is_list());
    let Some(list) = list else { return };
    let path = path.child("userProfile");
    let entity = document.model.declare_entity(
        Located::with_span("userProfile".to_owned(), places(list.span())),
        &path,
        [],
    );
    for node in list.items() {
        let attribute = Attribute {
            node,
            texts,
            places,
        };
        let Some(name) = attribute.located(node.get("name")) else {
            continue;
        };
        let key = name.value.clone();
        let path = path.child(key.as_str());
        let extent = places(node.span());
        let element = Element::control(name, path, Layer::Ui, extent)
            .with_entity(entity)
            .with_labels(attribute.labels())
            .with_domain(attribute.domain())
            .with_optional(attribute.optional())
            .with_default(node.get("defaultValue").map(|value| {
                DefaultValue::new(value.scalar().map(str::to_owned), places(value.span()))
            }))
            .with_width(attribute.width());
        let id = document.model.add_element(element);
        attributes.entry(key).or_insert(id);
    }
}

struct Attribute<'a, 't> {
    node: Node<'t>,
    texts: &'a Texts<'a>,
    places: Places<'a>,
}

impl<'t> Attribute<'_, 't> {
    fn located(&self, node: Option<Node<'_>>) -> Option<Located<String>> {
        let node = node?;
        let text = node.scalar().filter(|text| !text.trim().is_empty())?;
        Some(Located::with_span(
            text.to_owned(),
            (self.places)(node.span()),
        ))
    }

    fn validation(&self, name: &str) -> Option<Node<'t>> {
        self.node.get("validations")?.get(name)
    }

    fn annotation(&self, name: &str) -> Option<Node<'t>> {
        self.node.get("annotations")?.get(name)
    }

    /// The title, in German if the realm has it, and what is written beside the field.
    fn labels(&self) -> Vec<Label> {
        let mut labels = Vec::new();
        let title =
            self.located(self.node.get("displayName"))
                .map(|title| match key(&title.value) {
                    Some(key) => self
                        .texts
                        .get(key)
                        .unwrap_or_else(|| Located::new(key.to_owned(), title.span)),
                    None => title,
                });
        labels.extend(title.map(Label::title));
        for name in ["inputHelperTextBefore", "inputHelperTextAfter"] {
            let text = self.located(self.annotation(name));
            let text = text.filter(|text| key(&text.value).is_none());
            labels.extend(text.map(Label::description));
        }
        labels
    }

    /// The values that validators accept. Without an options validator, anything can be entered.
    fn domain(&self) -> Located<Known<Domain>> {
        // The annotation may name another validator that holds the options.
        let named = self
            .annotation("inputOptionsFromValidation")
            .and_then(Node::text);
        let validators = [Some("options"), named].into_iter().flatten();
        let options = validators
            .filter_map(|name| self.validation(name)?.get("options"))
            .find(|options| options.items().next().is_some());
        if let Some(options) = options {
            let values: Vec<Value> = options
                .items()
                .filter_map(|option| self.option(option))
                .collect();
            return Located::with_span(Known::closed(values), (self.places)(options.span()));
        }
        if let Some(pattern) = self.validation("pattern").and_then(|it| it.get("pattern"))
            && let Some(written) = pattern.text()
            // The whole value must match, anchored or not.
            && let Some(values) = pattern::alternatives(written, (self.places)(pattern.span()))
        {
            return Located::with_span(Known::closed(values), (self.places)(pattern.span()));
        }
        let typed = [
            ("integer", Domain::Number),
            ("double", Domain::Number),
            ("local-date", Domain::Temporal),
            ("iso-date", Domain::Temporal),
        ];
        let domain = typed
            .into_iter()
            .find(|(name, _)| self.validation(name).is_some())
            .map_or(Domain::Text, |(_, domain)| domain);
        // Options of the form alone do not restrict other interfaces.
        if self.annotation("inputOptions").is_some() {
            return Located::with_span(
                Known::No(Why::NotUnderstood),
                (self.places)(self.node.span()),
            );
        }
        Located::with_span(Known::Yes(domain), (self.places)(self.node.span()))
    }

    fn option(&self, option: Node<'_>) -> Option<Value> {
        let raw = option.scalar()?;
        let labels = self.annotation("inputOptionLabels");
        let label = self.located(labels.and_then(|labels| labels.get(raw)));
        let label = match label.as_ref().and_then(|label| key(&label.value)) {
            Some(key) => self.texts.get(key),
            None => label.or_else(|| {
                let prefix = self.annotation("inputOptionLabelsI18nPrefix")?.text()?;
                self.texts.get(&format!("{prefix}.{raw}"))
            }),
        };
        Some(Value {
            label,
            placeholder: raw.trim().is_empty(),
            ..Value::plain(raw, (self.places)(option.span()))
        })
    }

    /// Whether the users themselves may leave it out; a requirement for administrators does not count on registration.
    fn optional(&self) -> Located<Known<bool>> {
        let Some(required) = self.node.get("required").filter(|it| it.is_map()) else {
            return Located::implied(Known::Yes(true));
        };
        let listed = |key: &str| {
            let list: Vec<&str> = required.items_of(key).filter_map(Node::text).collect();
            (!list.is_empty()).then_some(list)
        };
        let value = match (listed("roles"), listed("scopes")) {
            // Required if one of the scopes is requested.
            (_, Some(_)) => Known::No(Why::Dynamic),
            (Some(roles), None) => Known::Yes(!roles.contains(&"user")),
            (None, None) => Known::Yes(false),
        };
        Located::with_span(value, (self.places)(required.span()))
    }

    fn width(&self) -> Option<Located<u32>> {
        let most = self.validation("length")?.get("max")?;
        let width = most.scalar()?.trim().parse().ok()?;
        Some(Located::with_span(width, (self.places)(most.span())))
    }
}
