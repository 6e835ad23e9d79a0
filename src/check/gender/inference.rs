//! `gender-name-inference`: no gender is guessed from a first name.

use serde::Deserialize;

use crate::check::generic::params;
use crate::check::{Check, CheckKind, UsageCheck};
use crate::gender::{GenderUsage, NamedPlace};
use crate::model::TargetPlace;
use crate::outcome::{Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-name-inference",
    facts: &["library"],
    variants: &[],
    build: |table| {
        let Params { libraries, hosts } = params(table)?;
        Ok(Check::Usage(Box::new(Inference {
            libraries: libraries.iter().map(|name| normal(name)).collect(),
            hosts: hosts.iter().map(|host| host.to_ascii_lowercase()).collect(),
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Names of libraries, compared with whole parts of what is imported.
    libraries: Vec<String>,
    /// Hosts of services; their subdomains count, too.
    hosts: Vec<String>,
}

struct Inference {
    libraries: Vec<String>,
    hosts: Vec<String>,
}

fn normal(name: &str) -> String {
    name.trim().to_ascii_lowercase().replace('_', "-")
}

impl Inference {
    fn guesses(&self, used: &str) -> bool {
        let used = normal(used);
        let mut parts = used.split(['.', '/', '\\', ':']);
        parts.any(|part| self.libraries.iter().any(|library| library == part))
            || self.hosts.iter().any(|host| {
                used.strip_suffix(host.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            })
    }
}

impl UsageCheck for Inference {
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)> {
        let judge = |NamedPlace { names, place }: &NamedPlace| {
            let target = TargetPlace {
                anchor: place.path.clone(),
                place: place.clone(),
                cause: None,
            };
            let expectation = match names.iter().find(|name| self.guesses(name)) {
                Some(name) => Expectation::Unmet(Grounds::none().with("library", name.as_str())),
                None => Expectation::Met,
            };
            (target, expectation)
        };
        usage.libraries.iter().map(judge).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_and_hosts_are_compared_by_whole_parts() {
        let inference = Inference {
            libraries: vec!["gender-guesser".into(), "genderdetector".into()],
            hosts: vec!["genderize.io".into()],
        };
        for used in [
            "gender_guesser.detector",
            "GenderDetector\\GenderDetector",
            "gender-guesser/lib/a",
            "api.genderize.io",
            "genderize.io",
        ] {
            assert!(inference.guesses(used), "{used}");
        }
        for used in [
            "gender",
            "./gender",
            "de.stadt.Gender",
            "notgenderize.io",
            "my_gender_guesser_form",
        ] {
            assert!(!inference.guesses(used), "{used}");
        }
    }
}
