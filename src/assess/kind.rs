//! What the inventory calls an application, held against what was read of it.

use crate::inventory::{Application, ApplicationKind};
use crate::problem::Level;
use crate::record::{ApplicationReport, Notice};
use crate::texts::{Bilingual, Language, filled};

/// A notice where web pages were read of what the inventory calls a program with windows of its own: their duties hang
/// on the kind, a declaration of accessibility among them.
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
        // Nothing of the application itself, so that the same notice about several of them is told once.
        filled("inventory.kind-contradicted", language, &[("kind", &kind)])
    };
    Some(Notice {
        code: "KIND-CONTRADICTED".to_owned(),
        level: Level::Warning,
        place: super::decisions::place(&entry.origin),
        application: Some(entry.id.clone()),
        message: Bilingual {
            de: message(Language::De),
            en: message(Language::En),
        },
    })
}
