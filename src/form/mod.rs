//! What forms have in common that people outside fill in: a page that works offline, a workbook, and the reading of
//! what comes back. What is asked, and what an answer may be, is the matter of the rooms that ask.
//!
//! Out: [`FormPage`] → HTML, [`QuestionSheet`] → workbook. Back: file → filled sheet → [`Cell`]s.

mod delimited;
mod page;
mod reply;
mod workbook;

pub use page::{FormChoice, FormField, FormItem, FormLabels, FormPage, FormPart, ItemFact};
pub use reply::{Cell, MAX_BYTES};
pub(crate) use reply::{
    Returned, UnfitSheet, beside, problem, question_sheet, returned, typed_lines,
};
pub use workbook::{
    FormColumn, QuestionSheet, about_sheet, choice_of, fitting, head_format, locked_format,
    new_workbook, open_format, question_rows, saved_workbook,
};
