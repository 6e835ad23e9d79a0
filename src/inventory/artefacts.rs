//! Artefacts that an inventory names and that are not there. Only a check of the inventory asks: an audit says it of
//! each application where it matters.

use super::{ArtefactTarget, Inventory, Message};
use crate::model::Position;
use crate::problem::Problem;

impl Inventory {
    /// Artefacts whose path leads to no file and no folder, at the applications that name them.
    pub fn missing_artefacts(&self) -> Vec<Problem> {
        let mut missing = Vec::new();
        for application in self.applications.values() {
            for artefact in &application.artefacts {
                let ArtefactTarget::Path(path) = &artefact.target else {
                    continue;
                };
                if path.contains("://") || self.root.join(path).exists() {
                    continue;
                }
                let position = Position {
                    line: application.origin.line,
                    column: 1,
                };
                let message = Message::new("inv-030")
                    .with("id", &application.id)
                    .with("name", &application.name)
                    .with("path", path);
                let file = self.root.join(&application.origin.file);
                missing.push(message.problem(&file.to_string_lossy(), Some(position)));
            }
        }
        missing
    }
}
