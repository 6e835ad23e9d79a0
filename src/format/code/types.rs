//! Declared types of all languages and the values they allow.

use crate::model::{Domain, Known, Why};

/// The domain of a declared type, whether it is optional, and its name if it is not a common type.
pub fn domain_of(written: &str) -> (Known<Domain>, bool, Option<String>) {
    let mut optional = false;
    let mut name = written.trim();
    loop {
        if let Some(inner) = name.strip_suffix('?').or_else(|| name.strip_prefix('?')) {
            optional = true;
            name = inner.trim();
            continue;
        }
        // `keyof typeof E`: one of an enum's names.
        if let Some(listed) = name
            .strip_prefix("keyof ")
            .or_else(|| name.strip_prefix("typeof "))
        {
            name = listed.trim();
            continue;
        }
        // `T | null`, `T | undefined`, `Optional[T]`, `T | None`.
        let parts: Vec<&str> = name.split('|').map(str::trim).collect();
        let kept: Vec<&str> = parts
            .iter()
            .copied()
            .filter(|part| !matches!(*part, "null" | "undefined" | "None" | "nil"))
            .collect();
        if parts.len() > 1 && kept.len() == 1 {
            optional = true;
            name = kept[0];
            continue;
        }
        if let Some((outer, inner)) = name.split_once(['<', '['])
            && let Some(inner) = inner.strip_suffix(['>', ']'])
        {
            let outer = last_name(outer);
            match outer {
                "Optional" | "Nullable" | "NotRequired" => {
                    optional = true;
                    name = inner.trim();
                    continue;
                }
                "Mapped" | "Ref" | "Final" | "ClassVar" | "Annotated" | "Required" | "ReadOnly" => {
                    name = inner.split(',').next().unwrap_or(inner).trim();
                    continue;
                }
                _ => return (Known::Yes(Domain::Structure), optional, None),
            }
        }
        break;
    }
    let name = last_name(name);
    let domain = match name.to_ascii_lowercase().as_str() {
        "" | "any" | "object" | "mixed" | "unknown" | "var" | "val" | "let" | "dynamic"
        // Controls of forms hold whatever is entered.
        | "texteditingcontroller" | "formcontrol" | "untypedformcontrol" | "abstractcontrol" => {
            return (Known::No(Why::NotStated), optional, None);
        }
        "string" | "str" | "id" | "bytes" | "char" | "character" | "charsequence" | "text"
        | "stringproperty" | "strictstr" | "secretstr" | "constr" | "bytearray" | "bytestring"
        | "uint8array" | "arraybuffer" | "buffer" => Domain::Text,
        "boolean" | "bool" | "booleanproperty" | "strictbool" => Domain::Boolean,
        "int" | "integer" | "long" | "short" | "byte" | "number" | "float" | "double"
        | "strictint" | "conint" | "decimal" | "bigint" | "bigdecimal" | "biginteger" | "uint"
        | "ulong" | "sbyte" | "int32" | "int64" | "uint32" | "uint64" | "sint32" | "sint64"
        | "fixed32" | "fixed64" => Domain::Number,
        "dict" | "ordereddict" | "defaultdict" => Domain::Structure,
        "date" | "localdate" | "localdatetime" | "datetime" | "instant" | "timestamp"
        | "calendar" | "zoneddatetime" | "offsetdatetime" | "time" | "dateonly" => Domain::Temporal,
        _ if name.chars().next().is_some_and(char::is_alphabetic) => {
            let domain = Domain::named(name);
            return (Known::Yes(domain), optional, Some(name.to_owned()));
        }
        _ => return (Known::No(Why::NotUnderstood), optional, None),
    };
    (Known::Yes(domain), optional, None)
}

/// The last part of a qualified name.
fn last_name(name: &str) -> &str {
    name.trim()
        .rsplit(['.', '\\', ':'])
        .next()
        .unwrap_or(name)
        .trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_say_what_they_allow_and_whether_they_may_be_missing() {
        assert_eq!(domain_of("String"), (Known::Yes(Domain::Text), false, None));
        assert_eq!(
            domain_of("string | null"),
            (Known::Yes(Domain::Text), true, None)
        );
        assert_eq!(
            domain_of("Optional[int]"),
            (Known::Yes(Domain::Number), true, None)
        );
        assert_eq!(domain_of("?string"), (Known::Yes(Domain::Text), true, None));
        let named = |name: &str| Known::named(name);
        assert_eq!(
            domain_of("de.stadt.Geschlecht?"),
            (named("Geschlecht"), true, Some("Geschlecht".into()))
        );
        assert_eq!(
            domain_of("keyof typeof Geschlecht | null"),
            (named("Geschlecht"), true, Some("Geschlecht".into()))
        );
        assert_eq!(
            domain_of("List<String>"),
            (Known::Yes(Domain::Structure), false, None)
        );
        for open in ["any", "TextEditingController"] {
            assert_eq!(domain_of(open), (Known::No(Why::NotStated), false, None));
        }
        assert_eq!(
            domain_of("Uint8Array"),
            (Known::Yes(Domain::Text), false, None)
        );
    }
}
