//! The columns of the sheets.

/// The columns of a sheet: keys of headers, and widths in characters.
pub(super) type Columns = &'static [(&'static str, u16)];

pub(super) const OVERVIEW: Columns = &[("paper.figure", 44), ("paper.value", 70)];

pub(super) const DEPARTMENTS: Columns = &[
    ("report.department", 14),
    ("report.name", 36),
    ("report.applications", 14),
    ("report.failing", 14),
    ("report.failures", 12),
    ("report.doubts", 12),
    ("report.advice", 14),
    ("report.gaps", 12),
    ("report.tasks", 12),
];

pub(super) const APPLICATIONS: Columns = &[
    ("report.application", 16),
    ("report.name", 34),
    ("report.department", 12),
    ("report.kind", 20),
    ("report.vendor", 22),
    ("report.product", 22),
    ("report.business-owner", 28),
    ("report.phase", 14),
    ("report.active-from", 13),
    ("report.next-release", 13),
    ("report.end-of-life", 13),
    ("report.successor", 16),
    ("report.personal-data-short", 14),
    ("report.standing", 30),
    ("report.documents", 12),
    ("report.failures", 10),
    ("report.doubts", 10),
    ("report.advice", 14),
    ("report.gaps", 10),
    ("report.tasks", 10),
];

pub(super) const TASKS: Columns = &[
    ("paper.task-id", 22),
    ("report.priority", 12),
    ("report.application", 16),
    ("report.name", 30),
    ("report.department", 12),
    ("report.task", 50),
    ("report.owner", 26),
    ("report.effort", 10),
    ("report.window", 30),
    ("paper.due", 13),
    ("report.reason", 50),
    ("report.order-of-work", 60),
    ("report.findings", 12),
    ("report.documents", 40),
    ("report.rule", 36),
];

pub(super) const FINDINGS: Columns = &[
    ("report.application", 16),
    ("report.name", 30),
    ("report.department", 12),
    ("report.severity", 12),
    ("report.demand", 40),
    ("report.message", 60),
    ("report.document", 40),
    ("report.line", 8),
    ("report.column", 8),
    ("report.path", 30),
    ("report.excerpt", 40),
    ("report.remedy", 60),
    ("report.legal", 40),
    ("report.rule", 36),
    ("paper.task-id", 22),
    ("report.waived-until-head", 14),
    ("report.fingerprint", 38),
];

pub(super) const QUESTIONS: Columns = &[
    ("report.application", 16),
    ("report.name", 30),
    ("report.department", 12),
    ("report.severity", 12),
    ("report.question", 60),
    ("report.message", 60),
    ("report.owner", 26),
    ("report.document", 40),
    ("report.line", 8),
    ("report.path", 30),
    ("report.excerpt", 40),
    ("report.rule", 36),
    ("paper.task-id", 22),
    ("report.fingerprint", 38),
];

pub(super) const ANSWERS: Columns = &[
    ("report.application", 16),
    ("report.name", 30),
    ("report.department", 12),
    ("report.demand", 40),
    ("report.message", 60),
    ("report.answer-given", 16),
    ("report.reason", 50),
    ("paper.who-and-when", 40),
    ("report.document", 40),
    ("report.line", 8),
    ("report.rule", 36),
    ("report.fingerprint", 38),
];

pub(super) const GAPS: Columns = &[
    ("report.application", 16),
    ("report.name", 30),
    ("report.department", 12),
    ("paper.stage", 16),
    ("report.document", 44),
    ("report.line", 8),
    ("report.cause", 60),
    ("paper.detail", 40),
    ("report.next-step", 60),
    ("report.rule", 30),
];

pub(super) const NOTICES: Columns = &[
    ("report.application", 16),
    ("report.name", 30),
    ("report.department", 12),
    ("paper.level", 12),
    ("paper.code", 14),
    ("paper.notice", 80),
    ("report.place", 44),
];
