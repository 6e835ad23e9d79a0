//! Translation files: texts for people under the keys that programs use. They label values and declare nothing
//! themselves.
//!
//! Reads key–value files ([`properties`], [`gettext`]) and trees ([`texts`]: JSON, YAML, ARB); those in XML are read
//! with the other XML formats.
//! [`settings`] finds what is no text for people in files of properties.

mod gettext;
mod language;
mod listed;
mod properties;
mod settings;
mod texts;

use super::{Failure, Format, Parsed, Recognition, greetings};
use crate::format::limits::{LABEL_CHARS, TEXTS};
use crate::model::{Located, ModelPath, SchemaModel, Translation};
use crate::source::Capture;
use crate::topic::Topic;

pub(super) use self::listed::listed_texts;
pub use language::{is_language, of_name};

/// Maximum length of a sentence that is kept.
const SENTENCE_BYTES: usize = 300;

/// Translation files of one syntax.
pub struct Bundle {
    name: &'static str,
    extensions: &'static [&'static str],
    /// Whether the file name fits; the content is read later.
    fits: fn(&Capture) -> bool,
    read: fn(&mut SchemaModel) -> Result<(), Failure>,
}

/// Java: `messages_de.properties`.
pub const PROPERTIES: Bundle = Bundle {
    name: "properties",
    extensions: &["properties"],
    fits: |_| true,
    read: |model| {
        properties::read_property_texts(model);
        Ok(())
    },
};

/// GNU gettext: `messages.po`.
pub const GETTEXT: Bundle = Bundle {
    name: "gettext",
    extensions: &["po", "pot"],
    fits: |_| true,
    read: |model| {
        gettext::read_message_catalogue(model);
        Ok(())
    },
};

/// JSON and YAML of vue-i18n, i18next, ngx-translate, Rails and Symfony; ARB of Flutter.
pub const TREE: Bundle = Bundle {
    name: "translations",
    extensions: &["json", "yaml", "yml", "arb"],
    fits: texts::fits,
    read: texts::read_text_tree,
};

impl Format for Bundle {
    fn name(&self) -> &'static str {
        self.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    /// Never more certain than a format that recognises its content.
    fn is_selective(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        if self.extensions.contains(&capture.extension().as_str()) && (self.fits)(capture) {
            Recognition::Maybe
        } else {
            Recognition::No
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        if !(topic.may_occur_in(text.as_str()) || topic.may_address(text.as_str())) {
            return Ok(Parsed::default());
        }
        let mut model = SchemaModel::new(&capture.document, self.name, text.clone());
        match (self.read)(&mut model) {
            Ok(()) => {
                relate_greetings(&mut model, topic);
                // Only this syntax is one of settings as well.
                let notes = match self.name == PROPERTIES.name {
                    true => settings::read(&mut model, topic),
                    false => Vec::new(),
                };
                Ok(Parsed {
                    schemas: vec![model],
                    notes,
                    ..Parsed::default()
                })
            }
            // Settings in the same folder may have any syntax; only a file named by the user is a loss.
            Err(failure) if capture.named => Err(failure),
            Err(_) => Ok(Parsed::default()),
        }
    }
}

/// Adds the choices of greetings among all texts.
pub fn relate_greetings(model: &mut SchemaModel, topic: &Topic) {
    if topic.may_address(model.text.as_str()) {
        let mut texts = std::mem::take(&mut model.sentences);
        texts.extend(model.translations.iter().cloned());
        greetings::relate(model, &texts, topic);
    }
    model.sentences.clear();
}

/// Adds a text. Sentences and patterns stay apart: those are grammar, not labels.
pub fn add(
    model: &mut SchemaModel,
    key: impl IntoIterator<Item = impl AsRef<str>>,
    language: Option<&str>,
    text: Located<String>,
) {
    let short = text.value.chars().take(LABEL_CHARS + 1).count() <= LABEL_CHARS;
    let plain = !text.value.contains(['{', '}', '<', '\n']) && !text.value.trim().is_empty();
    let texts = match short && plain {
        true => &mut model.translations,
        false => &mut model.sentences,
    };
    if texts.len() == TEXTS || text.value.len() > SENTENCE_BYTES {
        return;
    }
    let parts = key.into_iter().flat_map(|part| {
        let parts = part.as_ref().split(['.', ':', '/']);
        parts.map(str::to_owned).collect::<Vec<_>>()
    });
    let key = ModelPath::new(parts.filter(|part| !part.is_empty()));
    if key.0.is_empty() {
        return;
    }
    texts.push(Translation {
        key,
        language: language.map(str::to_owned),
        text,
    });
}
