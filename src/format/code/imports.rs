//! Packages and imports of all languages as a [`NameScope`]: the origin of names that a file does not declare.

use tree_sitter::Node;

use super::reader::Reader;
use super::values::named_child_of;
use crate::model::Import;

/// Records the package or the imports at one node.
pub fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        // Java, Kotlin, Go, Protocol Buffers
        "package_declaration" | "package_header" | "package_clause" | "package" => {
            if let Some(name) = last_named_child(node) {
                let name = dotted(reader.text(name));
                reader.scope().package = Some(name);
            }
        }
        // C#, PHP
        "namespace_declaration" | "file_scoped_namespace_declaration" | "namespace_definition" => {
            if let Some(name) = node.child_by_field_name("name") {
                let name = dotted(reader.text(name));
                reader.scope().package.get_or_insert(name);
            }
        }
        // Java; Kotlin
        "import_declaration" => qualified(reader, node, "import"),
        "import" if node.child_by_field_name("path").is_none() => qualified(reader, node, "import"),
        "using_directive" => using(reader, node),
        "namespace_use_declaration" => php_use(reader, node),
        "import_from_statement" => python_from(reader, node),
        "import_statement" => match node.child_by_field_name("source") {
            Some(source) => ecmascript(reader, node, source),
            None => python_modules(reader, node),
        },
        "export_statement" => {
            if let Some(source) = node.child_by_field_name("source") {
                ecmascript(reader, node, source);
            }
        }
        "import_spec" => go(reader, node),
        _ => {}
    }
}

/// Annotations may precede the name of a Java package: the name is last.
fn last_named_child(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).last()
}

/// A qualified name with dots instead of the language's separators.
fn dotted(name: &str) -> String {
    name.trim()
        .trim_matches('\\')
        .replace("::", ".")
        .replace('\\', ".")
}

/// `import a.b.C;`, `import static a.b.C.X;`, `import a.b.*`, `import a.b.C as D`.
fn qualified(reader: &mut Reader<'_>, node: Node<'_>, keyword: &str) {
    let text = reader.text(node).trim_end_matches(';');
    let text = text.trim_start().trim_start_matches(keyword).trim();
    let text = text.strip_prefix("static ").unwrap_or(text).trim();
    let (name, alias) = match text.split_once(" as ") {
        Some((name, alias)) => (name.trim(), Some(alias.trim().to_owned())),
        None => (text, None),
    };
    // Go groups imports in parentheses; each is a node of its own.
    if name.contains(['"', '(', '{']) {
        return;
    }
    take(reader, name, alias);
}

/// Adds an import by its qualified name; `*` imports all names.
fn take(reader: &mut Reader<'_>, qualified: &str, alias: Option<String>) {
    let qualified = dotted(qualified);
    let import = match qualified.rsplit_once('.') {
        Some((source, "*")) => Import {
            source: source.to_owned(),
            name: None,
            alias: None,
        },
        Some((source, name)) => Import {
            source: source.to_owned(),
            name: Some(name.to_owned()),
            alias,
        },
        None => Import {
            source: String::new(),
            name: Some(qualified),
            alias,
        },
    };
    reader.scope().import(import);
}

/// `using A.B;`, `using C = A.B.C;`.
fn using(reader: &mut Reader<'_>, node: Node<'_>) {
    let text = reader.text(node).trim_end_matches(';').trim();
    let text = text.strip_prefix("global ").unwrap_or(text);
    let Some(text) = text.strip_prefix("using ") else {
        return;
    };
    match text.split_once('=') {
        Some((alias, name)) => take(reader, name.trim(), Some(alias.trim().to_owned())),
        None => {
            let text = text.trim();
            match text.strip_prefix("static ") {
                // `using static` imports the members of a type, including its nested types.
                Some(name) => take(reader, &format!("{}.*", name.trim()), None),
                None => take(reader, &format!("{text}.*"), None),
            }
        }
    }
}

/// `use App\Enum\Gender;`, `use App\Enum\{Gender, Title as T};`.
fn php_use(reader: &mut Reader<'_>, node: Node<'_>) {
    let text = reader.text(node).trim_end_matches(';').trim();
    let Some(text) = text.strip_prefix("use ") else {
        return;
    };
    let (prefix, names) = match text.split_once('{') {
        Some((prefix, names)) => (prefix.trim(), names.trim_end_matches('}')),
        None => ("", text),
    };
    for name in names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        let (name, alias) = match name.split_once(" as ") {
            Some((name, alias)) => (name.trim(), Some(alias.trim().to_owned())),
            None => (name, None),
        };
        take(reader, &format!("{prefix}{name}"), alias);
    }
}

/// `from .models import Gender as G`, `from app.models import *`.
fn python_from(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(module) = node.child_by_field_name("module_name") else {
        return;
    };
    let source = reader.text(module).to_owned();
    if named_child_of(node, &["wildcard_import"]).is_some() {
        reader.scope().import(Import {
            source,
            name: None,
            alias: None,
        });
        return;
    }
    let mut cursor = node.walk();
    let names: Vec<Node<'_>> = node.children_by_field_name("name", &mut cursor).collect();
    for name in names {
        let (name, alias) = aliased(reader, name);
        reader.scope().import(Import {
            source: source.clone(),
            name: Some(name),
            alias,
        });
    }
}

/// `import app.models as m`: a qualifier for the names of the module.
fn python_modules(reader: &mut Reader<'_>, node: Node<'_>) {
    let mut cursor = node.walk();
    let names: Vec<Node<'_>> = node.children_by_field_name("name", &mut cursor).collect();
    for name in names {
        let (source, alias) = aliased(reader, name);
        reader.scope().import(Import {
            alias: Some(alias.unwrap_or_else(|| source.clone())),
            source,
            name: None,
        });
    }
}

/// A name and its alias, if any (`a as b`).
fn aliased(reader: &Reader<'_>, node: Node<'_>) -> (String, Option<String>) {
    let text = |node: Node<'_>| reader.text(node).to_owned();
    match node.child_by_field_name("name") {
        Some(name) => (text(name), node.child_by_field_name("alias").map(text)),
        None => (text(node), None),
    }
}

/// `import D, { A, B as C } from './m'`, `import * as ns from './m'`, `export { A } from './m'`.
fn ecmascript(reader: &mut Reader<'_>, node: Node<'_>, source: Node<'_>) {
    let source = reader.unquoted(source);
    let mut imports = Vec::new();
    let mut add = |name: Option<String>, alias: Option<String>| {
        imports.push(Import {
            source: source.clone(),
            name,
            alias,
        });
    };
    match named_child_of(node, &["import_clause", "export_clause"]) {
        None => add(None, None),
        Some(clause) => {
            let mut cursor = clause.walk();
            for part in clause.named_children(&mut cursor) {
                match part.kind() {
                    // Each importer chooses its own name for a default export.
                    "identifier" => {
                        add(
                            Some("default".to_owned()),
                            Some(reader.text(part).to_owned()),
                        );
                    }
                    "namespace_import" => {
                        let alias = part.named_child(0).map(|name| reader.text(name).to_owned());
                        add(None, alias);
                    }
                    "named_imports" => {
                        let mut cursor = part.walk();
                        for specifier in part.named_children(&mut cursor) {
                            let (name, alias) = aliased(reader, specifier);
                            add(Some(name), alias);
                        }
                    }
                    "export_specifier" => {
                        let (name, alias) = aliased(reader, part);
                        add(Some(name), alias);
                    }
                    _ => {}
                }
            }
        }
    }
    for import in imports {
        reader.scope().import(import);
    }
}

/// `model "example.org/app/internal/model"`: the last part of the path is the qualifier unless another is given.
fn go(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(path) = node.child_by_field_name("path") else {
        return;
    };
    let source = reader.unquoted(path);
    let alias = match node.child_by_field_name("name") {
        Some(name) => reader.text(name).to_owned(),
        None => source.rsplit('/').next().unwrap_or_default().to_owned(),
    };
    reader.scope().import(Import {
        source,
        name: None,
        alias: (alias != ".").then_some(alias),
    });
}
