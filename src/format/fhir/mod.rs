//! HL7 FHIR conformance resources in JSON (R4, R5): what messages may contain and which codes exist.
//!
//! `StructureDefinition` declares fields, `ValueSet` and `CodeSystem` declare lists, `Questionnaire` declares a form.
//! All other resources are instance data, which a schema reader ignores.

mod questionnaire;
mod structure;
mod terminology;

use foldhash::HashSet;

use self::terminology::Lists;
use super::tree::{self, Document, Node, Peek, Tree, TreeFormat};
use super::{Failure, Recognition};
use crate::format::limits::WRAPPER_DEPTH;
use crate::model::{Label, LabelKind, Located};

/// HL7 FHIR.
pub const FHIR: TreeFormat = TreeFormat {
    name: "fhir",
    extensions: &["json"],
    yaml: false,
    claims,
    read: read_resource,
};

/// The resources that are read.
const RESOURCES: [&str; 4] = [
    "StructureDefinition",
    "ValueSet",
    "CodeSystem",
    "Questionnaire",
];

fn claims(peek: &Peek<'_>) -> Recognition {
    // The narrative may be longer than the head, and the type follows it if keys are sorted.
    let text = peek.text();
    let declares = match tree::key_value(text, "resourceType") {
        Some("Bundle") => bundles(text),
        Some(resource) => RESOURCES.contains(&resource),
        None => false,
    };
    if !declares || !text.contains("\"resourceType\"") {
        Recognition::No
    } else if peek.has("resourceType") {
        Recognition::Certain
    } else {
        Recognition::Likely.when(text.len() > peek.head.len())
    }
}

fn read_resource(document: &mut Document, tree: &Tree) -> Result<(), Failure> {
    let mut resources = Vec::new();
    if let Some(root) = tree.root() {
        gather(root, None, 0, &mut document.seen, &mut resources);
    }
    let model = &mut document.model;
    let lists = Lists::declare(model, &resources);
    for resource in &resources {
        if resource.is("StructureDefinition") {
            structure::fields(model, *resource, &lists);
        } else if resource.is("Questionnaire") {
            questionnaire::controls(model, *resource, &lists);
        }
    }
    Ok(())
}

/// Whether a bundle contains a resource that declares something.
fn bundles(text: &str) -> bool {
    text.match_indices("\"resourceType\"").any(|(at, key)| {
        let rest = text.get(at + key.len()..).unwrap_or_default().trim_start();
        let value = rest.strip_prefix(':').unwrap_or_default().trim_start();
        RESOURCES.iter().any(|resource| {
            value
                .strip_prefix('"')
                .and_then(|value| value.strip_prefix(resource))
                .is_some_and(|behind| behind.starts_with('"'))
        })
    })
}

/// A resource, and the one that contains it.
#[derive(Clone, Copy)]
struct Resource<'t> {
    node: Node<'t>,
    /// The resource in which `#id` is resolved.
    container: Option<u32>,
}

impl Resource<'_> {
    fn is(self, kind: &str) -> bool {
        self.node.text_of("resourceType") == Some(kind)
    }
}

/// Collects the resources of a document: itself, contained ones, those of a bundle.
fn gather<'t>(
    node: Node<'t>,
    container: Option<u32>,
    depth: usize,
    seen: &mut HashSet<u32>,
    found: &mut Vec<Resource<'t>>,
) {
    if depth > WRAPPER_DEPTH || !seen.insert(node.id()) {
        return;
    }
    for item in node.items() {
        gather(item, container, depth + 1, seen, found);
    }
    let kind = node.text_of("resourceType");
    if kind.is_some_and(|kind| RESOURCES.contains(&kind)) {
        found.push(Resource { node, container });
    }
    for inner in node.items_of("contained") {
        gather(inner, Some(node.id()), depth + 1, seen, found);
    }
    if kind == Some("Bundle") {
        for entry in node.items_of("entry") {
            if let Some(resource) = entry.get("resource") {
                gather(resource, None, depth + 1, seen, found);
            }
        }
    }
}

/// The name for programs, or else the id, or else the URL.
fn name_of(node: Node<'_>) -> Option<Located<String>> {
    let mut names = ["name", "id", "url"].iter().filter_map(|key| {
        let name = node.get(key)?;
        name.text().filter(|text| !text.is_empty())?;
        name.located()
    });
    names.next()
}

/// Labels from these keys.
fn texts(node: Node<'_>, keys: &[(&str, LabelKind)]) -> Vec<Label> {
    let texts = keys.iter().filter_map(|(key, kind)| {
        let text = node.get(key)?;
        text.text().filter(|text| !text.trim().is_empty())?;
        Some(Label::new(*kind, text.located()?))
    });
    texts.collect()
}

/// A URL and the version after the bar (`http://…/ValueSet/x|1.0`).
fn canonical(address: &str) -> (&str, Option<&str>) {
    match address.split_once('|') {
        Some((address, version)) => (address.trim(), Some(version.trim())),
        None => (address.trim(), None),
    }
}
