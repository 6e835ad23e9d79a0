//! What names and values mean, through the public interface: traps of real schemas, and all code systems.

mod support;

use fachcheck::gender::{Concept, FieldDomain, GenderField, Subject, fields};
use fachcheck::model::{
    Domain, Element, ElementKind, Entity, Known, Label, LabelKind, Layer, Located, ModelPath,
    SchemaModel, SourceText, Span, Value,
};
use proptest::prelude::*;
use support::shipped::vocabulary;

/// A table with fields: name and values (`None`: open text).
fn table(entity: &str, columns: &[(&str, Option<&[&str]>)]) -> SchemaModel {
    let mut model = SchemaModel::new("schema.sql", "sql", SourceText::new("x"));
    let at = Span::new(0, 1);
    let id = model.add_entity(Entity {
        name: Located::with_span(entity.to_owned(), at),
        path: ModelPath::new([entity]),
        labels: Vec::new(),
    });
    for (name, values) in columns {
        let path = ModelPath::new([entity, *name]);
        let mut element = Element::named(
            Located::with_span((*name).to_owned(), at),
            path,
            ElementKind::Field,
            Layer::Database,
            at,
        );
        element.entity = Some(id);
        element.domain = Located::with_span(
            Known::Yes(match values {
                None => Domain::Text,
                Some(list) => {
                    Domain::Closed(list.iter().map(|raw| Value::plain(*raw, at)).collect())
                }
            }),
            at,
        );
        model.add_element(element);
    }
    model
}

fn found(model: &SchemaModel) -> Vec<GenderField> {
    fields(model, vocabulary())
}

fn concepts(field: &GenderField) -> Vec<Vec<Concept>> {
    match &field.domain {
        FieldDomain::Closed(values) => values
            .iter()
            .map(|value| value.meaning.concepts.clone())
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_that_only_contain_the_word_are_no_fields() {
    for name in [
        "folgender",
        "beantragender",
        "essex",
        "sextant",
        "geschlossen_am",
        "geschaeft",
        "geschichte",
        "geschlechtername",
        "geschlechtskrankheit",
        "mwst",
        "mw_el",
        "gender_pay_gap",
        "gender_mainstreaming",
        "titel",
        "title",
    ] {
        let model = table("vorgang", &[(name, None)]);
        assert!(found(&model).is_empty(), "{name}");
    }
}

#[test]
fn names_of_gender_fields_are_found_whole_and_in_compounds() {
    for name in [
        "geschlecht",
        "GESCHLECHT_ID",
        "personGeschlecht",
        "geschlechtskz",
        "kz_geschlecht",
        "Geschlechtseintrag",
        "schulleitergeschlecht",
        "gender",
        "gender_code",
        "mw_kz",
        "administrativeGender",
    ] {
        let model = table("t", &[(name, None)]);
        assert_eq!(found(&model).len(), 1, "{name}");
    }
}

#[test]
fn weak_names_need_a_second_signal() {
    assert!(found(&table("werte", &[("gs", None), ("wert", None)])).is_empty());
    assert_eq!(
        found(&table("werte", &[("gs", Some(&["m", "w"]))])).len(),
        1
    );
    assert_eq!(
        found(&table("person", &[("geschl", None), ("vorname", None)])).len(),
        1
    );
}

#[test]
fn subjects_other_than_persons_are_told_apart() {
    let animal = found(&table(
        "hund",
        &[("geschlecht", None), ("rasse", None), ("chipnummer", None)],
    ));
    assert_eq!(animal[0].subject, Subject::Animal);
    let plug = found(&table(
        "connector",
        &[("gender", Some(&["male", "female"]))],
    ));
    assert_eq!(plug[0].subject, Subject::Connector);
    let karyotype = found(&table("patient", &[("karyotypic_sex", None)]));
    assert_eq!(karyotype[0].subject, Subject::Biology);
    let person = found(&table(
        "antrag",
        &[
            ("geschlecht", None),
            ("vorname", None),
            ("hunderasse", None),
        ],
    ));
    assert_eq!(person[0].subject, Subject::Person);
}

#[test]
fn siblings_decide_what_letters_mean() {
    use Concept::{Diverse, Female, Male, NoEntry};
    let german = found(&table("p", &[("geschlecht", Some(&["m", "w", "d", "x"]))]));
    assert_eq!(
        concepts(&german[0]),
        [[Male], [Female], [Diverse], [NoEntry]]
    );
    let passport = found(&table("p", &[("geschlecht", Some(&["M", "F", "X"]))]));
    assert_eq!(
        concepts(&passport[0])[2].len(),
        2,
        "X alone stays ambiguous"
    );
    let digits = found(&table("p", &[("geschlecht", Some(&["1", "2"]))]));
    assert!(
        concepts(&digits[0])
            .iter()
            .all(|readings| readings.len() != 1),
        "digits mean nothing by themselves"
    );
}

#[test]
fn words_of_all_kinds_are_read() {
    use Concept::{Diverse, Female, Male, NoEntry, Other, Unknown};
    for (raw, expected) in [
        ("MAENNLICH", Male),
        ("SYS_FEMALE", Female),
        ("OHNE_ANGABE", NoEntry),
        ("ohneAngabe", NoEntry),
        ("UNKNOWN_SEX", Unknown),
        ("OTHER_SEX", Other),
        ("m (männlich)", Male),
        ("d = divers", Diverse),
        ("Sonstiges", Other),
        ("Male (Mr)", Male),
    ] {
        let model = table("p", &[("geschlecht", Some(&[raw, "weiblich"]))]);
        assert_eq!(concepts(&found(&model)[0])[0], [expected], "{raw}");
    }
    let merged = found(&table(
        "p",
        &[("geschlecht", Some(&["divers / keine Angabe", "m", "w"]))],
    ));
    assert!(
        concepts(&merged[0])[0].contains(&NoEntry) && concepts(&merged[0])[0].contains(&Diverse)
    );
}

#[test]
fn every_code_system_says_whether_it_is_complete() {
    for system in vocabulary().code_systems() {
        let own: std::collections::BTreeSet<Concept> = system
            .codes
            .iter()
            .filter(|code| code.concepts.len() == 1)
            .map(|code| code.concepts[0])
            .collect();
        if system.complete && system.literal && !system.codes.is_empty() {
            for concept in Concept::REQUIRED {
                assert!(own.contains(&concept), "{} lacks {concept:?}", system.id);
            }
        }
        for concept in &system.missing {
            assert!(!own.contains(concept), "{} has {concept:?}", system.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_values_and_unrelated_columns_change_nothing(
        mut values in prop::collection::vec(prop::sample::select(vec!["m", "w", "d", "x", "u", "o", "1", "keine Angabe", ""]), 1..6),
        extra in "[a-z]{3,8}_am",
    ) {
        let words = vocabulary();
        let one = fields(&table("person", &[("geschlecht", Some(&values))]), words);
        values.reverse();
        let other = fields(&table("person", &[("geschlecht", Some(&values)), (&extra, None)]), words);
        let sorted = |field: &GenderField| {
            let mut readings = concepts(field);
            readings.sort();
            readings
        };
        prop_assert_eq!(sorted(&one[0]), sorted(&other[0]));
    }

    #[test]
    fn nothing_panics(name in "\\PC{0,30}", value in "\\PC{0,30}") {
        let words = vocabulary();
        let _ = fields(&table(&name, &[(&name, Some(&[&value, "m"])), ("geschlecht", Some(&[&value]))]), words);
    }
}

#[test]
fn a_comment_that_begins_with_the_word_names_a_column() {
    for (comment, count) in [
        ("Geschlecht: männlich oder weiblich", 1),
        ("Geschlecht", 1),
        ("Zuschlag je nach Geschlecht", 0),
        ("Geschlechtername der Familie", 0),
        ("folgender Wert", 0),
    ] {
        let mut model = table("schueler", &[("m_w", None)]);
        model.elements[0].labels.push(Label {
            kind: LabelKind::Description,
            text: Located::with_span(comment.to_owned(), Span::new(0, 1)),
        });
        assert_eq!(found(&model).len(), count, "{comment}");
    }
}

/// The contexts of `false-friends.toml`, as written.
fn contexts() -> toml::Table {
    let text = include_str!("../rules/vocabulary/false-friends.toml");
    text.parse().expect("the file is TOML")
}

fn words<'t>(table: &'t toml::Table, key: &str) -> Vec<&'t str> {
    let words = table[key].as_array().expect("a list of words");
    words
        .iter()
        .map(|word| word.as_str().expect("a word"))
        .collect()
}

/// No word stands in the file for a single file that somebody once read: each does what it is there for, alone.
#[test]
fn every_word_of_a_context_tells_persons_from_the_rest() {
    let file = contexts();
    let mut idle = Vec::new();
    for context in file["context"].as_array().expect("contexts") {
        let context = context.as_table().expect("a context");
        let subject = context["subject"].as_str().expect("a subject");
        let told = |model: &SchemaModel| {
            found(model)
                .iter()
                .any(|field| format!("{:?}", field.subject).eq_ignore_ascii_case(subject))
        };
        for key in ["heads", "names"] {
            let listed = context.get(key).map_or(Vec::new(), |_| words(context, key));
            for head in listed {
                if !told(&table(head, &[("geschlecht", None)])) {
                    idle.push(format!("{subject}: {key}: {head}"));
                }
            }
        }
        for word in words(context, "words") {
            if !told(&table(word, &[("geschlecht", None)])) {
                idle.push(format!("{subject}: {word}"));
            }
        }
        for value in words(context, "values") {
            if !told(&table(
                "liste",
                &[("geschlecht", Some(&[value, "sonstige"]))],
            )) {
                idle.push(format!("{subject}: value {value}"));
            }
        }
    }
    assert!(idle.is_empty(), "{idle:#?}");
}

#[test]
fn every_person_beside_an_animal_is_a_person() {
    let subject = |entity: &str| found(&table(entity, &[("geschlecht", None)]))[0].subject;
    assert_eq!(subject("pferdname"), Subject::Animal);
    for person in words(&contexts(), "persons") {
        assert_eq!(
            subject(&format!("pferd{person}")),
            Subject::Person,
            "{person}"
        );
    }
}

#[test]
fn every_word_for_a_person_outweighs_one_for_an_animal() {
    let subject = |sibling: &str| {
        let columns = [("geschlecht", None), ("rasse", None), (sibling, None)];
        found(&table("liste", &columns))[0].subject
    };
    assert_eq!(subject("farbe"), Subject::Animal);
    let file: toml::Table = include_str!("../rules/vocabulary/identifiers.toml")
        .parse()
        .expect("the file is TOML");
    let person = file["person"].as_table().expect("a section");
    for token in words(person, "tokens") {
        assert_eq!(subject(token), Subject::Person, "{token}");
    }
}
