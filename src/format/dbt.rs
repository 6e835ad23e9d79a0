//! Properties of dbt projects (`models/schema.yml`): what tests require of the columns of models, sources, seeds and
//! snapshots. Columns without tests are declared elsewhere.

use super::tree::{Document, Node, Peek, Tree, TreeFormat};
use super::{Failure, Recognition};
use crate::model::{Element, EntityId, Known, Label, LabelKind, Layer, Located, ModelPath, Value};

/// Properties of dbt projects.
pub const DBT: TreeFormat = TreeFormat {
    name: "dbt",
    extensions: &["yml", "yaml"],
    yaml: true,
    claims,
    read: read_properties,
};

/// Keys of resources with columns.
const RESOURCES: [&str; 4] = ["models", "seeds", "snapshots", "tables"];
/// Keys of tests; the first one since dbt 1.8.
const TESTS: [&str; 2] = ["data_tests", "tests"];
/// The test for a list of values; packages prefix it with their name.
const LISTS: &str = "accepted_values";

fn claims(peek: &Peek<'_>) -> Recognition {
    let declares = peek.count(&["models", "sources", "seeds", "snapshots"]) > 0;
    let has_columns = || peek.text().contains("columns:");
    Recognition::Certain.when(declares && has_columns() && peek.text().contains(LISTS))
}

fn read_properties(document: &mut Document, tree: &Tree) -> Result<(), Failure> {
    for root in tree.roots() {
        resources(document, root);
        for source in root.items_of("sources") {
            resources(document, source);
        }
    }
    Ok(())
}

fn resources(document: &mut Document, node: Node<'_>) {
    for resource in RESOURCES.iter().flat_map(|key| node.items_of(key)) {
        let Some(name) = resource.located_of("name") else {
            continue;
        };
        if !document.seen.insert(resource.id()) {
            continue;
        }
        let path = ModelPath::new([name.value.as_str()]);
        let entity = document.model.declare_entity(name, &path, labels(resource));
        for column in resource.items_of("columns") {
            self::column(document, column, entity, &path);
        }
    }
}

fn column(document: &mut Document, node: Node<'_>, entity: EntityId, path: &ModelPath) {
    let tests = TESTS.iter().flat_map(|key| node.items_of(key));
    let tests: Vec<Node<'_>> = tests.collect();
    let (Some(name), Some(accepted)) = (
        node.located_of("name"),
        tests.iter().find_map(|test| accepted(*test)),
    ) else {
        return;
    };
    let values = accepted.items();
    let values = values.filter_map(|item| Some(Value::plain(item.scalar()?, item.span())));
    let path = path.child(name.value.as_str());
    let mut element = Element::field(name, path, Layer::Database, node.span())
        .with_entity(entity)
        .with_labels(labels(node))
        .with_values(values.collect(), accepted.span());
    let is_required = tests.iter().any(|test| test.text() == Some("not_null"));
    element.optional = Located::implied(Known::Yes(!is_required));
    document.model.add_element(element);
}

/// The values of a list test: `accepted_values: {values: [m, w]}`, since dbt 1.10 below `arguments`.
fn accepted(test: Node<'_>) -> Option<Node<'_>> {
    let (_, given) = test
        .entries()
        .find(|(key, _)| key.value.rsplit('.').next() == Some(LISTS))?;
    let values = given.get("values");
    let values = values.or_else(|| given.get("arguments")?.get("values"));
    values.filter(|values| values.is_list())
}

fn labels(node: Node<'_>) -> Vec<Label> {
    let text = node.located_of("description");
    let text = text.filter(|text| !text.value.trim().is_empty());
    text.map(|text| Label::new(LabelKind::Description, text))
        .into_iter()
        .collect()
}
