//! An object or element → a field, if it declares one.
//!
//! Data has names, types and labels as well. An object is a declaration if it has a field type, a list of values, or
//! several properties that only fields have. A value entered beside the name makes it data.

use super::claims::published_values;
use super::keys::{Role, roles};
use super::kinds::{self, Kind};
use super::values;
use crate::format::dictionary;
use crate::format::form_json::choice_label;
use crate::format::limits::LABEL_CHARS;
use crate::format::tree::Node;
use crate::format::xml::tree::TEXT_KEY;
use crate::model::{
    DefaultValue, Domain, Element, Known, Label, LabelKind, Layer, Located, ModelPath, Span, Why,
};

/// The content of an object's keys, each read once.
#[derive(Default)]
pub(super) struct Declaration {
    name: Option<Located<String>>,
    key: Option<Located<String>>,
    /// Names on the sides of an identity system.
    claims: Vec<Located<String>>,
    kind_text: Option<Located<String>>,
    kind: Option<Kind>,
    /// A list of values, and the span of its key.
    options: Option<(Known<Domain>, Span)>,
    /// Whether the values are the keys of a map, which translations look like too.
    mapped: bool,
    source: Option<Located<String>>,
    open: bool,
    length: Option<Located<u32>>,
    optional: Option<Located<Known<bool>>>,
    constraints: usize,
    labels: Vec<Label>,
    default: Option<DefaultValue>,
    entered: bool,
    holds: bool,
}

/// The position of an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stand {
    /// Below a key for fields, or in an element with such a name.
    pub(super) among_fields: bool,
    /// Not nested in another object.
    pub(super) outermost: bool,
}

impl Declaration {
    /// Reads an object; `None` for anything else.
    pub(super) fn from_object(node: Node<'_>) -> Option<Self> {
        if !node.is_map() {
            return None;
        }
        let mut own = Self::default();
        for (key, value) in node.entries() {
            if key.value == TEXT_KEY {
                own.entered = true;
                continue;
            }
            let roles = roles(key.value);
            for role in roles {
                own.take(*role, key.value, value);
            }
            // A list of objects under an unspecific key may hold fields.
            let objects = value.is_list() && value.items().any(Node::is_map);
            own.holds |= objects && (roles.is_empty() || roles.contains(&Role::Holder));
        }
        Some(own)
    }

    fn take(&mut self, role: Role, key: &str, value: Node<'_>) {
        match role {
            Role::Name => fill(&mut self.name, name(value)),
            Role::Claim => self.claims.extend(name(value)),
            Role::Key => fill(&mut self.key, name(value)),
            Role::Type => self.take_type(value),
            Role::Length => {
                let number = value.scalar().and_then(|text| text.trim().parse().ok());
                let length = number.map(|length| Located::with_span(length, value.span()));
                if !key.to_ascii_lowercase().starts_with("min") {
                    fill(&mut self.length, length);
                }
                self.constraints += usize::from(number.is_some());
            }
            Role::Constraint => self.take_constraint(key, value),
            Role::Settings => self.take_settings(value),
            // Whether or for whom something is allowed is not a list.
            Role::Allowed
                if value
                    .scalar()
                    .is_some_and(|text| !text.contains(['|', ',', ';'])) => {}
            Role::Options | Role::Items | Role::Allowed if holds_lists(key, value) => {
                self.holds = true
            }
            Role::Options | Role::Items | Role::Allowed => {
                let sure = role != Role::Items;
                if let Some(domain) = values::listed(value, sure) {
                    self.mapped |= value.is_map() && value.entries().all(|(_, it)| !it.is_list());
                    if self.options.is_none() || sure && !matches!(domain, Known::No(_)) {
                        self.options = Some((domain, value.span()));
                    }
                } else if role == Role::Items
                    && value.scalar().is_some_and(|it| !it.trim().is_empty())
                {
                    self.entered = true;
                }
            }
            Role::Source => {
                let text = value.located().filter(|text| !text.value.trim().is_empty());
                fill(&mut self.source, text);
            }
            Role::Open => self.open |= says(value) == Some(true),
            Role::Strict => self.open |= says(value) == Some(false),
            Role::Label => {
                let text = choice_label(value).or_else(|| choice_label(value.get(TEXT_KEY)?));
                self.labels.extend(text.map(Label::title));
            }
            Role::Description => {
                let text = choice_label(value);
                self.labels.extend(text.map(Label::description));
            }
            Role::Default => {
                let literal = value.scalar().is_some_and(|text| !text.is_empty());
                self.default = literal.then(|| value.as_default());
            }
            Role::Entered => self.entered |= value.scalar().is_some_and(|it| !it.is_empty()),
            Role::Holder => self.holds |= value.is_map() || value.is_list(),
            Role::Inactive | Role::Aside => {}
        }
    }

    fn take_type(&mut self, value: Node<'_>) {
        let text = match value.is_list() {
            // Several types, one of which may be null.
            true => value.items().find(|it| it.scalar() != Some("null")),
            false => ["name", "type", "base"]
                .iter()
                .find_map(|key| value.get(key))
                .or(Some(value)),
        };
        let text = text
            .and_then(Node::located)
            .filter(|text| is_short(&text.value));
        if value.is_map()
            && let Some((key, list)) = value
                .entries()
                .find(|(key, _)| roles(key.value).contains(&Role::Options))
        {
            self.take(Role::Options, key.value, list);
        }
        let Some(text) = text else { return };
        let kind = kinds::of_type(&text.value);
        if self.kind.is_none() || kind.as_ref().is_some_and(|kind| kind.control) {
            self.kind = kind.or(self.kind.take());
            self.kind_text = Some(text);
        }
    }

    /// Settings of the field in a nested object.
    fn take_settings(&mut self, value: Node<'_>) {
        for (key, inner) in value.entries() {
            for role in roles(key.value) {
                let of_field = matches!(
                    role,
                    Role::Options
                        | Role::Source
                        | Role::Claim
                        | Role::Open
                        | Role::Strict
                        | Role::Length
                        | Role::Constraint
                        | Role::Label
                        | Role::Default
                );
                // Only one level of settings, so that reading stays linear.
                let settings = inner.is_map() && *role == Role::Constraint;
                if of_field && !settings {
                    self.take(*role, key.value, inner);
                }
            }
        }
    }

    fn take_constraint(&mut self, key: &str, value: Node<'_>) {
        self.constraints += 1;
        // Bounds of values are nested below those of the field.
        if value.is_map() {
            self.take_settings(value);
            return;
        }
        let must = match key.to_ascii_lowercase().as_str() {
            "required" | "mandatory" | "isrequired" | "is_required" | "notnull" | "not_null"
            | "pflicht" | "pflichtfeld" | "pflichtangabe" | "obligatorisch" | "muss" => says(value),
            "nullable" | "optional" | "allownull" | "allow_null" => says(value).map(|says| !says),
            "minoccurs" => value.number().map(|least| least > 0),
            _ => None,
        };
        if let Some(must) = must {
            self.optional = Some(Located::with_span(Known::Yes(!must), value.span()));
        }
    }

    /// Whether the object declares a field. `keyed`: the key before it serves as its name.
    pub(super) fn declares(&self, keyed: bool, stand: Stand) -> bool {
        let listed = matches!(self.options, Some((Known::Yes(Domain::Closed(_)), _)));
        let known = self.kind.is_some();
        let structure = self.kind.as_ref().is_some_and(|kind| kind.structure);
        if (structure || self.holds || self.entered) && !listed {
            return false;
        }
        let referred = self.options.is_some() || self.source.is_some();
        let labelled = self
            .labels
            .iter()
            .any(|label| label.kind == LabelKind::Title);
        // Identifiers of published attributes never name anything else.
        let published = self.is_published();
        let labelled = labelled || published && self.key.is_some();
        let said = self.constraints
            + self.claims.len()
            + usize::from(published)
            + usize::from(self.default.is_some());
        let typed = self.kind_text.is_some();
        let own_name = self.has_name();
        if !keyed && !own_name {
            // Questions are named after what they ask.
            return labelled && (listed || known && stand.among_fields);
        }
        if keyed {
            let plain = listed && !(self.mapped && !typed && said == 0);
            return plain || known || typed && said > 0 || said > 1 && (labelled || referred);
        }
        if listed || known && !stand.outermost {
            return true;
        }
        // Titles are not identifiers.
        let named = self
            .claims
            .first()
            .or(self.name.as_ref())
            .or(self.key.as_ref());
        if named.is_some_and(|name| name.value.trim().contains(char::is_whitespace))
            || stand.outermost
        {
            return false;
        }
        let shaped = said + usize::from(stand.among_fields);
        shaped > 0 && (typed || labelled || referred) || said > 1
    }

    /// Whether one of its keys names it.
    pub(super) fn has_name(&self) -> bool {
        self.name.is_some() || self.key.is_some() || !self.claims.is_empty()
    }

    fn is_published(&self) -> bool {
        self.name
            .as_ref()
            .is_some_and(|name| name.value.starts_with("urn:"))
    }

    /// Its own name.
    pub(super) fn own_name(&self) -> Option<Located<String>> {
        let label = || {
            let label = self
                .labels
                .iter()
                .find(|label| label.kind == LabelKind::Title)?;
            Some(label.text.clone())
        };
        // An identifier is less readable than the names beside it.
        let readable = || self.key.clone().or_else(label);
        let claim = self.claims.first().cloned();
        claim
            .or_else(|| readable().filter(|_| self.is_published()))
            .or_else(|| self.name.clone())
            .or_else(|| self.key.clone())
            .or_else(label)
    }

    /// The field.
    pub(super) fn into_element(
        self,
        name: Located<String>,
        path: ModelPath,
        extent: Span,
        stand: Stand,
    ) -> Element {
        let control = self.kind.as_ref().is_some_and(|kind| kind.control);
        let published = self.is_published();
        let listed =
            |domain: &Located<Known<Domain>>| matches!(domain.value, Known::Yes(Domain::Closed(_)));
        let mut names = self.claims.iter().chain(&self.name);
        let own = self.domain(stand);
        let domain = match own {
            Some(own) if listed(&own) => Some(own),
            own => names.find_map(published_values).or(own),
        };
        let mut element = if control {
            Element::control(name, path, Layer::Ui, extent)
        } else {
            Element::field(name, path, Layer::Dictionary, extent)
        };
        element.domain = domain.unwrap_or(element.domain);
        let width = self.kind_text.as_ref().and_then(|text| {
            let plain = matches!(element.domain.value, Known::Yes(Domain::Text));
            let length = dictionary::stated_length(&text.value).filter(|_| plain)?;
            Some(Located::new(length, text.span))
        });
        element.optional = self.optional.unwrap_or(element.optional);
        let own = element.name.value.clone();
        if !self.claims.is_empty() || published {
            // The name on the other side is just as meaningful.
            element.layer = Layer::Message;
            let others = self.claims.into_iter().chain(self.name).chain(self.key);
            let others = others.filter(|other| other.value != own);
            element.labels.extend(others.map(Label::title));
        }
        let others = self
            .labels
            .into_iter()
            .filter(|label| label.text.value != own);
        element
            .with_labels(others)
            .with_default(self.default)
            .with_width(self.length.or(width))
            .with_type(self.kind_text)
    }

    /// The listed values, or else those of the type. An extensible list proves nothing.
    fn domain(&self, stand: Stand) -> Option<Located<Known<Domain>>> {
        let written = self
            .kind_text
            .as_ref()
            .and_then(|text| Some(Located::new(kinds::written_into(text)?, text.span)));
        if let Some((domain, span)) = &self.options {
            // A name and values alone may also describe goods, or be texts for people.
            let bare = self.kind_text.is_none()
                && self.labels.is_empty()
                && self.constraints == 0
                && !stand.among_fields;
            let doubted = self.open || self.source.is_some() || bare;
            return Some(match domain {
                Known::Yes(Domain::Closed(_)) if doubted => {
                    Located::with_span(Known::No(Why::Dynamic), *span)
                }
                domain => Located::with_span(domain.clone(), *span),
            });
        }
        if written.is_some() {
            return written;
        }
        if let Some(source) = &self.source {
            return Some(
                source
                    .clone()
                    .map(|text| Known::named(values::list_name(&text))),
            );
        }
        let text = self.kind_text.as_ref()?;
        if let Some(list) = kinds::named_behind(&text.value) {
            return Some(Located::new(Known::named(list), text.span));
        }
        let kind = self.kind.as_ref()?;
        Some(Located::new(kind.domain.clone(), text.span))
    }
}

/// Whether a key for types holds named lists: then it is a module or namespace, and they are not its values.
pub(super) fn holds_lists(key: &str, value: Node<'_>) -> bool {
    const TYPES: [&str; 8] = [
        "enum",
        "enums",
        "enumeration",
        "enumerations",
        "codelist",
        "codelists",
        "valueset",
        "valuesets",
    ];
    let is_list = |item: Node<'_>| {
        let mut entries = item.entries();
        item.get("name").and_then(Node::scalar).is_some()
            && entries.any(|(key, inner)| {
                roles(key.value).contains(&Role::Options) && (inner.is_list() || inner.is_map())
            })
    };
    TYPES.contains(&key.to_ascii_lowercase().as_str())
        && (is_list(value) || value.items().any(is_list))
}

/// The first of several keys for the same role wins.
fn fill<T>(slot: &mut Option<T>, found: Option<T>) {
    if slot.is_none() {
        *slot = found;
    }
}

/// A name; for URLs and paths, the last part.
fn name(node: Node<'_>) -> Option<Located<String>> {
    let mut name = node.located()?;
    let text = name.value.trim();
    if text.starts_with(['/', '#', '.']) || text.contains("://") {
        let last = text.rsplit(['/', '#']).find(|part| !part.is_empty());
        name.value = last?.to_owned();
    }
    let fits = is_short(&name.value) && name.value.chars().any(char::is_alphabetic);
    fits.then_some(name)
}

fn is_short(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().take(LABEL_CHARS + 1).count() <= LABEL_CHARS
}

fn says(value: Node<'_>) -> Option<bool> {
    value.bool().or_else(|| {
        let text = value.scalar()?;
        dictionary::says_must(text.trim_end_matches("()"))
    })
}
