//! Names and values of schemas → gender concepts. Pure.

mod amended;
mod caption;
mod classify;
mod described;
mod doubt;
mod exclusion;
mod explained;
mod field;
mod join;
mod keyed;
mod lent;
mod letter;
mod lists;
mod mapping;
mod mention;
mod name;
mod number;
mod published;
mod readings;
mod recognise;
mod rest;
mod restriction;
mod shared_code;
mod side;
mod statement;
mod subject;
mod surroundings;
mod texts_alone;
mod translated;
mod translation;
mod unnamed;
mod usage;
mod uses;
mod vocabulary;
mod wording;

pub use crate::topic::{fold, is_shouted, tokens};
pub use amended::{AMENDED, United, unite};
pub use caption::{GenderText, caption, texts};
pub use classify::TITLE;
pub use field::{
    Attribute, ClassifiedValue, Concept, Declaration, FieldDomain, GenderField, Joined,
    ListAmendment, Meaning, Signal, Subject,
};
pub use join::join;
pub use lent::lend_subjects;
pub use letter::Line;
pub use mapping::{GenderArm, GenderMapping, Rest, Side};
pub use mention::{KnownNames, MentionRole, UnreadMention, undecided_mentions, unread_mentions};
pub use recognise::fields;
pub use rest::{REST, note_rest_beside};
pub use restriction::GenderRestriction;
pub use statement::{GenderCount, GenderStatement, GenderStatementKind, Selected};
pub use texts_alone::leave_to_lists;
pub use unnamed::{LETTERS, unnamed_lists};
pub use usage::{GenderUsage, NamedPlace};
pub use vocabulary::{Code, CodeSystem, Vocabulary};
pub use wording::Greeting;
