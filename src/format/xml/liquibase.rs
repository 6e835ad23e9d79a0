//! Liquibase changelogs in XML.

use super::node::{Node, content, elements, local, span};
use super::scripts::{read_statements, text_of};
use super::{Reader, Xml};
use crate::format::liquibase::{Change, build, creates_table};
use crate::model::{Located, Span};

/// Liquibase changelogs, XML syntax.
pub const LIQUIBASE_XML: Xml = Xml {
    name: "liquibase-xml",
    extensions: &["xml"],
    claims: |root| {
        root.name == "databaseChangeLog"
            && root
                .namespace
                .is_none_or(|uri| uri.starts_with("http://www.liquibase.org/xml/ns/dbchangelog"))
    },
    read: read_change_log,
};

fn read_change_log(reader: &mut Reader, root: Node<'_>) {
    let changes: Vec<Change> = elements(root)
        .filter(|node| local(*node) == "changeSet")
        .flat_map(elements)
        .filter(|node| !matches!(local(*node), "rollback" | "preConditions"))
        .map(change)
        .collect();
    build(&mut reader.model, &mut reader.notes, &changes);
    let statements = elements(root)
        .filter(|node| local(*node) == "changeSet")
        .flat_map(elements)
        .filter(|node| local(*node) == "sql" && creates_table(&text_of(*node)));
    let statements: Vec<Node<'_>> = statements.collect();
    if !statements.is_empty() {
        read_statements(reader, root, statements);
    }
}

fn change(node: Node<'_>) -> Change {
    let attributes = node.attributes().map(|attribute| {
        let range = attribute.range_value();
        let value = Located::with_span(
            attribute.value().to_owned(),
            Span::new(range.start, range.end),
        );
        (attribute.name().to_owned(), value)
    });
    let text = match local(node) {
        // Whole statements, not just their beginning.
        "sql" | "createProcedure" => {
            let texts = node.descendants().filter(|piece| piece.is_text());
            let pieces = texts.filter_map(|piece| piece.text());
            Some(Located::with_span(pieces.collect(), span(node)))
        }
        _ => content(node),
    };
    let mut change = Change {
        name: local(node).to_owned(),
        attributes: attributes.collect(),
        parts: elements(node).map(change).collect(),
        text,
        span: span(node),
    };
    // Values may also be written as text or in a nested element: <column name="a"><value>b</value></column>.
    if change.name == "column"
        && !change
            .attributes
            .keys()
            .any(|name| name.starts_with("value"))
        && let Some(text) = change.text.clone()
    {
        change.attributes.insert("value".to_owned(), text);
    }
    if let Some(body) = change
        .parts
        .iter()
        .find(|part| part.name == "constraintBody")
    {
        let body = body.text.clone();
        change
            .attributes
            .extend(body.map(|body| ("constraintBody".to_owned(), body)));
    }
    change
}
