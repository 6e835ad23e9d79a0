//! CycloneDX bills of materials in JSON: the described application, and the services it exchanges data with.

use super::{Foreign, Given, unreadable};
use crate::format::{Node, parse_tree};
use crate::import::table::Table;
use crate::inventory::Message;

pub(super) struct CycloneDx;

impl Foreign for CycloneDx {
    fn claims(&self, given: &Given) -> bool {
        let head = given.capture.head().trim_start();
        head.starts_with('{') && head.contains("\"bomFormat\"") && head.contains("CycloneDX")
    }

    fn read(&self, given: &Given) -> Result<Vec<Table>, Message> {
        let text = given
            .capture
            .text()
            .map_err(|_| Message::new("imp-001-binary"))?;
        let tree = parse_tree(text).map_err(|failure| unreadable(&failure.detail))?;
        let component = tree
            .root()
            .and_then(|root| root.get("metadata"))
            .and_then(|metadata| metadata.get("component"));
        let (Some(root), Some(component)) = (tree.root(), component) else {
            return Err(Message::new("imp-001-component"));
        };
        let Some(name) = component.text_of("name") else {
            return Err(Message::new("imp-001-component"));
        };
        let mut row = vec![("name", name.to_owned())];
        if let Some(version) = component.get("version").and_then(Node::scalar) {
            row.push(("version", version.to_owned()));
        }
        let makers = ["supplier", "manufacturer"]
            .iter()
            .find_map(|maker| component.get(maker));
        let maker = makers.and_then(|maker| maker.text_of("name"));
        if let Some(maker) = maker.or_else(|| component.text_of("publisher")) {
            row.push(("vendor", maker.to_owned()));
        }
        let sources = component.items_of("externalReferences");
        let sources = sources.filter(|reference| reference.text_of("type") == Some("vcs"));
        row.extend(
            sources
                .filter_map(|source| source.text_of("url"))
                .map(|url| ("repository", url.to_owned())),
        );
        let flows: Vec<_> = root
            .items_of("services")
            .filter_map(|service| flow(name, service))
            .collect();
        let mut tables = vec![Table::made(&given.name, vec![row])];
        if !flows.is_empty() {
            tables.push(Table::made(&given.name, flows));
        }
        Ok(tables)
    }
}

/// The interface with a service, as a row; `None` if no direction is known.
fn flow<'t>(application: &str, service: Node<'_>) -> Option<Vec<(&'t str, String)>> {
    let name = service.text_of("name")?;
    let mut inbound = false;
    let mut outbound = false;
    let mut data = Vec::new();
    for item in service.items_of("data") {
        let both = item.text_of("flow") == Some("bi-directional");
        // The direction is the service's: its inbound data come from the application.
        outbound |= both || item.text_of("flow") == Some("inbound");
        inbound |= both || item.text_of("flow") == Some("outbound");
        data.extend(
            item.text_of("name")
                .or_else(|| item.text_of("classification")),
        );
    }
    let (from, to) = match (outbound, inbound) {
        (true, _) => (application, name),
        (false, true) => (name, application),
        (false, false) => return None,
    };
    let direction = if inbound && outbound {
        "two_way"
    } else {
        "one_way"
    };
    Some(vec![
        ("from", from.to_owned()),
        ("to", to.to_owned()),
        ("direction", direction.to_owned()),
        ("kind", "api".to_owned()),
        ("data", data.join("; ")),
    ])
}
