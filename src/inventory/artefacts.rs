//! Artefacts named by an inventory that do not exist. Only a check of the inventory reports them here; an audit reports
//! them with each application where it matters.

use std::path::Path;

use super::{ArtefactTarget, Inventory, Message};
use crate::model::Position;
use crate::problem::{ApplicationEntry, Problem};

impl Inventory {
    /// One problem for each artefact whose path leads to no file or folder, at the application that names it.
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
                let message = match self.missing_folder(path) {
                    // A missing folder is one fault, however many applications keep artefacts in it.
                    Some(folder) => Message::new("inv-030-folder").with("folder", folder),
                    None => Message::new("inv-030")
                        .with("id", &application.id)
                        .with("name", &application.name)
                        .with("path", path),
                };
                let file = self.root.join(&application.origin.file);
                let id = application.id.clone();
                missing.push(Problem {
                    application: Some(Box::new(ApplicationEntry { id })),
                    ..message.problem(&file.to_string_lossy(), Some(position))
                });
            }
        }
        missing
    }

    /// The outermost folder of a path that does not exist; `None` if only the path itself is missing.
    fn missing_folder(&self, path: &str) -> Option<String> {
        let folders = Path::new(path).ancestors().skip(1);
        let missing =
            folders.filter(|it| !it.as_os_str().is_empty() && !self.root.join(it).exists());
        missing
            .last()
            .map(|folder| folder.to_string_lossy().into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{Application, Artefact};

    #[test]
    fn a_missing_folder_is_one_fault() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("there")).expect("a folder");
        let mut inventory = Inventory {
            root: folder.path().to_owned(),
            ..Inventory::default()
        };
        for (id, path) in [
            ("A-1", "artefacts/a/1"),
            ("A-2", "artefacts/b"),
            ("A-3", "there/c"),
        ] {
            let artefact = Artefact {
                id: path.to_owned(),
                target: ArtefactTarget::Path(path.to_owned()),
                format: None,
                auth_ref: None,
                label: None,
            };
            let application = Application {
                id: id.to_owned(),
                artefacts: vec![artefact],
                ..Application::default()
            };
            inventory.applications.insert(id.to_owned(), application);
        }
        let missing = inventory.missing_artefacts();
        let said: Vec<&str> = missing.iter().map(|it| it.message.de.as_str()).collect();
        assert_eq!(said.len(), 3);
        assert!(
            said[0].contains("Den Ordner „artefacts“ gibt es nicht"),
            "{said:?}"
        );
        assert_eq!(said[0], said[1]);
        assert!(said[2].contains("„there/c“"), "{said:?}");
    }
}
