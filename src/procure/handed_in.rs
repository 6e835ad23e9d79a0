//! The parts of a submission: evidence, conformance reports, and folders that contain only explanations.

use std::collections::BTreeMap;
use std::path::Path;

use super::Bid;
use super::conformance::{read_reports, unread_reports};
use super::dossier::ANSWERS;
use super::exhibit::{ExhibitFault, ExhibitFile, ExhibitIndex, digest};
use super::reader::{problem, same};
use crate::model::{Position, is_readme};
use crate::problem::Problem;

impl Bid {
    /// Compares the evidence of all answers with the files of the dossier.
    pub(super) fn take_exhibits(&mut self, folder: &Path) {
        let index = ExhibitIndex::read_folder(folder);
        self.reports = read_reports(folder, &index);
        let folders = self.artefacts.iter().map(|artefact| &artefact.id);
        let explained = folders.filter(|folder| index.holds_only(folder, is_readme));
        self.explained = explained.cloned().collect();
        let mut files: BTreeMap<String, ExhibitFile> = BTreeMap::new();
        for asked in &mut self.asked {
            let Some(answer) = &mut asked.answer else {
                continue;
            };
            answer.exhibits = index.exhibits(answer.evidence.as_deref().unwrap_or_default());
            for exhibit in &mut answer.exhibits {
                let Some(file) = &exhibit.file else { continue };
                if !files.contains_key(file) {
                    let Ok((bytes, sha256)) = digest(folder, file) else {
                        exhibit.fault = Some(ExhibitFault::Unreadable);
                        continue;
                    };
                    let known = ExhibitFile {
                        file: file.clone(),
                        bytes,
                        sha256,
                        seen: String::new(),
                        replaces: None,
                        questions: Vec::new(),
                    };
                    files.insert(file.clone(), known);
                }
                if let Some(known) = files.get_mut(file)
                    && !known.questions.contains(&asked.question.id)
                {
                    known.questions.push(asked.question.id.clone());
                }
            }
        }
        self.exhibits = files.into_values().collect();
        self.unread_reports = unread_reports(folder, &index, &self.asked, &self.reports);
    }

    /// Whether an artefact folder contains only an explanation of its purpose. In a tender it is prefixed with the
    /// bidder's folder.
    pub(super) fn holds_only_readmes(&self, folder: &str) -> bool {
        let ends = |own: &String| {
            let before = folder.strip_suffix(own.as_str());
            before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        self.explained.iter().any(ends)
    }

    /// Problems of the evidence, with their places. `folder`: as the user named it.
    pub fn evidence_problems(&self, folder: &Path) -> Vec<Problem> {
        let name = folder.join(ANSWERS).to_string_lossy().into_owned();
        // A mistake repeated in many answers is reported once, with its questions.
        let mut told: Vec<(&str, ExhibitFault, u32, Vec<&str>)> = Vec::new();
        for asked in &self.asked {
            let Some(answer) = &asked.answer else {
                continue;
            };
            for exhibit in &answer.exhibits {
                let Some(fault) = exhibit.fault else { continue };
                let id = asked.question.id.as_str();
                let same = |(written, other, ..): &&mut (&str, ExhibitFault, u32, Vec<&str>)| {
                    *written == exhibit.written && *other == fault
                };
                match told.iter_mut().find(same) {
                    Some((.., ids)) => ids.push(id),
                    None => told.push((&exhibit.written, fault, answer.origin.line, vec![id])),
                }
            }
        }
        let problems = told.into_iter().map(|(written, fault, line, ids)| {
            let key = format!("proc-011-{}", fault.name());
            let at = Position { line, column: 1 };
            let values = [
                ("question", same(&ids.join(", "))),
                ("value", same(written)),
            ];
            problem(&key, &name, Some(at), &values)
        });
        problems.collect()
    }
}
