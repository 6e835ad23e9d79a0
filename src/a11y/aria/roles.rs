//! Roles: what they inherit, support, require, own, and where they may stand.

/// A role.
#[derive(Debug)]
pub struct Role {
    /// Its name.
    pub name: &'static str,
    /// Roles it inherits from.
    pub parents: &'static [&'static str],
    /// Attributes it adds to the inherited ones.
    pub supported: &'static [&'static str],
    /// Attributes it must have.
    pub required: &'static [&'static str],
    /// Roles of the elements it may own, where it must own some.
    pub owned: &'static [&'static str],
    /// Roles it must stand in, where it must.
    pub context: &'static [&'static str],
    /// For the ontology only; nobody may use it.
    pub is_abstract: bool,
    /// Its content names it.
    pub named_by_content: bool,
    /// Its children lose their meaning.
    pub leaf: bool,
    /// Nobody may name it.
    pub unnamed: bool,
}

const NOTHING: Role = Role {
    name: "",
    parents: &[],
    supported: &[],
    required: &[],
    owned: &[],
    context: &[],
    is_abstract: false,
    named_by_content: false,
    leaf: false,
    unnamed: false,
};

/// The role of a name, abstract ones included.
pub fn role(name: &str) -> Option<&'static Role> {
    let at = ROLES.binary_search_by_key(&name, |role| role.name).ok()?;
    ROLES.get(at)
}

/// All roles by name.
pub(super) const ROLES: &[Role] = &[
    Role {
        name: "alert",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "alertdialog",
        parents: &["alert", "dialog"],
        ..NOTHING
    },
    Role {
        name: "application",
        parents: &["structure"],
        supported: &[
            "aria-activedescendant",
            "aria-disabled",
            "aria-errormessage",
            "aria-expanded",
            "aria-haspopup",
            "aria-invalid",
        ],
        ..NOTHING
    },
    Role {
        name: "article",
        parents: &["document"],
        supported: &["aria-posinset", "aria-setsize"],
        ..NOTHING
    },
    Role {
        name: "banner",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "blockquote",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "button",
        parents: &["command"],
        supported: &[
            "aria-disabled",
            "aria-expanded",
            "aria-haspopup",
            "aria-pressed",
        ],
        named_by_content: true,
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "caption",
        parents: &["section"],
        context: &["figure", "grid", "table", "treegrid"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "cell",
        parents: &["section"],
        supported: &[
            "aria-colindex",
            "aria-colspan",
            "aria-rowindex",
            "aria-rowspan",
        ],
        context: &["row"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "checkbox",
        parents: &["input"],
        supported: &[
            "aria-errormessage",
            "aria-expanded",
            "aria-invalid",
            "aria-readonly",
            "aria-required",
        ],
        required: &["aria-checked"],
        named_by_content: true,
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "code",
        parents: &["section"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "columnheader",
        parents: &["cell", "gridcell", "sectionhead"],
        supported: &["aria-sort"],
        context: &["row"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "combobox",
        parents: &["input"],
        supported: &[
            "aria-activedescendant",
            "aria-autocomplete",
            "aria-controls",
            "aria-errormessage",
            "aria-haspopup",
            "aria-invalid",
            "aria-readonly",
            "aria-required",
        ],
        required: &["aria-expanded"],
        ..NOTHING
    },
    Role {
        name: "command",
        parents: &["widget"],
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "complementary",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "composite",
        parents: &["widget"],
        supported: &["aria-activedescendant", "aria-disabled"],
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "contentinfo",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "definition",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "deletion",
        parents: &["section"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "dialog",
        parents: &["window"],
        ..NOTHING
    },
    Role {
        name: "directory",
        parents: &["list"],
        ..NOTHING
    },
    Role {
        name: "doc-abstract",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-acknowledgments",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-afterword",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-appendix",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-backlink",
        parents: &["link"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "doc-biblioentry",
        parents: &["listitem"],
        ..NOTHING
    },
    Role {
        name: "doc-bibliography",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-biblioref",
        parents: &["link"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "doc-chapter",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-colophon",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "doc-conclusion",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-cover",
        parents: &["img"],
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "doc-credit",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "doc-credits",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-dedication",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "doc-endnote",
        parents: &["listitem"],
        ..NOTHING
    },
    Role {
        name: "doc-endnotes",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-epigraph",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "doc-epilogue",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-errata",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-example",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "doc-footnote",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "doc-foreword",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-glossary",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-glossref",
        parents: &["link"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "doc-index",
        parents: &["navigation"],
        ..NOTHING
    },
    Role {
        name: "doc-introduction",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-noteref",
        parents: &["link"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "doc-notice",
        parents: &["note"],
        ..NOTHING
    },
    Role {
        name: "doc-pagebreak",
        parents: &["separator"],
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "doc-pagefooter",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "doc-pageheader",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "doc-pagelist",
        parents: &["navigation"],
        ..NOTHING
    },
    Role {
        name: "doc-part",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-preface",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-prologue",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "doc-pullquote",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "doc-qna",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "doc-subtitle",
        parents: &["sectionhead"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "doc-tip",
        parents: &["note"],
        ..NOTHING
    },
    Role {
        name: "doc-toc",
        parents: &["navigation"],
        ..NOTHING
    },
    Role {
        name: "document",
        parents: &["structure"],
        ..NOTHING
    },
    Role {
        name: "emphasis",
        parents: &["section"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "feed",
        parents: &["list"],
        owned: &["article"],
        ..NOTHING
    },
    Role {
        name: "figure",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "form",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "generic",
        parents: &["structure"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "graphics-document",
        parents: &["document"],
        ..NOTHING
    },
    Role {
        name: "graphics-object",
        parents: &["group"],
        ..NOTHING
    },
    Role {
        name: "graphics-symbol",
        parents: &["img"],
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "grid",
        parents: &["composite", "table"],
        supported: &["aria-multiselectable", "aria-readonly"],
        owned: &["row", "rowgroup"],
        ..NOTHING
    },
    Role {
        name: "gridcell",
        parents: &["cell", "widget"],
        supported: &[
            "aria-disabled",
            "aria-errormessage",
            "aria-expanded",
            "aria-haspopup",
            "aria-invalid",
            "aria-readonly",
            "aria-required",
            "aria-selected",
        ],
        context: &["row"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "group",
        parents: &["section"],
        supported: &["aria-activedescendant", "aria-disabled"],
        ..NOTHING
    },
    Role {
        name: "heading",
        parents: &["sectionhead"],
        required: &["aria-level"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "img",
        parents: &["section"],
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "input",
        parents: &["widget"],
        supported: &["aria-disabled"],
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "insertion",
        parents: &["section"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "landmark",
        parents: &["section"],
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "link",
        parents: &["command"],
        supported: &["aria-disabled", "aria-expanded", "aria-haspopup"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "list",
        parents: &["section"],
        owned: &["listitem"],
        ..NOTHING
    },
    Role {
        name: "listbox",
        parents: &["select"],
        supported: &[
            "aria-errormessage",
            "aria-expanded",
            "aria-invalid",
            "aria-multiselectable",
            "aria-readonly",
            "aria-required",
        ],
        owned: &["group", "option"],
        ..NOTHING
    },
    Role {
        name: "listitem",
        parents: &["section"],
        supported: &["aria-level", "aria-posinset", "aria-setsize"],
        context: &["directory", "list"],
        ..NOTHING
    },
    Role {
        name: "log",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "main",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "marquee",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "math",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "menu",
        parents: &["select"],
        owned: &["group", "menuitem", "menuitemcheckbox", "menuitemradio"],
        ..NOTHING
    },
    Role {
        name: "menubar",
        parents: &["menu"],
        owned: &["group", "menuitem", "menuitemcheckbox", "menuitemradio"],
        ..NOTHING
    },
    Role {
        name: "menuitem",
        parents: &["command"],
        supported: &[
            "aria-disabled",
            "aria-expanded",
            "aria-haspopup",
            "aria-posinset",
            "aria-setsize",
        ],
        context: &["group", "menu", "menubar"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "menuitemcheckbox",
        parents: &["checkbox", "menuitem"],
        required: &["aria-checked"],
        context: &["group", "menu", "menubar"],
        named_by_content: true,
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "menuitemradio",
        parents: &["menuitem", "radio"],
        required: &["aria-checked"],
        context: &["group", "menu", "menubar"],
        named_by_content: true,
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "meter",
        parents: &["range"],
        required: &["aria-valuenow"],
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "navigation",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "none",
        parents: &["structure"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "note",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "option",
        parents: &["input"],
        supported: &["aria-checked", "aria-posinset", "aria-setsize"],
        required: &["aria-selected"],
        context: &["group", "listbox"],
        named_by_content: true,
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "paragraph",
        parents: &["section"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "presentation",
        parents: &["structure"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "progressbar",
        parents: &["range", "widget"],
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "radio",
        parents: &["input"],
        supported: &["aria-posinset", "aria-setsize"],
        required: &["aria-checked"],
        named_by_content: true,
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "radiogroup",
        parents: &["select"],
        supported: &[
            "aria-errormessage",
            "aria-invalid",
            "aria-readonly",
            "aria-required",
        ],
        ..NOTHING
    },
    Role {
        name: "range",
        parents: &["structure"],
        supported: &[
            "aria-valuemax",
            "aria-valuemin",
            "aria-valuenow",
            "aria-valuetext",
        ],
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "region",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "roletype",
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "row",
        parents: &["group", "widget"],
        supported: &[
            "aria-colindex",
            "aria-expanded",
            "aria-level",
            "aria-posinset",
            "aria-rowindex",
            "aria-selected",
            "aria-setsize",
        ],
        owned: &["cell", "columnheader", "gridcell", "rowheader"],
        context: &["grid", "rowgroup", "table", "treegrid"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "rowgroup",
        parents: &["structure"],
        owned: &["row"],
        context: &["grid", "table", "treegrid"],
        ..NOTHING
    },
    Role {
        name: "rowheader",
        parents: &["cell", "gridcell", "sectionhead"],
        supported: &["aria-expanded", "aria-sort"],
        context: &["row"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "scrollbar",
        parents: &["range"],
        supported: &["aria-disabled", "aria-orientation"],
        required: &["aria-controls", "aria-valuenow"],
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "search",
        parents: &["landmark"],
        ..NOTHING
    },
    Role {
        name: "searchbox",
        parents: &["textbox"],
        ..NOTHING
    },
    Role {
        name: "section",
        parents: &["structure"],
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "sectionhead",
        parents: &["structure"],
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "select",
        parents: &["composite", "group"],
        supported: &["aria-orientation"],
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "separator",
        parents: &["structure"],
        supported: &[
            "aria-disabled",
            "aria-orientation",
            "aria-valuemax",
            "aria-valuemin",
            "aria-valuenow",
            "aria-valuetext",
        ],
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "slider",
        parents: &["input", "range"],
        supported: &[
            "aria-errormessage",
            "aria-haspopup",
            "aria-invalid",
            "aria-orientation",
            "aria-readonly",
        ],
        required: &["aria-valuenow"],
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "spinbutton",
        parents: &["composite", "input", "range"],
        supported: &[
            "aria-errormessage",
            "aria-invalid",
            "aria-readonly",
            "aria-required",
        ],
        ..NOTHING
    },
    Role {
        name: "status",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "strong",
        parents: &["section"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "structure",
        parents: &["roletype"],
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "subscript",
        parents: &["section"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "superscript",
        parents: &["section"],
        unnamed: true,
        ..NOTHING
    },
    Role {
        name: "switch",
        parents: &["checkbox"],
        required: &["aria-checked"],
        named_by_content: true,
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "tab",
        parents: &["sectionhead", "widget"],
        supported: &[
            "aria-disabled",
            "aria-expanded",
            "aria-haspopup",
            "aria-posinset",
            "aria-selected",
            "aria-setsize",
        ],
        context: &["tablist"],
        named_by_content: true,
        leaf: true,
        ..NOTHING
    },
    Role {
        name: "table",
        parents: &["section"],
        supported: &["aria-colcount", "aria-rowcount"],
        owned: &["row", "rowgroup"],
        ..NOTHING
    },
    Role {
        name: "tablist",
        parents: &["composite"],
        supported: &["aria-multiselectable", "aria-orientation"],
        owned: &["tab"],
        ..NOTHING
    },
    Role {
        name: "tabpanel",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "term",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "textbox",
        parents: &["input"],
        supported: &[
            "aria-activedescendant",
            "aria-autocomplete",
            "aria-errormessage",
            "aria-haspopup",
            "aria-invalid",
            "aria-multiline",
            "aria-placeholder",
            "aria-readonly",
            "aria-required",
        ],
        ..NOTHING
    },
    Role {
        name: "time",
        parents: &["section"],
        ..NOTHING
    },
    Role {
        name: "timer",
        parents: &["status"],
        ..NOTHING
    },
    Role {
        name: "toolbar",
        parents: &["group"],
        supported: &["aria-orientation"],
        ..NOTHING
    },
    Role {
        name: "tooltip",
        parents: &["section"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "tree",
        parents: &["select"],
        supported: &[
            "aria-errormessage",
            "aria-invalid",
            "aria-multiselectable",
            "aria-required",
        ],
        owned: &["group", "treeitem"],
        ..NOTHING
    },
    Role {
        name: "treegrid",
        parents: &["grid", "tree"],
        owned: &["row", "rowgroup"],
        ..NOTHING
    },
    Role {
        name: "treeitem",
        parents: &["listitem", "option"],
        supported: &["aria-expanded", "aria-haspopup"],
        context: &["group", "tree"],
        named_by_content: true,
        ..NOTHING
    },
    Role {
        name: "widget",
        parents: &["roletype"],
        is_abstract: true,
        ..NOTHING
    },
    Role {
        name: "window",
        parents: &["roletype"],
        supported: &["aria-modal"],
        is_abstract: true,
        ..NOTHING
    },
];
