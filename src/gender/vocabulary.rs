//! The words of `rules/vocabulary/`, strictly loaded and indexed for look-up.

mod file;
mod program;

use foldhash::{HashMap, HashSet};
use serde::Deserialize;

use self::file::{CodeSystemFile, ContextFile, IdentifierFile, PublishedListFile, ValueFile};
use self::program::ProgramWords;
use super::field::{Concept, Subject};
use super::published::PublishedList;
use crate::model::SourceText;
use crate::problem::{Level, Problem, Problems};
use crate::texts::{Bilingual, filled};
use crate::topic::{Topic, TopicWords, fold, spelling};

/// Names, spellings, contexts and code systems.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    pub(super) gender: NameWords,
    pub(super) salutation: NameWords,
    pub(super) former: HashSet<String>,
    /// Words in the names of lists of former values.
    pub(super) former_lists: HashSet<String>,
    pub(super) biology: Vec<Vec<String>>,
    /// Names that mean biology beside a field for the entry, and the entry elsewhere.
    pub(super) biology_beside: Vec<Vec<String>>,
    /// Tokens for the translation of codes.
    pub(super) translation: HashSet<String>,
    /// Languages that texts are keyed by.
    pub(super) languages: HashSet<String>,
    /// Words, one or several, for people whom a program makes up.
    pub(super) made_up: Vec<Vec<String>>,
    /// Libraries that make people up.
    pub(super) inventing: HashSet<String>,
    /// Words, one or several, for personal numbers issued by states.
    pub(super) identity_numbers: Vec<Vec<String>>,
    /// Words for figures in records of groups.
    pub(super) measures: HashSet<String>,
    /// Words for figures computed or looked up by an entry.
    pub(super) figures: HashSet<String>,
    /// Words of types that hold figures.
    pub(super) figure_types: HashSet<String>,
    /// Words for texts that are shown for something.
    pub(super) shown_texts: HashSet<String>,
    /// Roles that only men or only women are said to have.
    pub(super) roles: HashSet<String>,
    /// Words about the forms of words, of which several in a program mean that it forms them.
    pub(super) inflecting: Vec<String>,
    /// Words in the names of text fields for values missing from a list beside them.
    pub(super) rest: HashSet<String>,
    /// Names of tables with the gender of first names.
    pub(super) first_names: Vec<Vec<String>>,
    /// Whole names of types that tell lists of first names apart.
    pub(super) lists_of_names: Vec<Vec<String>>,
    pub(super) person: HashSet<String>,
    /// Last parts of compounds that name people by their trade.
    pub(super) person_heads: Vec<String>,
    /// Words in the names of requests whose content is kept.
    pub(super) storing: HashSet<String>,
    /// First words of functions that keep what they are given.
    pub(super) storing_begin: HashSet<String>,
    /// Tokens for facts about a human being that a yes/no cannot hold.
    pub(super) facts: HashSet<String>,
    /// Tokens for ways in which somebody is reached or pays.
    pub(super) contacts: HashSet<String>,
    /// Words by which a label addresses its reader.
    pub(super) addressing: HashSet<String>,
    /// Words of a yes/no field that is about the entry instead of holding it.
    pub(super) switches: Switches,
    /// Names specific to people, not to animals or offices.
    pub(super) person_names: HashSet<String>,
    /// Tokens for kinds of declarations.
    pub(super) declaration: HashSet<String>,
    /// Tokens in the names of decoration.
    pub(super) decoration: HashSet<String>,
    /// First parts of the names of icons (`fa-mars`).
    pub(super) icon_sets: HashSet<String>,
    pub(super) spellings: HashMap<String, Concept>,
    /// Spellings in further languages for neither männlich nor weiblich, which do not justify looking for a field.
    pub(super) other_languages: HashMap<String, Concept>,
    /// Words for männlich and weiblich that count only in pairs: the meaning of each, and the other word.
    pub(super) pairs: HashMap<String, Vec<(Concept, String)>>,
    pub(super) ambiguous: HashMap<String, Vec<Concept>>,
    pub(super) placeholders: Vec<String>,
    pub(super) salutations: HashSet<String>,
    pub(super) neutral_salutations: HashSet<String>,
    /// Forms of address of one gender that count only beside others (`miss`).
    pub(super) further_salutations: HashMap<String, Concept>,
    /// Titles, which only some people have.
    pub(super) titles: HashSet<String>,
    /// Words that agree with the person addressed.
    pub(super) agreeing: Vec<Agreement>,
    /// Words for groups of people.
    pub(super) groups: HashSet<String>,
    /// Words that depend on the entry without naming it (`her`).
    pub(super) dependent: HashSet<String>,
    pub(super) context_words: HashMap<String, Subject>,
    pub(super) context_values: HashMap<String, Subject>,
    /// Values with another subject unless a person is mentioned beside them (`genderless`).
    pub(super) context_perhaps: HashSet<String>,
    /// Ambiguous words for animals that are also abbreviations or parts of other names (`cat`).
    pub(super) context_weak: HashSet<String>,
    /// Last words of names that state the kind of thing (`wertungsklasse` is a klasse).
    pub(super) context_heads: Vec<(String, Subject)>,
    /// The same, only as a whole last word.
    pub(super) context_names: HashMap<String, Subject>,
    /// By the first of several consecutive words: the others, and their common subject.
    pub(super) context_compounds: HashMap<String, Vec<(Vec<String>, Subject)>>,
    /// Names, with their words joined, of which several beside a field state its subject (`low`, `high`).
    pub(super) context_beside: HashMap<String, Subject>,
    /// Words for the keeper of an animal (`halter`).
    pub(super) owners: HashSet<String>,
    /// Second parts of compounds that are not about the animal (`schein`), including those for its person.
    pub(super) beside_animals: HashSet<String>,
    pub(super) organisations: OrganisationWords,
    /// Words for records shown on a page (`results`), in the headings above them.
    pub(super) listings: HashSet<String>,
    /// Last words of names for what a search returns.
    pub(super) answers: HashSet<String>,
    /// Words that have another meaning in a series (`qui`, `sex`, `sab`).
    pub(super) series: Vec<Vec<String>>,
    /// Types that locate controls of a user interface.
    pub(super) instruments: HashSet<String>,
    pub(super) programs: ProgramWords,
    code_systems: Vec<CodeSystem>,
    by_uri: HashMap<String, Vec<usize>>,
    pub(super) published_lists: Vec<PublishedList>,
    /// Folded names of standards, the longest first.
    by_standard: Vec<(String, usize)>,
    topic: Topic,
}

/// Words of one kind of name.
#[derive(Clone, Debug, Default)]
pub(super) struct NameWords {
    pub strong: HashSet<String>,
    pub heads: Vec<String>,
    pub compounds: Vec<Vec<String>>,
    pub weak: HashSet<String>,
    /// Words beside a weak one that give it another meaning.
    pub weak_unless: HashSet<String>,
    pub abbreviations: HashSet<String>,
    /// Abbreviations that names of anything may hold (`phone_prefix`).
    pub affixes: HashSet<String>,
    /// The only words beside such an abbreviation (`name_prefix`).
    pub affixed: HashSet<String>,
    pub alone: HashSet<String>,
    /// Weak words that are worth a question if they are the whole name.
    pub whole: HashSet<String>,
    pub companions: HashSet<String>,
    pub wordings: HashSet<String>,
    /// Words before a strong one that mean grouping by it.
    pub groupings: HashSet<String>,
    pub blocked: HashSet<String>,
    pub purposes: HashSet<String>,
    /// Substrings of a token, one of which suffices to name the attribute.
    pub stems: Vec<String>,
}

/// Words of a yes/no field that is about the entry: whether it is shown, asked for, confirmed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Switches {
    /// Whole tokens.
    pub tokens: HashSet<String>,
    /// Endings of tokens: participles and adjectives of ability.
    pub endings: Vec<String>,
    /// Values that state whether something is asked for (`optional`).
    pub asked: HashSet<String>,
    /// Values beside those (`yes`).
    pub answers: HashSet<String>,
}

/// Words for legal persons, offices and companies.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct OrganisationWords {
    /// As separate words.
    pub words: HashSet<String>,
    /// Also as the last part of a compound.
    pub heads: Vec<String>,
    /// Sets of words that count together.
    pub compounds: Vec<Vec<String>>,
}

/// Forms of one word that agrees with the person addressed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agreement {
    /// For a man.
    pub male: String,
    /// For a woman.
    pub female: String,
}

/// A published or known value list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CodeSystem {
    /// Permanent id (`xinneres-geschlecht`).
    pub id: String,
    /// Its name.
    pub name: String,
    /// Kind of list (`register`, `message`, `health` …).
    pub kind: String,
    /// URN, URL, OID or another identifier.
    #[serde(default)]
    pub uri: Option<String>,
    /// Common names of its standard (`XJustiz`).
    #[serde(default)]
    pub standards: Vec<String>,
    /// Id of the system that adds its missing codes.
    #[serde(default)]
    pub extended_by: Option<String>,
    /// Version and remarks on it.
    #[serde(default)]
    pub version: Option<String>,
    /// Whether the four entries have a code each.
    pub complete: bool,
    /// Whether the standard has a gender field at all.
    pub carries_gender: bool,
    /// Whether codes can be compared as text.
    #[serde(default = "yes")]
    pub literal: bool,
    /// Entries without a code of their own.
    #[serde(default)]
    pub missing: Vec<Concept>,
    /// Its codes.
    pub codes: Vec<Code>,
}

/// One code of a [`CodeSystem`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Transmitted code.
    pub code: String,
    /// Displayed text.
    #[serde(default)]
    pub display: Option<String>,
    /// Its meaning; several concepts share one code.
    pub concepts: Vec<Concept>,
}

fn yes() -> bool {
    true
}

impl Vocabulary {
    /// Reads the vocabulary files of a rule book (name below `rules/`, content).
    ///
    /// # Errors
    /// All mistakes in all files.
    pub fn load(files: &[(String, String)]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut words = Self::default();
        let mut topic = TopicWords::default();
        for (name, text) in files {
            let result = match name.rsplit('/').next().unwrap_or_default() {
                file if file.starts_with("identifiers") => {
                    toml::from_str(text).map(|file| words.identifiers(file, &mut topic))
                }
                file if file.starts_with("values") => {
                    toml::from_str(text).map(|file| words.values(file))
                }
                file if file.starts_with("false-friends") => {
                    toml::from_str(text).map(|file| words.contexts(file))
                }
                file if file.starts_with("components") => {
                    toml::from_str(text).map(|file| topic.components.extend(file))
                }
                file if file.starts_with("sheets") => {
                    toml::from_str(text).map(|file| topic.sheets.extend(file))
                }
                file if file.starts_with("programs") => {
                    toml::from_str(text).map(|file| words.programs.extend(file))
                }
                file if file.starts_with("published-lists") => {
                    toml::from_str(text).map(|file: PublishedListFile| {
                        words.published_lists.extend(file.published_list)
                    })
                }
                _ => toml::from_str(text).map(|file: CodeSystemFile| words.systems(file)),
            };
            if let Err(error) = result {
                let message =
                    |language| filled("rule.invalid", language, &[("cause", &error.message())]);
                problems.0.push(Problem {
                    code: "RULE".into(),
                    level: Level::Error,
                    file: name.clone(),
                    position: error.span().map(|span| {
                        let offset = u32::try_from(span.start).unwrap_or(u32::MAX);
                        SourceText::new(text.as_str()).position(offset)
                    }),
                    message: Bilingual::of(message),
                    application: None,
                });
            }
        }
        if problems.0.is_empty() {
            words.topic = Topic::new(words.with_values(topic));
            Ok(words)
        } else {
            Err(problems)
        }
    }

    /// The entry that all words mean which begin so: `weib`, `fema`. `None` for short texts.
    pub(super) fn entry_beginning_with(&self, text: &str) -> Option<Concept> {
        const SHORTEST: usize = 4;
        let begin = spelling(text);
        if begin.chars().count() < SHORTEST {
            return None;
        }
        let words = self.spellings.iter();
        let mut meant = words.filter(|(word, _)| word.starts_with(&begin));
        let (_, first) = meant.next()?;
        let is_entry = Concept::REQUIRED.contains(first);
        (is_entry && meant.all(|(_, concept)| concept == first)).then_some(*first)
    }

    fn identifiers(&mut self, file: IdentifierFile, topic: &mut TopicWords) {
        file.gender.add_to(&mut self.gender, &mut topic.gender);
        file.salutation
            .add_to(&mut self.salutation, &mut topic.salutation);
        self.former
            .extend(file.former.names.iter().map(|name| joined(name)));
        self.former_lists.extend(file.former.lists);
        self.biology.extend(file.biology.compounds);
        self.biology_beside.extend(file.biology.beside);
        self.translation.extend(file.translation.tokens);
        self.languages.extend(file.translation.languages);
        self.made_up.extend(file.made_up.compounds);
        self.inventing.extend(file.made_up.libraries);
        self.identity_numbers.extend(file.identity_number.compounds);
        self.measures.extend(file.measures.tokens);
        self.figures.extend(file.figures.tokens);
        self.figure_types.extend(file.figures.types);
        self.shown_texts.extend(file.shown_texts.tokens);
        self.roles.extend(file.roles.tokens);
        self.storing.extend(file.storing.tokens);
        self.storing_begin.extend(file.storing.begin);
        self.person_heads.extend(file.person.heads);
        self.inflecting.extend(file.inflection.words);
        self.rest.extend(file.rest.tokens);
        self.first_names.extend(file.first_names.compounds);
        self.lists_of_names.extend(file.first_names.whole);
        self.person.extend(file.person.tokens);
        self.facts.extend(file.person.facts);
        self.contacts.extend(file.person.contacts);
        self.addressing.extend(file.person.addressing);
        self.switches.tokens.extend(file.switch.tokens);
        self.switches.endings.extend(file.switch.endings);
        self.switches.asked.extend(file.switch.asked);
        self.switches.answers.extend(file.switch.answers);
        self.person_names.extend(file.person.names);
        self.instruments.extend(file.instrument.types);
        self.declaration.extend(file.declaration.tokens);
        self.decoration.extend(file.decoration.tokens);
        self.icon_sets.extend(file.decoration.icon_sets);
        topic.former.extend(file.former.names);
        topic.former_marks.extend(file.former.marks);
        topic.stems.extend(file.search.stems);
        topic.everywhere.extend(file.search.everywhere);
        topic.tables.extend(file.search.tables);
    }

    /// Adds the search words for values.
    fn with_values(&self, topic: TopicWords) -> TopicWords {
        let standing_for = |concept: Concept| -> Vec<String> {
            let mut spellings: Vec<String> = self
                .spellings
                .iter()
                .filter(|(_, reading)| **reading == concept)
                .map(|(spelling, _)| spelling.clone())
                .collect();
            spellings.sort();
            spellings
        };
        let certain = self
            .spellings
            .iter()
            .filter(|(_, concept)| Concept::REQUIRED.contains(concept))
            .map(|(spelling, _)| spelling);
        let doubtful = self
            .ambiguous
            .iter()
            .filter(|(_, concepts)| {
                concepts
                    .iter()
                    .all(|concept| Concept::REQUIRED.contains(concept))
            })
            .map(|(spelling, _)| spelling);
        TopicWords {
            male: standing_for(Concept::Male),
            female: standing_for(Concept::Female),
            addresses: self.salutations.clone(),
            agreeing: self
                .agreeing
                .iter()
                .flat_map(|forms| [forms.male.clone(), forms.female.clone()])
                .collect(),
            entries: certain.chain(doubtful).cloned().collect(),
            ..topic
        }
    }

    fn values(&mut self, file: ValueFile) {
        for (concept, list) in file.spelling {
            self.spellings
                .extend(list.iter().map(|text| (spelling(text), concept)));
        }
        for (concept, list) in file.other_languages {
            self.other_languages
                .extend(list.iter().map(|text| (spelling(text), concept)));
        }
        for pair in file.pairs.words {
            let [male, female] = pair.map(|word| spelling(&word));
            let mut enter = |word: &String, concept, other: &String| {
                let known = self.pairs.entry(word.clone()).or_default();
                known.push((concept, other.clone()));
            };
            enter(&male, Concept::Male, &female);
            enter(&female, Concept::Female, &male);
        }
        for group in file.ambiguous {
            for text in &group.spellings {
                self.ambiguous
                    .insert(spelling(text), group.concepts.clone());
            }
        }
        self.placeholders.extend(file.placeholder.starts);
        self.salutations
            .extend(file.salutation.words.iter().map(|text| spelling(text)));
        for (concept, list) in [
            (Concept::Female, &file.salutation.female),
            (Concept::Male, &file.salutation.male),
        ] {
            self.further_salutations
                .extend(list.iter().map(|text| (spelling(text), concept)));
        }
        self.titles
            .extend(file.salutation.titles.iter().map(|text| spelling(text)));
        self.neutral_salutations
            .extend(file.salutation.neutral.iter().map(|text| spelling(text)));
        self.agreeing.extend(file.salutation.agreeing);
        self.dependent
            .extend(file.dependent.words.iter().map(|text| spelling(text)));
        self.groups
            .extend(file.groups.words.iter().map(|text| spelling(text)));
    }

    fn contexts(&mut self, file: ContextFile) {
        self.beside_animals
            .extend(file.persons.into_iter().chain(file.owners.clone()));
        self.owners.extend(file.owners);
        self.listings.extend(file.listing.tokens);
        self.answers.extend(file.listing.answers);
        self.series.extend(file.series.words);
        self.organisations.extend(file.organisation);
        for context in file.context {
            self.context_words.extend(
                context
                    .words
                    .into_iter()
                    .map(|word| (word, context.subject)),
            );
            self.context_values.extend(
                context
                    .values
                    .iter()
                    .map(|value| (spelling(value), context.subject)),
            );
            self.context_perhaps
                .extend(context.perhaps.iter().map(|value| spelling(value)));
            self.context_weak.extend(context.weak);
            for mut words in context
                .compounds
                .into_iter()
                .filter(|words| !words.is_empty())
            {
                let first = words.remove(0);
                let others = self.context_compounds.entry(first).or_default();
                others.push((words, context.subject));
            }
            let beside = context.beside.iter();
            self.context_beside
                .extend(beside.map(|name| (joined(name), context.subject)));
            let names = context.names.into_iter();
            self.context_names
                .extend(names.map(|name| (name, context.subject)));
            let heads = context.heads.into_iter();
            self.context_heads
                .extend(heads.map(|head| (head, context.subject)));
        }
    }

    fn systems(&mut self, file: CodeSystemFile) {
        for system in file.code_system {
            if let Some(uri) = &system.uri {
                self.by_uri
                    .entry(normalise_uri(uri))
                    .or_default()
                    .push(self.code_systems.len());
            }
            for name in &system.standards {
                let index = self.code_systems.len();
                self.by_standard.push((words_of(name), index));
            }
            self.code_systems.push(system);
        }
        self.by_standard
            .sort_by(|a, b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
    }

    /// The search terms of readers and sources.
    pub fn topic(&self) -> &Topic {
        &self.topic
    }

    /// All code systems in the order of the files.
    pub fn code_systems(&self) -> &[CodeSystem] {
        &self.code_systems
    }

    /// The code system with this id.
    pub fn code_system_of_id(&self, id: &str) -> Option<&CodeSystem> {
        self.code_systems.iter().find(|system| system.id == id)
    }

    /// The code system of the standard that a text names ("OSCI-XMeld 25.11"), by whole words.
    pub fn standard(&self, named: &str) -> Option<&CodeSystem> {
        let named = words_of(named);
        let (_, index) = self
            .by_standard
            .iter()
            .find(|(name, _)| named.contains(name.as_str()))?;
        self.code_systems.get(*index)
    }

    /// The code system of a URN, URL or OID; with a version, the one of that version.
    pub fn code_system(&self, uri: &str, version: Option<&str>) -> Option<&CodeSystem> {
        let candidates = self.by_uri.get(&normalise_uri(uri))?;
        let of_version = |index: &&usize| {
            version.is_some_and(|version| {
                let stated = self.code_systems[**index]
                    .version
                    .as_deref()
                    .unwrap_or_default();
                stated.split(|ch: char| !ch.is_alphanumeric()).next() == Some(version.trim())
            })
        };
        let index = candidates
            .iter()
            .find(of_version)
            .or_else(|| candidates.first())?;
        self.code_systems.get(*index)
    }
}

/// The folded words of a name, each between spaces, so that whole words can be searched for.
fn words_of(name: &str) -> String {
    let mut words = String::from(" ");
    for word in fold(name).split(|ch: char| !ch.is_alphanumeric()) {
        if !word.is_empty() {
            words.push_str(word);
            words.push(' ');
        }
    }
    words
}

/// A URI in a form for comparison: without case, trailing slashes and the `urn:oid:` prefix.
fn normalise_uri(uri: &str) -> String {
    let uri = uri.trim().trim_end_matches('/').to_lowercase();
    uri.strip_prefix("urn:oid:")
        .map(str::to_owned)
        .unwrap_or(uri)
}

impl OrganisationWords {
    fn extend(&mut self, other: Self) {
        self.words.extend(other.words);
        self.heads.extend(other.heads);
        self.compounds.extend(other.compounds);
    }
}

/// A name in a form for look-up; the file separates its words by spaces.
fn joined(name: &str) -> String {
    name.split(' ').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standards_are_found_by_whole_words_the_longest_first() {
        let file = r#"
            [[code-system]]
            id = "a"
            name = "A"
            kind = "health"
            standards = ["FHIR", "eID"]
            complete = false
            carries-gender = true
            codes = []
            [[code-system]]
            id = "b"
            name = "B"
            kind = "health"
            standards = ["gender-amtlich-de", "ISO/IEC 5218"]
            complete = true
            carries-gender = true
            codes = []
        "#;
        let files = [("code-systems.toml".to_owned(), file.to_owned())];
        let vocabulary = Vocabulary::load(&files).expect("the file is right");
        let found = |name| vocabulary.standard(name).map(|system| system.id.as_str());
        assert_eq!(found("HL7 FHIR R4"), Some("a"));
        assert_eq!(found("FHIR R4 mit gender-amtlich-de"), Some("b"));
        assert_eq!(found("iso-iec 5218:2022"), Some("b"));
        assert_eq!(found("eIDAS"), None);
        assert_eq!(found(""), None);
    }
}
