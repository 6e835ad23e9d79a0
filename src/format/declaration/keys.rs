//! The meaning of keys in any dialect: the words that form builders, data models and field catalogues share.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The role of a key in its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The field's name in programs.
    Name,
    /// The name in an identity system that passes it on.
    Claim,
    /// An identifier, if no other key names it.
    Key,
    /// Its type, or the control that displays it.
    Type,
    /// Maximum number of characters.
    Length,
    /// Required, repeatable, stored: properties that only declarations have.
    Constraint,
    /// Its values.
    Options,
    /// Its values, or whether or for whom it is allowed.
    Allowed,
    /// Its values, or parts of something else.
    Items,
    /// The source of its values.
    Source,
    /// Whether other values can be entered.
    Open,
    /// Whether the list of values is complete.
    Strict,
    /// Its label for people.
    Label,
    /// Its purpose.
    Description,
    /// The value used if none is given.
    Default,
    /// An entered value: the object is data.
    Entered,
    /// Whether it is disabled.
    Inactive,
    /// A nested object with settings of the field.
    Settings,
    /// Parts that may be fields themselves.
    Holder,
    /// Nothing below it declares anything: searches, statistics, examples, texts.
    Aside,
}

/// Keys in English and German, in lower case without punctuation.
#[rustfmt::skip]
const WORDS: &[(Role, &[&str])] = &[
    (Role::Name, &[
        "name", "fieldname", "field", "columnname", "column", "attribute", "propertyname", "property",
        "variablename", "variable", "varname", "var", "fieldid", "fieldkey", "questionid", "questionname", "feldname", "feld",
        "spaltenname", "spalte", "attributname", "attribut", "merkmal", "bezeichner", "identifier", "technicalname",
        "technischername", "machinename", "apiname", "dbname", "dbfield", "dbcolumn", "datafield", "parametername",
        "parameter", "param", "handle", "slug", "nodeset", "binding",
        "bind", "xpath", "formcontrolname", "controlname", "datakey", "elementname", "itemname", "fullname", "internalname",
        "staticname", "fachname",
    ]),
    (Role::Claim, &[
        "claim", "claimname", "claimuri", "claimtype", "oidcclaim", "tokenclaim", "tokenclaimname", "attributeid",
        "userattribute", "userattributename", "usermodelattribute", "samlattribute", "samlattributename", "ldapattribute",
        "ldapattributename", "localclaim", "remoteclaim", "mappedlocalclaim", "localclaimuri", "outgoingclaimtype",
        "incomingclaimtype", "attributefriendlyname", "mappedattribute", "jsonfield", "idpclaim", "sourceattribute",
        "attributename", "attributeref",
    ]),
    (Role::Key, &["key", "id", "code", "uid", "alias", "ref", "path", "element", "linkid", "schluessel", "kennung"]),
    (Role::Type, &[
        "type", "datatype", "fieldtype", "kind", "widget", "widgettype", "control", "controltype", "component",
        "componenttype", "inputtype", "xtype", "dtype", "format", "columntype", "dbtype", "sqltype", "valuetype",
        "claimvaluetype", "datentyp", "typ", "feldtyp", "feldart", "art", "questiontype", "elementtype", "itemtype", "editor",
        "renderer", "ui", "input", "appearance", "uitype", "javatype", "attributetype", "basetype", "answertype",
        "fragetyp", "propertytype", "attributedatatype", "displaytype", "rendertype", "jsontype", "variabletype", "schema",
    ]),
    (Role::Length, &[
        "length", "maxlength", "minlength", "maxsize", "laenge", "maxlaenge", "stellen", "precision", "maxchars",
        "fieldlength", "characters",
    ]),
    (Role::Constraint, &[
        "required", "mandatory", "isrequired", "notnull", "nullable", "optional", "allownull", "pflicht", "pflichtfeld",
        "pflichtangabe", "minoccurs", "maxoccurs", "cardinality", "multiplicity", "kardinalitaet", "unique", "readonly",
        "multivalued", "multiple", "primarykey", "isprimarykey", "validation", "validators", "validations", "validate",
        "constraints", "rules", "visibleif", "supportedbydefault", "nameformat", "permitany", "obligatorisch", "muss",
    ]),
    (Role::Options, &[
        "options", "option", "choices", "choice", "values", "enum", "enumvalues", "enums", "enumeration", "enumerations",
        "allowedvalues", "validvalues", "permittedvalues", "possiblevalues", "picklist", "picklistvalues", "selectoptions",
        "dropdownoptions", "dropdownvalues", "codes", "codelist", "valuelist", "valueset", "valuesets", "werte", "werteliste",
        "wertebereich", "wertemenge", "wertevorrat", "auswahl", "auswahlwerte", "auswahlliste", "auswahlmoeglichkeiten",
        "auspraegungen", "optionen", "zulaessigewerte", "erlaubtewerte", "domain", "domainvalues", "answers", "answeroptions",
        "answerlist", "responses", "antworten", "antwortoptionen", "restriction", "radios", "radiobuttons", "lov", "vocabulary",
        "categories", "levels", "oneof", "enumlist", "optionlist", "optionset", "choicelist", "permissiblevalues", "literals",
        "selection", "responseoptions", "answeroption", "schluesselwerte", "festwerte", "symbols", "member", "members",
        "canonicalvalues", "acceptedvalues", "legalvalues",
    ]),
    (Role::Allowed, &["allowed", "accepted", "permitted", "allow", "accepts", "erlaubt", "zulaessig", "gueltigewerte"]),
    (Role::Items, &[
        "items", "item", "entries", "entry", "list", "data", "value", "answer", "response", "lookup", "constant", "literal",
        "wert", "eintrag", "eintraege", "auspraegung", "antwort", "codelistitem", "code", "elements", "buttons", "term", "terms",
    ]),
    (Role::Source, &[
        "optionsurl", "dataurl", "datasource", "endpoint", "optionsource", "optionssource", "optionsfrom", "choicesbyurl",
        "loader", "query", "remote", "service", "itemsource", "itemssource", "src", "listname", "listref", "enumref",
        "enumtype", "codelistref", "codelisturi", "valuesetref", "valueseturl", "href", "optionsref", "choicesref", "url",
        "lookuptable", "referencetable", "dictionary", "dict", "dicttype", "dictcode", "provider", "optionsprovider",
        "valuesfrom", "schluesseltabelle", "optionsetname", "globaloptionset", "picklistname", "choicefilter",
    ]),
    (Role::Open, &[
        "allowother", "other", "custom", "allowcustom", "creatable", "allowcustomvalue", "allowcustomvalues", "freetext",
        "allowfreetext", "extensible", "open", "taggable", "allownewvalues", "hasother", "otheroption", "freesolo", "showother",
        "includeother", "othertext", "enableother", "allowuserinput", "extendable", "isopen", "freieingabe", "erweiterbar",
    ]),
    (Role::Strict, &["strict", "restricted", "exhaustive", "closed", "complete", "final", "abschliessend", "forceselection"]),
    (Role::Label, &[
        "label", "title", "caption", "displayname", "display", "text", "question", "questiontext", "prompt", "heading", "header",
        "legend", "bezeichnung", "beschriftung", "titel", "anzeigename", "anzeigetext", "fieldlabel", "frage", "fragetext",
        "longname", "headername", "labeltext", "displaylabel", "labels", "friendlyname", "libelle",
    ]),
    (Role::Description, &[
        "description", "help", "hint", "helptext", "tooltip", "comment", "beschreibung", "documentation", "remark", "note",
        "hilfetext", "hilfe", "hinweis", "erlaeuterung", "desc",
    ]),
    (Role::Default, &["default", "defaultvalue", "initialvalue", "vorbelegung", "standardwert", "vorgabewert", "preset"]),
    (Role::Entered, &["currentvalue", "content", "actualvalue", "submittedvalue", "given", "eingabe", "attributevalue", "attributevalues"]),
    (Role::Inactive, &["disabled", "inactive", "hidden", "deprecated", "obsolete", "retired"]),
    (Role::Settings, &[
        "props", "templateoptions", "config", "configuration", "settings", "componentprops", "fieldprops", "inputprops", "args",
        "typeconfig", "fieldconfig", "typeoptions", "extra", "fieldoptions", "typesettings", "einstellungen", "widgetoptions",
    ]),
    (Role::Holder, &[
        "fields", "columns", "spalten", "attributes", "properties", "questions", "controls", "inputs", "components", "parameters", "params",
        "variables", "claims", "children", "form", "question", "frage", "element", "control", "input", "felder", "merkmale", "attribute", "elemente",
        "fragen", "formfields", "formelements", "widgets", "datafields", "fieldset", "fieldsets", "groups", "sections", "pages",
        "steps", "body", "spec", "definition", "definitions", "model", "models", "claimmappings", "attributestatement", "traits",
        "select", "questionnaire", "formular", "eingabefelder", "datenfelder", "variablelist", "metadatafields", "mappers",
        "customfields", "userfields", "profilefields", "extrafields",
    ]),
    (Role::Aside, &[
        "filters", "filter", "facets", "facet", "sort", "sortby", "orderby", "charts", "aggregations", "aggs", "metrics", "where",
        "locators", "selectors", "translations", "messages", "i18n", "locales", "locale", "testdata", "samples", "examples",
        "example", "sample", "fixtures", "records", "mock", "mocks", "seeds", "dependencies", "tags", "keywords",
    ]),
];

static ROLES: LazyLock<HashMap<&str, Vec<Role>>> = LazyLock::new(|| {
    let mut roles: HashMap<&str, Vec<Role>> = HashMap::new();
    for (role, words) in WORDS {
        for word in *words {
            roles.entry(word).or_default().push(*role);
        }
    }
    roles
});

/// The roles of a key; several if dialects disagree.
pub(super) fn roles(key: &str) -> &'static [Role] {
    ROLES.get(bare(key).as_str()).map_or(&[], Vec::as_slice)
}

/// A key in lower case, without umlauts and punctuation.
pub(super) fn bare(key: &str) -> String {
    let mut folded = crate::topic::fold(key);
    folded.retain(char::is_alphanumeric);
    folded
}
