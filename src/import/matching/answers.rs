//! Matches the rows of a survey with applications.

use super::super::plan::Similar;
use super::super::rows::Record;
use super::super::survey;
use super::Matching;
use crate::inventory::Message;

impl Matching<'_> {
    pub(super) fn answer(&mut self, record: Record, is_prefilled: bool) {
        let written = record
            .text("id")
            .or_else(|| record.text("name"))
            .unwrap_or_default()
            .to_owned();
        let named = [record.text("id"), record.text("name")];
        let decided = named
            .iter()
            .flatten()
            .find_map(|name| self.mapping.same(name));
        let meant = decided
            .and_then(|id| self.applications.by_id(id))
            .or_else(|| {
                named.iter().flatten().find_map(|name| {
                    let known = self.applications.meant(name)?;
                    self.applications.by_id(&known.id)
                })
            });
        let Some(index) = meant else {
            match self.applications.similar(&written) {
                Some(other) => {
                    let other = &self.applications.all[other];
                    self.plan.similar.push(Similar {
                        place: record.place.clone(),
                        name: written,
                        other: other.id.clone(),
                        other_name: other.name.clone(),
                    });
                }
                None => {
                    let message = Message::new("imp-002-answer").with("value", &written);
                    self.fault(&record.place, message);
                }
            }
            return;
        };
        self.answers
            .entry(index)
            .or_default()
            .push(survey::Answer::of(record, is_prefilled));
    }
}
