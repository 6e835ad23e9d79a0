//! Common parts of forms for people outside: a page that works offline, a workbook, and the reading of returned files.
//! The modules that ask define the questions and the valid answers.
//!
//! Out: [`FormPage`] → HTML, [`QuestionSheet`] → workbook. Back: file → filled sheet → [`Cell`]s.

mod delimited;
mod page;
mod reply;
mod workbook;

pub use page::{FormChoice, FormField, FormItem, FormLabels, FormPage, FormPart, ItemFact};
pub use reply::{Cell, MAX_BYTES};
pub(crate) use reply::{
    Returned, UnfitSheet, beside, of_row, problem, question_sheet, returned, typed_lines,
};
pub use workbook::{
    FormColumn, QuestionSheet, about_sheet, choice_of, fitting, head_format, locked_format,
    new_workbook, open_format, question_rows, saved_workbook,
};
