//! What readers and sources look for comes from the vocabulary: nothing it knows is missed, and what an organisation
//! adds reaches every reader.

mod support;

use fachcheck::topic::{Attribute, Topic};

fn shipped() -> &'static Topic {
    support::shipped::vocabulary().topic()
}

#[test]
fn words_are_found_inside_identifiers() {
    for text in [
        "private String personGeschlecht;",
        "bool IsMale",
        "is_female: bool",
        "enum Title { MR, MRS }",
        "enum Art { MALE, FEMALE }",
        "enum Art { MAN, WOMAN }",
        "'Herr', 'Frau'",
        "mw_kz",
        "person.sex",
        "patientSex",
        "SEX_CODE",
        "sexcode",
        "xsexm",
        "DATA gesch TYPE c",
        "\"m\\u00e4nnlich\"",
        "unmännlich",
        "form_of_address",
        "formOfAddress",
        "frühererVorname",
        "FRUEHERER_VORNAME",
        "import namsor",
    ] {
        assert!(shipped().may_occur_in(text), "{text}");
    }
}

#[test]
fn words_that_only_hold_the_letters_are_not() {
    for text in [
        "private String strasse;",
        "catch (FileExistsException e)",
        "in folgender Tabelle",
        "FOLGENDER",
        "TensExpr, sexpr, Essex, sextet",
        "Geschichte, geschaeft",
        "female.connect(plug)",
        "Frau, Mrs",
        "management, isManaged, isMandatory",
        "fraud, herring",
        "timeoutMs, ms, gs",
        "String title, prefix",
    ] {
        assert!(!shipped().may_occur_in(text), "{text}");
    }
}

#[test]
fn expressions_name_attributes() {
    for (text, gender, salutation) in [
        ("person.getGender() == 'm'", true, false),
        ("title.equals(\"Frau\")", false, true),
        ("anrede != null && geschlecht == 'd'", true, true),
        ("folgender == 1", false, false),
    ] {
        assert_eq!(shipped().names(Attribute::Gender, text), gender, "{text}");
        assert_eq!(
            shipped().names(Attribute::Salutation, text),
            salutation,
            "{text}"
        );
    }
}
