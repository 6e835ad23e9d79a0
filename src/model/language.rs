//! Which documents can refer to each other's types, and how far a name reaches.

/// Documents whose declarations can refer to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LanguageFamily {
    /// Java, Kotlin, Scala: packages and imports.
    Jvm,
    /// .NET: namespaces and usings.
    DotNet,
    /// PHP: namespaces and uses.
    Php,
    /// JavaScript, TypeScript and components: modules by path.
    Ecmascript,
    /// Python: modules by dotted path.
    Python,
    /// Go: packages by folder.
    Go,
    /// Protocol Buffers: packages.
    Protobuf,
    /// A single namespace for all documents, with exact names: Ruby, GraphQL, Prisma and others.
    Flat(&'static str),
    /// Schemas that refer to each other by path or by name: JSON Schema, OpenAPI, XSD, dictionaries, tables.
    Schema,
}

impl LanguageFamily {
    /// ABAP and the dictionary its programs use.
    pub const SAP: Self = Self::Flat("sap");

    /// The form in which names of the family are compared.
    pub fn key_of(self, name: &str) -> String {
        match self {
            // ABAP is case-insensitive.
            Self::SAP => name.to_lowercase(),
            _ => name.to_owned(),
        }
    }

    /// Whether types are found by package and name.
    pub fn has_packages(self) -> bool {
        matches!(self, Self::Jvm | Self::DotNet | Self::Php | Self::Protobuf)
    }

    /// Whether types are found by the path of their module.
    pub fn has_modules(self) -> bool {
        matches!(self, Self::Ecmascript | Self::Python | Self::Go)
    }
}
