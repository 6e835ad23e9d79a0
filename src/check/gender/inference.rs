//! `gender-name-inference`: gender is not inferred from a first name.

use serde::Deserialize;

use crate::check::generic::params;
use crate::check::{Check, CheckKind, UsageCheck};
use crate::gender::{GenderUsage, NamedPlace, tokens};
use crate::model::{Place, TargetPlace};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-name-inference",
    facts: &["library"],
    variants: &["function", "role"],
    build: |table| {
        let Params {
            libraries,
            hosts,
            functions,
        } = params(table)?;
        Ok(Check::Usage(Box::new(Inference {
            libraries: libraries.iter().map(|name| normal(name)).collect(),
            hosts: hosts.iter().map(|host| host.to_ascii_lowercase()).collect(),
            functions,
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Names of libraries, compared with whole segments of imports.
    libraries: Vec<String>,
    /// Hosts of services; subdomains match, too.
    hosts: Vec<String>,
    /// Words of functions that infer gender.
    functions: FunctionWords,
}

/// Words in the names of functions and of their parameters, in lower case.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FunctionWords {
    /// Words that mark a result as a guess.
    guessing: Vec<String>,
    /// Words that only mark a look-up.
    seeking: Vec<String>,
    /// Words between the result and what it is derived from.
    linking: Vec<String>,
    /// Words for the result: a gender entry.
    entry: Vec<String>,
    /// Words for the result: a salutation.
    salutation: Vec<String>,
    /// Words for first names.
    first_name: Vec<String>,
    /// Words for names of any kind.
    name: Vec<String>,
    /// Words for family names.
    family_name: Vec<String>,
    /// Words for the region of a first name; no other kind of name depends on a region.
    region: Vec<String>,
}

impl FunctionWords {
    /// Whether a function infers gender from a first name: `getGender(firstName)`, `guess_sex(name)`. `names`: its own
    /// name, then those of its parameters.
    fn guesses(&self, names: &[String]) -> bool {
        let [function, parameters @ ..] = names else {
            return false;
        };
        let words = tokens(function);
        let has = |of: &[String]| words.iter().any(|word| of.contains(word));
        // A label, icon or list of genders is something else: the result is the last word of the name, or the word
        // before its input.
        let asked = words
            .iter()
            .rposition(|word| self.entry.contains(word) || self.salutation.contains(word));
        let Some((at, asked, of)) =
            asked.and_then(|at| Some((at, words.get(at)?, words.get(at + 1..)?)))
        else {
            return false;
        };
        let of_words = of.len();
        let of = of.concat();
        let ends_with_name = |all: &[String]| all.iter().any(|name| of.ends_with(name.as_str()));
        let by_first_name = of.len() > 1 && ends_with_name(&self.first_name);
        // genderOfFirstName, gender_from_vorname: the function's name alone says it.
        // A salutation may be a greeting by name: salutationForFirstName.
        let is_entry = self.entry.contains(asked);
        let says_from_what = is_entry
            && by_first_name
            && words
                .get(words.len() - of_words)
                .is_some_and(|word| self.linking.contains(word));
        // getFirstnameGender
        let before = words.get(..at).map(<[String]>::concat).unwrap_or_default();
        let of_first_name = is_entry
            && of.is_empty()
            && self
                .first_name
                .iter()
                .any(|name| before.ends_with(name.as_str()));
        let is_asked_for = of.is_empty()
            || by_first_name
            || (words.len() > 2 && ends_with_name(&self.name) && !self.name.contains(&of));
        let parameter = |all: &[String]| {
            parameters.iter().any(|parameter| {
                let words = tokens(parameter);
                let whole = words.concat();
                all.iter()
                    .any(|word| *word == whole || words.contains(word))
            })
        };
        if !is_asked_for || parameter(&self.entry) || parameter(&self.salutation) {
            return false;
        }
        let by_first_name = by_first_name
            || of_first_name
            || parameters.iter().any(|parameter| {
                let whole = tokens(parameter).concat();
                self.first_name
                    .iter()
                    .any(|name| whole.contains(name.as_str()))
            });
        if has(&self.guessing) {
            return by_first_name || parameter(&self.name);
        }
        // A greeting is built from both names.
        let greets = self.salutation.contains(asked) && parameter(&self.family_name);
        (has(&self.seeking) || says_from_what)
            && !greets
            && (by_first_name || (parameter(&self.name) && parameter(&self.region)))
    }
}

struct Inference {
    libraries: Vec<String>,
    hosts: Vec<String>,
    functions: FunctionWords,
}

fn normal(name: &str) -> String {
    name.trim().to_ascii_lowercase().replace('_', "-")
}

impl Inference {
    /// The library or service that something used belongs to, if it guesses.
    fn guesser(&self, used: &str) -> Option<&str> {
        let used = normal(used);
        let mut parts = used.split(['.', '/', '\\', ':']);
        let library = parts.find_map(|part| self.libraries.iter().find(|library| *library == part));
        let host = || {
            self.hosts.iter().find(|host| {
                used.strip_suffix(host.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            })
        };
        library.or_else(host).map(String::as_str)
    }

    /// The verdicts on what is used: a library or service that guesses is named once, with its further places.
    fn judge_used(&self, used: &[NamedPlace]) -> Vec<(TargetPlace, Expectation)> {
        let mut judged = Vec::new();
        let mut guessers: Vec<(&str, TargetPlace, Grounds)> = Vec::new();
        for NamedPlace { names, place } in used {
            let guess = |name: &String| Some((self.guesser(name)?, name.clone()));
            let Some((guesser, name)) = names.iter().find_map(guess) else {
                judged.push((target(place), Expectation::Met));
                continue;
            };
            match guessers.iter_mut().find(|(known, ..)| *known == guesser) {
                Some((.., grounds)) => grounds.related.push(place.clone()),
                None => {
                    let grounds = Grounds::none().with("library", name.as_str());
                    guessers.push((guesser, target(place), grounds));
                }
            }
        }
        let guessers = guessers.into_iter();
        judged.extend(guessers.map(|(_, target, grounds)| (target, Expectation::Unmet(grounds))));
        judged
    }
}

fn target(place: &Place) -> TargetPlace {
    TargetPlace {
        anchor: place.path.clone(),
        place: place.clone(),
        cause: None,
    }
}

impl UsageCheck for Inference {
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)> {
        let guesses = |function: &&NamedPlace| self.functions.guesses(&function.names);
        let ask = |NamedPlace { names, place }: &NamedPlace| {
            let name = names.first().map(String::as_str).unwrap_or_default();
            let grounds = Grounds::none().with("library", name).variant("function");
            let expectation = Expectation::Unknown(Doubt::NeedsPerson, grounds);
            (target(place), expectation)
        };
        let functions = usage.functions.iter().filter(guesses).map(ask);
        let by_role = |NamedPlace { names, place }: &NamedPlace| {
            let grounds = Grounds::none()
                .with("library", names.join("."))
                .variant("role");
            let expectation = Expectation::Unknown(Doubt::NeedsPerson, grounds);
            (target(place), expectation)
        };
        let roles = usage.roles.iter().map(by_role);
        let mut judged = self.judge_used(&usage.libraries);
        judged.extend(functions.chain(roles));
        judged
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
            functions: FunctionWords::default(),
        };
        for used in [
            "gender_guesser.detector",
            "GenderDetector\\GenderDetector",
            "gender-guesser/lib/a",
            "api.genderize.io",
            "genderize.io",
        ] {
            assert!(inference.guesser(used).is_some(), "{used}");
        }
        for used in [
            "gender",
            "./gender",
            "de.stadt.Gender",
            "notgenderize.io",
            "my_gender_guesser_form",
        ] {
            assert!(inference.guesser(used).is_none(), "{used}");
        }
    }
}
