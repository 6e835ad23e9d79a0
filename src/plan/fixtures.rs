//! Invented applications for the tests of this room.

use crate::inventory::{ApplicationKind, LifeCycle};
use crate::outcome::Settled;
use crate::record::{ApplicationReport, Operation};

/// An application in operation of which nothing is known.
pub fn application(id: &str) -> ApplicationReport {
    ApplicationReport {
        id: id.to_owned(),
        name: id.to_owned(),
        department: "KVR".to_owned(),
        kind: ApplicationKind::Web,
        vendor: None,
        product: None,
        business_owner: None,
        lifecycle: LifeCycle::default(),
        successor: None,
        personal_data: true,
        operation: Operation::default(),
        stores_gender: None,
        accessibility: None,
        answers: Vec::new(),
        documents: Vec::new(),
        fields: Vec::new(),
        domains: Vec::new(),
        cells: Vec::new(),
        summary: Vec::new(),
        assertions: Vec::new(),
        settled: Settled::default(),
        waived: Vec::new(),
        gaps: Vec::new(),
    }
}
