//! The report as data, with its sums. Judging, planning and writing import it; it imports none of them, so that a
//! stored report can be read without them.

mod application;
mod compact;
mod concerned;
mod coverage;
mod declared;
mod domain;
mod field;
mod operation;
mod report;
mod roadmap;
mod shorthand;
mod sparse;
mod standing;
mod suggestion;
mod task;
mod totals;
mod weight;

pub use application::{AnsweredQuestion, ApplicationReport, Cell, ChecklistSummary, Waived};
pub use compact::{Compact, Compactable};
pub use concerned::Concerned;
pub use coverage::{Coverage, Funnel};
pub use declared::{AccessibilityRecord, AnswerRecord, ExceptionRecord, InterfaceRecord};
pub use domain::{DomainMember, DomainRecord};
pub use field::{Explanation, FOUR_ENTRIES, FieldRecord, ValueExplanation, ValueRecord};
pub use operation::Operation;
pub use report::{ChangeScope, Notice, Report, RunHeader, SCHEMA, Scope, Selection, is_newer};
pub use roadmap::{
    Changed, Compared, DepartmentPlan, Entry, Escalation, EscalationKind, Load, Quarter, Roadmap,
    Slip, SlipReason, WhatIf,
};
pub use shorthand::Shorthand;
pub use standing::Standing;
pub use suggestion::{Applicability, FileChange, SuggestionRecord, TextEdit};
pub use task::{EITHER, Priority, Reason, Stage, Step, Task, TaskKind, Timing, Window, WindowKind};
pub use totals::{DepartmentReport, Totals};
pub use weight::Weight;
