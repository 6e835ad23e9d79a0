document = "use serde::Serialize;\n\n" item+
item = doc? "pub enum " Kind " { " variant more* " }\n" | "struct " Thing " {\n" property+ "}\n" | "pub const GENDER_" ENTRY ": &str = \"" entry "\";\n" | "impl<'a> " Thing "<'a> {\n" item "}\n" | "mod stadt {\n" item "}\n" | "fn f(gender: char) -> char { 'm' }\n" | "const A: &str = r#\"<select name=\"" field "\"><option>" label "</option></select>\"#;\n"
doc = "/// " label "\n"
variant = ENTRY | "#[serde(rename = \"" entry "\")]\n" ENTRY | ENTRY "(u8)" | ENTRY " = " number
more = ", " variant
property = "  pub " field ": " type ",\n" | "  #[serde(default)]\n  " field ": " type ",\n" | "  // " label "\n  pub(crate) " field ": " type ",\n"
type = "String" | "Option<" type ">" | Kind | "&'static str" | "HashMap<String, " type ">" | "char"
