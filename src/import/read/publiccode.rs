//! publiccode.yml: a repository's description of its software. Names of persons are left out.

use super::{Foreign, Given, unreadable};
use crate::format::{Node, parse_tree};
use crate::import::table::Table;
use crate::inventory::Message;

pub(super) struct PublicCode;

impl Foreign for PublicCode {
    fn claims(&self, given: &Given) -> bool {
        let head = given.capture.head();
        let mut lines = head.lines();
        lines.any(|line| line.trim_start().starts_with("publiccodeYmlVersion"))
    }

    fn read(&self, given: &Given) -> Result<Vec<Table>, Message> {
        let text = given
            .capture
            .text()
            .map_err(|_| Message::new("imp-001-binary"))?;
        let tree = parse_tree(text).map_err(|failure| unreadable(&failure.detail))?;
        let Some(root) = tree.root() else {
            return Err(Message::new("imp-001-empty"));
        };
        let mut row: Vec<(&str, String)> = Vec::new();
        let mut add = |path, text: Option<&str>| {
            if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
                row.push((path, text.to_owned()));
            }
        };
        add("name", root.get("name").and_then(Node::scalar));
        add(
            "product",
            root.get("applicationSuite").and_then(Node::scalar),
        );
        add(
            "version",
            root.get("softwareVersion").and_then(Node::scalar),
        );
        add("repository", root.get("url").and_then(Node::scalar));
        add("url", root.get("landingURL").and_then(Node::scalar));
        let described = root.get("description");
        let words = described.and_then(|all| {
            let chosen = all.get("de").or_else(|| all.get("en"));
            chosen.or_else(|| all.entries().next().map(|(_, node)| node))
        });
        add(
            "description",
            words.and_then(|words| words.text_of("shortDescription")),
        );
        let web = root
            .items_of("platforms")
            .any(|platform| platform.scalar() == Some("web"));
        add("kind", web.then_some("web"));
        add("sourcing", Some("open_source"));
        Ok(vec![Table::made(&given.name, vec![row])])
    }
}
