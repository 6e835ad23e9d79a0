//! Compares the kind of an application in the inventory with what was read of it.

use crate::inventory::{Application, ApplicationKind};
use crate::problem::Level;
use crate::record::{ApplicationReport, Notice};
use crate::texts::{Bilingual, Language, filled};

/// A notice for an application with web pages that the inventory calls a desktop program: its duties depend on the
/// kind, among them an accessibility declaration.
pub(super) fn contradicted(entry: &Application, report: &ApplicationReport) -> Option<Notice> {
    if !matches!(
        entry.kind,
        ApplicationKind::Desktop | ApplicationKind::Terminal
    ) {
        return None;
    }
    let documents = report.documents.glance();
    let mut documents = documents.iter();
    let is_page = documents
        .any(|document| document.page.is_none() && document.format.as_deref() == Some("html"));
    if !is_page {
        return None;
    }
    let message = |language: Language| {
        let kind = entry.kind.label(language);
        // The text names no application, so that equal notices are shown once.
        filled("inventory.kind-contradicted", language, &[("kind", &kind)])
    };
    Some(Notice {
        code: "KIND-CONTRADICTED".to_owned(),
        level: Level::Warning,
        place: super::decisions::place(&entry.origin),
        application: Some(entry.id.clone()),
        message: Bilingual::of(message),
    })
}
