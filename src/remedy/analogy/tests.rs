use super::*;

const TERMS: Terms = Terms {
    only_at_end: false,
    plain_text: false,
    stores_text: false,
    counts: false,
};

/// `list` is a text in which `‹…›` marks what is stored for male, female and whatever follows.
fn grown(list: &str, missing: &[Concept], terms: Terms) -> Option<String> {
    let mut text = String::new();
    let mut values = Vec::new();
    let known = [
        Concept::Male,
        Concept::Female,
        Concept::Diverse,
        Concept::Unknown,
    ];
    for (index, part) in list.split('‹').enumerate() {
        match part.split_once('›') {
            Some((raw, rest)) => {
                let concept = match raw.to_lowercase().as_str() {
                    word if word.ends_with("unbekannt") => Concept::Unknown,
                    _ => known[index - 1],
                };
                values.push(Listed {
                    start: text.len(),
                    end: text.len() + raw.len(),
                    concept,
                });
                text.push_str(raw);
                text.push_str(rest);
            }
            None => text.push_str(part),
        }
    }
    let terms = Terms {
        stores_text: text.contains("\"männlich\", \"weiblich\"]"),
        ..terms
    };
    let growth = grow(&text, &values, missing, terms)?;
    text.insert_str(growth.at, &growth.text);
    Some(text)
}

const BOTH: &[Concept] = &[Concept::Diverse, Concept::NoEntry];

#[test]
fn lists_grow_in_their_own_manner() {
    let pairs = [
        (
            "CHECK (g IN ('‹m›','‹w›'))",
            "CHECK (g IN ('m','w','d','x'))",
        ),
        (
            "ENUM('‹M›', '‹F›') NOT NULL",
            "ENUM('M', 'F', 'D', 'X') NOT NULL",
        ),
        (
            "[\"‹männlich›\", \"‹weiblich›\"]",
            "[\"männlich\", \"weiblich\", \"divers\", \"ohne Angabe\"]",
        ),
        (
            "enum G { ‹MALE›, ‹FEMALE› }",
            "enum G { MALE, FEMALE, DIVERSE, NO_ENTRY }",
        ),
        (
            "enum G {\n\t‹MAENNLICH›,\n\t‹WEIBLICH›,\n}",
            "enum G {\n\tMAENNLICH,\n\tWEIBLICH,\n\tDIVERS,\n\tOHNE_ANGABE,\n}",
        ),
        (
            "  ‹MALE›(\"m\", \"männlich\"),\r\n  ‹FEMALE›(\"w\", \"weiblich\");",
            "  MALE(\"m\", \"männlich\"),\r\n  FEMALE(\"w\", \"weiblich\"),\r\n  DIVERSE(\"d\", \"divers\"),\r\n  NO_ENTRY(\"x\", \"ohne Angabe\");",
        ),
        (
            "  G_UNSPECIFIED = 0;\n  ‹G_MALE› = 1;\n  ‹G_FEMALE› = 2;\n}",
            "  G_UNSPECIFIED = 0;\n  G_MALE = 1;\n  G_FEMALE = 2;\n  G_DIVERSE = 3;\n  G_NO_ENTRY = 4;\n}",
        ),
        (
            "enum G { ‹Male› = \"MALE\", ‹Female› = \"FEMALE\" }",
            "enum G { Male = \"MALE\", Female = \"FEMALE\", Diverse = \"DIVERSE\", NoEntry = \"NO_ENTRY\" }",
        ),
        (
            "  ‹MALE›(\"male\"), ‹FEMALE›(\"female\");",
            "  MALE(\"male\"), FEMALE(\"female\"), DIVERSE(\"diverse\"), NO_ENTRY(\"no_entry\");",
        ),
        ("type G = '‹m›' | '‹w›';", "type G = 'm' | 'w' | 'd' | 'x';"),
        (
            "  Male = '‹m›',\n  Female = '‹w›',\n}",
            "  Male = 'm',\n  Female = 'w',\n  Diverse = 'd',\n  NoEntry = 'x',\n}",
        ),
        (
            "enum:\n  - ‹m›\n  - ‹w›\ndescription: x",
            "enum:\n  - m\n  - w\n  - d\n  - x\ndescription: x",
        ),
        (
            "<xs:enumeration value=\"‹m›\"/>\n  <xs:enumeration value=\"‹w›\"/>\n</xs:restriction>",
            "<xs:enumeration value=\"m\"/>\n  <xs:enumeration value=\"w\"/>\n  <xs:enumeration value=\"d\"/>\n  <xs:enumeration value=\"x\"/>\n</xs:restriction>",
        ),
        (
            "<select>\n  <option value=\"‹m›\">m&auml;nnlich</option>\n  <option value=\"‹w›\">weiblich</option>\n</select>",
            "<select>\n  <option value=\"m\">m&auml;nnlich</option>\n  <option value=\"w\">weiblich</option>\n  <option value=\"d\">divers</option>\n  <option value=\"x\">ohne Angabe</option>\n</select>",
        ),
        (
            "<input type=\"radio\" id=\"g-m\" value=\"‹m›\"><label for=\"g-m\">Männlich</label>\n<input type=\"radio\" id=\"g-w\" value=\"‹w›\"><label for=\"g-w\">Weiblich</label>\n</fieldset>",
            "<input type=\"radio\" id=\"g-m\" value=\"m\"><label for=\"g-m\">Männlich</label>\n<input type=\"radio\" id=\"g-w\" value=\"w\"><label for=\"g-w\">Weiblich</label>\n<input type=\"radio\" id=\"g-d\" value=\"d\"><label for=\"g-d\">Divers</label>\n<input type=\"radio\" id=\"g-x\" value=\"x\"><label for=\"g-x\">Ohne Angabe</label>\n</fieldset>",
        ),
        (
            "CHOICES = [\n    (\"‹m›\", \"männlich\"),\n    (\"‹w›\", \"weiblich\"),\n]",
            "CHOICES = [\n    (\"m\", \"männlich\"),\n    (\"w\", \"weiblich\"),\n    (\"d\", \"divers\"),\n    (\"x\", \"ohne Angabe\"),\n]",
        ),
        (
            "    case Male = '‹m›';\n    case Female = '‹w›';\n}",
            "    case Male = 'm';\n    case Female = 'w';\n    case Diverse = 'd';\n    case NoEntry = 'x';\n}",
        ),
    ];
    for (list, expected) in pairs {
        assert_eq!(
            grown(list, BOTH, TERMS).as_deref(),
            Some(expected),
            "{list}"
        );
    }
}

#[test]
fn a_single_entry_is_added_behind_three() {
    let grown = |list| grown(list, &[Concept::NoEntry], TERMS);
    assert_eq!(
        grown("('‹m›','‹w›','‹d›')").as_deref(),
        Some("('m','w','d','x')")
    );
    assert_eq!(
        grown("MAENNLICH, WEIBLICH").as_deref(),
        None,
        "there is no list of values"
    );
}

#[test]
fn what_is_not_understood_is_not_continued() {
    let refused = [
        // Comments on single values; constants, messages and images declared elsewhere.
        "('‹m›', -- ein Mann\n '‹w›' -- eine Dame\n)",
        "[Gender.‹MALE›, Gender.‹FEMALE›]",
        "{ '‹m›': $t('gender.male'), '‹w›': $t('gender.female') }",
        "<option value=\"‹m›\"><img src=\"male.png\"></option><option value=\"‹w›\"><img src=\"female.png\"></option>",
        "<option value=\"‹m›\" selected>Mann</option><option value=\"‹w›\">Frau</option>",
        "('‹1›','‹2›')",
        "('‹m›','‹2›')",
        "('‹Herr›','‹Frau›')",
    ];
    for list in refused {
        assert_eq!(grown(list, BOTH, TERMS), None, "{list}");
    }
}

#[test]
fn rows_count_on_where_they_may() {
    let rows = "VALUES (‹1›, 'männlich'), (‹2›, 'weiblich');";
    assert_eq!(grown(rows, BOTH, TERMS), None);
    let counts = Terms {
        counts: true,
        ..TERMS
    };
    assert_eq!(
        grown(rows, BOTH, counts).as_deref(),
        Some("VALUES (1, 'männlich'), (2, 'weiblich'), (3, 'divers'), (4, 'ohne Angabe');")
    );
}

#[test]
fn where_positions_count_the_end_is_the_only_place() {
    let list = "enum G { ‹MAENNLICH›, ‹WEIBLICH›, ‹UNBEKANNT› }";
    let end = Terms {
        only_at_end: true,
        ..TERMS
    };
    assert_eq!(
        grown(list, BOTH, end).as_deref(),
        Some("enum G { MAENNLICH, WEIBLICH, UNBEKANNT, DIVERS, OHNE_ANGABE }")
    );
}
