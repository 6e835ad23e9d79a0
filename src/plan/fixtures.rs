//! Invented applications for the tests of this room.

use crate::record::ApplicationReport;

/// An active application about which nothing else is known.
pub fn application(id: &str) -> ApplicationReport {
    ApplicationReport {
        id: id.to_owned(),
        name: id.to_owned(),
        department: "KVR".to_owned(),
        personal_data: true,
        ..ApplicationReport::default()
    }
}
