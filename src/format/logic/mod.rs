//! The decisions in programs, templates and statements, independent of their language.
//!
//! Each language *lowers* its syntax to [`Expression`]s and [`Choice`]s. [`condition`] determines for which values of
//! which expression a condition tests, [`arms`] how branches follow each other, and [`mapping`] turns a choice into
//! [`Mapping`](crate::model::Mapping)s. Nothing else in `format` knows what a branch is.

mod arms;
mod condition;
mod expression;
mod mapping;
mod part;
mod regex;
mod stepwise;
mod subject;

pub use self::arms::{Arm, Choice, Detour, Following, Joint, Outcome, Receiver};
pub use self::condition::Test;
pub use self::expression::{Call, Constant, ConstantKind, Expression, Name, constant, label};
pub use self::mapping::{
    Context, Lookup, Target, answered, coalesced, filled_in, looked_up, mappings, undecided,
};
pub use self::part::found_at;
pub use self::stepwise::Stepwise;
pub use self::subject::{Subject, is_plain, is_wrapper, last_part, subject};
