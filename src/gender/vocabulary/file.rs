//! The files of `rules/vocabulary/` as written. Unknown keys are errors; all known ones are optional.

use foldhash::HashMap;
use serde::Deserialize;

use super::{Agreement, CodeSystem, NameWords, OrganisationWords, Switches, joined};
use crate::gender::field::{Concept, Subject};
use crate::gender::published::PublishedList;
use crate::topic::AttributeWords;

/// Every section and key is optional: an organisation's own file adds what it has.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct IdentifierFile {
    pub gender: NameFile,
    pub former: FormerFile,
    pub salutation: NameFile,
    pub biology: BiologyFile,
    pub translation: TranslationFile,
    pub made_up: MadeUpFile,
    pub identity_number: CompoundFile,
    pub figures: FigureFile,
    pub shown_texts: TokenFile,
    pub inflection: WordFile,
    pub roles: TokenFile,
    pub storing: StoringFile,
    pub rest: TokenFile,
    pub measures: TokenFile,
    pub first_names: FirstNamesFile,
    pub person: PersonFile,
    pub switch: Switches,
    pub instrument: InstrumentFile,
    pub declaration: TokenFile,
    pub decoration: DecorationFile,
    pub search: SearchFile,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct NameFile {
    pub stems: Vec<String>,
    pub beginnings: Vec<String>,
    pub strong: Vec<String>,
    pub heads: Vec<String>,
    pub compounds: Vec<Vec<String>>,
    pub weak: Vec<String>,
    pub weak_unless: Vec<String>,
    pub abbreviations: Vec<String>,
    pub affixes: Vec<String>,
    pub affixed: Vec<String>,
    pub alone: Vec<String>,
    pub whole: Vec<String>,
    pub companions: Vec<String>,
    pub wordings: Vec<String>,
    pub groupings: Vec<String>,
    pub blocked: Vec<String>,
    pub purposes: Vec<String>,
    pub data_elements: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FormerFile {
    pub names: Vec<String>,
    pub marks: Vec<String>,
    pub lists: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct BiologyFile {
    pub compounds: Vec<Vec<String>>,
    pub beside: Vec<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CompoundFile {
    pub compounds: Vec<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FirstNamesFile {
    pub compounds: Vec<Vec<String>>,
    pub whole: Vec<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct MadeUpFile {
    pub compounds: Vec<Vec<String>>,
    pub libraries: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct TokenFile {
    pub tokens: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct StoringFile {
    pub tokens: Vec<String>,
    pub begin: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FigureFile {
    pub tokens: Vec<String>,
    pub types: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct TranslationFile {
    pub tokens: Vec<String>,
    pub languages: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PersonFile {
    pub tokens: Vec<String>,
    pub names: Vec<String>,
    pub heads: Vec<String>,
    pub facts: Vec<String>,
    /// Tokens for ways in which somebody is reached or pays.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// Words by which a label addresses its reader.
    #[serde(default)]
    pub addressing: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct DecorationFile {
    pub tokens: Vec<String>,
    pub icon_sets: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ListingFile {
    pub tokens: Vec<String>,
    #[serde(default)]
    pub answers: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct InstrumentFile {
    pub types: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SearchFile {
    pub stems: Vec<String>,
    pub everywhere: Vec<String>,
    pub tables: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ValueFile {
    pub spelling: HashMap<Concept, Vec<String>>,
    pub other_languages: HashMap<Concept, Vec<String>>,
    pub pairs: PairFile,
    pub ambiguous: Vec<AmbiguousFile>,
    pub placeholder: PlaceholderFile,
    pub groups: WordFile,
    pub dependent: WordFile,
    pub salutation: SalutationFile,
}

/// Words for männlich and weiblich, in this order.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PairFile {
    pub words: Vec<[String; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmbiguousFile {
    pub spellings: Vec<String>,
    pub concepts: Vec<Concept>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PlaceholderFile {
    pub starts: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WordFile {
    pub words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SalutationFile {
    pub words: Vec<String>,
    pub female: Vec<String>,
    pub male: Vec<String>,
    pub titles: Vec<String>,
    pub neutral: Vec<String>,
    pub agreeing: Vec<Agreement>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ContextFile {
    pub listing: ListingFile,
    pub series: SeriesFile,
    pub context: Vec<Context>,
    pub owners: Vec<String>,
    pub persons: Vec<String>,
    pub organisation: OrganisationWords,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SeriesFile {
    pub words: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Context {
    pub subject: Subject,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub values: Vec<String>,
    #[serde(default)]
    pub perhaps: Vec<String>,
    #[serde(default)]
    pub weak: Vec<String>,
    #[serde(default)]
    pub heads: Vec<String>,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub compounds: Vec<Vec<String>>,
    #[serde(default)]
    pub beside: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PublishedListFile {
    pub published_list: Vec<PublishedList>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct CodeSystemFile {
    pub code_system: Vec<CodeSystem>,
}

impl NameFile {
    /// Adds its words to those for classification and to those for searching.
    pub fn add_to(self, words: &mut NameWords, topic: &mut AttributeWords) {
        words
            .strong
            .extend(self.strong.iter().map(|name| joined(name)));
        words.heads.extend(self.heads.iter().cloned());
        words.compounds.extend(self.compounds.iter().cloned());
        words.weak.extend(self.weak.iter().cloned());
        words.abbreviations.extend(self.abbreviations);
        words.affixes.extend(self.affixes);
        words.affixed.extend(self.affixed);
        words.alone.extend(self.alone);
        words.whole.extend(self.whole);
        words.weak_unless.extend(self.weak_unless);
        words.companions.extend(self.companions);
        words.wordings.extend(self.wordings);
        words.groupings.extend(self.groupings);
        words.blocked.extend(self.blocked);
        words
            .stems
            .extend(self.stems.iter().chain(&self.beginnings).cloned());
        if let Some(purpose) = self.purposes.first() {
            let elements = self.data_elements.into_iter();
            topic
                .data_elements
                .extend(elements.map(|element| (element, purpose.clone())));
        }
        words.purposes.extend(self.purposes);
        topic.stems.extend(self.stems);
        topic.beginnings.extend(self.beginnings);
        topic.strong.extend(self.strong);
        topic.heads.extend(self.heads);
        topic.compounds.extend(self.compounds);
        topic.weak.extend(self.weak);
    }
}
