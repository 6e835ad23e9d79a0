//! Decisions for several applications at once: a list of them, or a property they share.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Application;
use super::entry::Entry;
use super::load::Declarations;
use super::message::{Message, hint, same};
use super::rules::Out;
use super::spec::Spec;
use crate::problem::{fold, nearest};

/// The applications that a decision applies to, as defined in the table of fields. If several conditions are given, all
/// of them must match.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Group {
    applications: Vec<String>,
    tag: Option<String>,
    product: Option<String>,
    department: Option<String>,
}

impl Group {
    /// Whether any condition is given.
    pub fn is_named(&self) -> bool {
        !self.applications.is_empty()
            || [&self.tag, &self.product, &self.department]
                .into_iter()
                .any(Option::is_some)
    }

    /// The applications of the group; empty if no condition is given. Conditions that match nothing are reported
    /// (INV-023).
    pub fn members(
        &self,
        entry: &Entry<'_>,
        declared: &Declarations<'_>,
        out: &mut Out<'_>,
    ) -> Option<BTreeSet<String>> {
        if !self.is_named() {
            return None;
        }
        let before = out.problems.len();
        for (index, id) in self.applications.iter().enumerate() {
            known(id, entry, &format!("applications[{index}]"), declared, out);
        }
        for (field, value, values) in self.shared() {
            let of_any = || applications(declared).flat_map(values);
            if !declared.complete || of_any().any(|known| same_name(known, value)) {
                continue;
            }
            let message = Message::new("inv-023-group")
                .with_both("field", Spec::get().named("answer", field))
                .with("value", value)
                .with_both(
                    "hint",
                    nearest(value, of_any()).map_or_else(|| same(""), hint),
                );
            out.problem_at(entry, field, message);
        }
        let members: BTreeSet<String> = applications(declared)
            .filter(|application| self.fits(application))
            .map(|application| application.id.clone())
            .collect();
        if members.is_empty() && declared.complete && out.problems.len() == before {
            out.at_entry(entry, Message::new("inv-023-nobody"));
        }
        Some(members)
    }

    /// The shared properties: field, value, and how to get an application's own values of that field.
    fn shared(&self) -> impl Iterator<Item = (&'static str, &str, Values)> {
        [
            ("tag", self.tag.as_deref(), tags as Values),
            ("product", self.product.as_deref(), product),
            ("department", self.department.as_deref(), department),
        ]
        .into_iter()
        .filter_map(|(field, value, values)| Some((field, value?, values)))
    }

    fn fits(&self, application: &Application) -> bool {
        let listed = self.applications.is_empty() || self.applications.contains(&application.id);
        listed
            && self.shared().all(|(_, value, values)| {
                values(application)
                    .into_iter()
                    .any(|own| same_name(own, value))
            })
    }
}

/// Gets the values that an application has for a property.
type Values = fn(&Application) -> Vec<&str>;

fn tags(application: &Application) -> Vec<&str> {
    application.tags.iter().map(String::as_str).collect()
}

fn product(application: &Application) -> Vec<&str> {
    application.product.as_deref().into_iter().collect()
}

fn department(application: &Application) -> Vec<&str> {
    vec![&application.department]
}

fn same_name(one: &str, other: &str) -> bool {
    one == other || fold(one) == fold(other)
}

fn applications<'d>(declared: &'d Declarations<'_>) -> impl Iterator<Item = &'d Application> {
    declared
        .applications
        .iter()
        .map(|application| &application.value)
}

/// INV-023
pub(super) fn known(
    application: &str,
    entry: &Entry<'_>,
    path: &str,
    declared: &Declarations<'_>,
    out: &mut Out<'_>,
) {
    let ids = || applications(declared).map(|application| application.id.as_str());
    if !declared.complete || ids().any(|id| id == application) {
        return;
    }
    let message = Message::new("inv-023").with("id", application).with_both(
        "hint",
        nearest(application, ids()).map_or_else(|| same(""), hint),
    );
    out.problem_at(entry, path, message);
}
