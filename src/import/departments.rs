//! The departments that a cell may mean: those of the inventory and those of earlier rows. Lists name a department in
//! many ways; certain matches are taken over, possible ones are asked.

mod spelling;

use std::collections::{BTreeMap, HashMap};

use self::spelling::{
    SHORTENED, Written, abbreviates, code_and_name, code_of_unit, is_short, parts, plain, shortens,
    words,
};
use crate::inventory::{Inventory, NameIndex, fold, is_code};

/// Departments by code and name.
#[derive(Debug, Default)]
pub(super) struct Departments {
    codes: HashMap<String, String>,
    /// By plain name.
    names: HashMap<String, String>,
    all: Vec<(String, String)>,
    /// How many of them the inventory has; the others are new.
    of_inventory: usize,
    /// How many of them a list of departments names. Such a list is complete: other names are questions.
    listed: usize,
    similar: NameIndex,
    expected: Expected,
}

/// The departments that the rows of the lists name plainly, regardless of order.
#[derive(Debug, Default)]
struct Expected {
    /// Codes given explicitly, by folded code.
    codes: BTreeMap<String, String>,
    /// Full names, by folded name.
    names: BTreeMap<String, String>,
    /// Names given beside their codes, by folded code.
    named: HashMap<String, String>,
    /// Codes given beside their names, by plain name.
    coded: HashMap<String, String>,
    /// Current names of departments, by plain former name.
    renamed: HashMap<String, String>,
}

/// The department that a text means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant {
    Known(String),
    /// A new one, with its code and its name.
    New(String, String),
    /// Possibly this one; unconfirmed.
    Similar(String),
}

impl Departments {
    pub fn of(inventory: &Inventory) -> Self {
        let mut all = Self::default();
        for department in inventory.departments.values() {
            all.add(&department.id, &department.name);
        }
        all.of_inventory = all.all.len();
        all
    }

    pub fn add(&mut self, code: &str, name: &str) {
        self.codes.insert(fold(code), code.to_owned());
        self.names
            .entry(plain(name))
            .or_insert_with(|| code.to_owned());
        self.similar.insert(self.all.len(), name, &[]);
        self.all.push((code.to_owned(), name.to_owned()));
    }

    /// Adds a department of a list of departments.
    pub fn add_listed(&mut self, code: &str, name: &str) {
        self.listed += 1;
        self.add(code, name);
    }

    /// Notes that a list of departments names a known one.
    pub fn note_listed(&mut self) {
        self.listed += 1;
    }

    /// Whether the lists hold one of all departments.
    pub fn are_listed(&self) -> bool {
        self.listed > 1
    }

    /// The code of the listed department that a text may mean: one of its parts is the department, the name holds the
    /// text, or both begin alike: `Kämmerei` for Stadtkämmerei, `Personalref.` for Personal- und Organisationsreferat.
    /// `None` if there is none or several.
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let sides = text.split(['/', ',', ';']).map(str::trim);
        if let Some(code) = sides
            .filter(|side| *side != text)
            .find_map(|side| self.known(side))
        {
            return Some(code);
        }
        let whole = plain(text);
        let stem = words()
            .heads
            .iter()
            .chain(words().short.keys())
            .find_map(|head| whole.strip_suffix(head.as_str()))
            .unwrap_or(&whole);
        if whole.len() < SHORTENED {
            return None;
        }
        let begins = stem.len() >= SHORTENED;
        let fits = |(_, name): &&(String, String)| {
            let name = plain(name);
            name.contains(&whole) || begins && name.starts_with(stem)
        };
        let mut near = self.all.iter().filter(fits);
        match (near.next(), near.next()) {
            (Some((code, _)), None) => Some(code),
            _ => None,
        }
    }

    /// Records a department that a row of the lists names, so that less plain spellings in earlier rows are not taken
    /// for a new department.
    pub fn expect(&mut self, text: &str) {
        let written = Written::new(text);
        let now = written.now;
        let expected = &mut self.expected;
        for former in written.former {
            let formers = expected.renamed.entry(plain(former));
            formers.or_insert_with(|| now.to_owned());
        }
        if let Some((code, name)) = code_and_name(now) {
            let named = expected.named.entry(fold(code));
            named.or_insert_with(|| name.to_owned());
            let coded = expected.coded.entry(plain(name));
            coded.or_insert_with(|| code.to_owned());
        }
        let folded = fold(now);
        if is_short(now) && now.chars().all(char::is_alphabetic) {
            let codes = expected.codes.entry(folded);
            codes.or_insert_with(|| now.to_owned());
        } else if folded.len() >= SHORTENED && !now.ends_with('.') {
            let names = expected.names.entry(folded);
            names.or_insert_with(|| now.to_owned());
        }
    }

    /// The department that a cell names.
    pub fn meant(&self, text: &str) -> Meant {
        let written = Written::new(text);
        let text = written.now;
        if let Some(code) = self.known(text) {
            return Meant::Known(code.to_owned());
        }
        // `KVR - Kreisverwaltungsreferat`, `Kreisverwaltungsreferat (KVR)`
        if let Some(code) = parts(text).find_map(|part| self.known(part)) {
            return Meant::Known(code.to_owned());
        }
        if let Some(code) = written.former.iter().find_map(|former| self.known(former)) {
            return Meant::Similar(code.to_owned());
        }
        if let Some((code, name)) = code_and_name(text) {
            return Meant::New(code.to_owned(), name.to_owned());
        }
        if let Some(code) = self.expected.coded.get(&plain(text)) {
            return Meant::New(code.clone(), self.name_of(code).to_owned());
        }
        if let Some(code) = self.named_within(text).or_else(|| self.alike(text)) {
            return Meant::Similar(code.to_owned());
        }
        if is_code(text) && text.chars().count() <= 12 {
            return Meant::New(text.to_owned(), self.name_of(text).to_owned());
        }
        let code = code_of_unit(text).map_or_else(|| self.free_code(text), str::to_owned);
        Meant::New(code, text.to_owned())
    }

    /// The mapping value for a spelling that may mean a department of this code: the code, with the name if nothing
    /// else states it.
    pub fn proposal(&self, text: &str, code: &str) -> String {
        if let Some(whole) = self.new_department(code) {
            return whole;
        }
        let is_named = self.expected.named.contains_key(&fold(code))
            || self
                .all
                .iter()
                .any(|(known, name)| known == code && name != code);
        let name = Written::new(text).now;
        let is_former = self.expected.renamed.contains_key(&plain(name));
        // `KVR II/3` is a unit of KVR and no name of it.
        let mut words = name.split(|ch: char| !ch.is_alphanumeric());
        let is_unit = words.any(|word| word == code);
        match is_named
            || is_former
            || is_unit
            || is_short(name)
            || name.ends_with('.')
            || !is_short(code)
        {
            true => code.to_owned(),
            false => format!("{name} ({code})"),
        }
    }

    /// A department that only this import adds, with name and code: the row that names it may come after the one that
    /// the proposal is for. `code`: its code or, before the row with its name was read, its name.
    fn new_department(&self, code: &str) -> Option<String> {
        let with_name = |code: &str, name: &str| format!("{name} ({code})");
        if self.expected.named.contains_key(&fold(code)) {
            return None;
        }
        let mut new = self.all.iter().skip(self.of_inventory);
        if let Some((code, name)) = new.find(|(known, name)| known == code && name != code) {
            return Some(with_name(code, name));
        }
        let is_name = !is_short(code) && self.expected.names.contains_key(&fold(code));
        is_name.then(|| {
            let own = code_of_unit(code).map_or_else(|| self.free_code(code), str::to_owned);
            with_name(&own, code)
        })
    }

    /// The name given beside a code anywhere, or the code itself.
    fn name_of<'t>(&'t self, code: &'t str) -> &'t str {
        let named = self.expected.named.get(&fold(code));
        named.map_or(code, String::as_str)
    }

    /// The code of the department with this full name: one stated with it, or a plain one that abbreviates it.
    fn code_of_name(&self, name: &str) -> Option<&str> {
        let stated = || self.expected.coded.get(&plain(name)).map(String::as_str);
        let abbreviating = || {
            let mut codes = self.expected.codes.values();
            codes.find(|code| abbreviates(code, name))
        };
        self.known(name)
            .or_else(stated)
            .or_else(|| abbreviating().map(String::as_str))
    }

    fn known(&self, text: &str) -> Option<&str> {
        let code = self.codes.get(&fold(text));
        code.or_else(|| self.names.get(&plain(text)))
            .map(String::as_str)
    }

    /// The department that a text contains among other words: `KVR II/3`, `KVR/SOZ`, `Kreisverwaltungsref.`
    fn named_within(&self, text: &str) -> Option<&str> {
        let mut words = text.split(|ch: char| !ch.is_alphanumeric());
        let code = words.find_map(|word| {
            let folded = fold(word);
            let is_sign = word.chars().count() > 1 && !word.contains(char::is_lowercase);
            let codes = self.codes.get(&folded);
            codes
                .or_else(|| self.expected.codes.get(&folded))
                .filter(|code| is_sign && fold(code) != fold(text))
        });
        if let Some(code) = code {
            return Some(code);
        }
        let stem = fold(text);
        if !text.ends_with('.') || stem.len() < SHORTENED {
            return None;
        }
        let mut all = self.all.iter();
        let known = all.find(|(_, name)| fold(name).starts_with(&stem));
        known.map(|(code, _)| code.as_str()).or_else(|| {
            let (name, written) = self.expected.names.range(stem.clone()..).next()?;
            let whole = name.starts_with(&stem).then_some(written.as_str())?;
            Some(self.code_of_name(whole).unwrap_or(whole))
        })
    }

    /// A department whose name or code may be the same in another spelling.
    fn alike(&self, text: &str) -> Option<&str> {
        if let Some(now) = self.expected.renamed.get(&plain(text)) {
            return Some(self.known(now).unwrap_or(now));
        }
        let index = self.similar.find(text);
        if let Some((code, _)) = index.and_then(|index| self.all.get(index)) {
            return Some(code);
        }
        let mut all = self.all.iter();
        let known = all.find(|(code, name)| {
            let is_another = fold(code) != fold(name);
            abbreviates(code, text)
                || is_another && abbreviates(text, name)
                || shortens(text, name)
                || shortens(name, text)
        });
        if let Some((code, _)) = known {
            return Some(code);
        }
        let mut codes = self.expected.codes.values();
        if let Some(code) = codes.find(|code| abbreviates(code, text)) {
            return Some(code);
        }
        // `Soz.-Ref.`, where other rows say Sozialreferat.
        let mut names = self.expected.names.values();
        let whole = names.find(|name| shortens(text, name))?;
        Some(self.code_of_name(whole).unwrap_or(whole))
    }

    /// A code derived from a name: the initials of its words, or the first letters of its only word.
    fn free_code(&self, name: &str) -> String {
        let words: Vec<&str> = name
            .split(|ch: char| !ch.is_alphanumeric())
            .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
            .collect();
        let code: String = match words.as_slice() {
            [] => "REF".to_owned(),
            [word] => word.chars().take(4).collect(),
            words => words
                .iter()
                .filter_map(|word| word.chars().next())
                .take(8)
                .collect(),
        };
        let code = code.to_uppercase();
        let numbered = (2..).map(|number| format!("{code}{number}"));
        let free = |code: &String| !self.codes.contains_key(&fold(code));
        std::iter::once(code.clone())
            .chain(numbered)
            .find(free)
            .unwrap_or(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(departments: &[(&str, &str)]) -> Departments {
        let mut all = Departments::default();
        for (code, name) in departments {
            all.add(code, name);
        }
        all
    }

    fn said(meant: Meant) -> String {
        match meant {
            Meant::Known(code) => code,
            Meant::New(code, name) => format!("+{code}/{name}"),
            Meant::Similar(code) => format!("?{code}"),
        }
    }

    #[test]
    fn codes_of_departments_are_told_from_other_words() {
        for (code, name) in [
            ("KVR", "Kreisverwaltungsreferat"),
            ("POR", "Personal- und Organisationsreferat"),
            ("BAU", "Baureferat"),
            ("SOZA", "Sozialamt"),
            ("SKA", "Stadtkämmerei"),
            ("RBS", "Referat für Bildung und Sport"),
            ("RIT", "IT-Referat"),
        ] {
            assert!(abbreviates(code, name), "{code} {name}");
        }
        for (code, name) in [
            ("KVR", "Kulturreferat"),
            ("GSR", "Baureferat"),
            ("IT", "Institut"),
            ("KVR", "Kreisverein"),
            ("RBS", "Referat für Arbeit und Wirtschaft"),
        ] {
            assert!(!abbreviates(code, name), "{code} {name}");
        }
    }

    #[test]
    fn one_department_is_known_by_its_spellings() {
        let all = known(&[
            ("RBS", "Referat für Bildung und Sport"),
            ("SOZ", "Sozialreferat"),
            ("IT", "IT-Referat"),
        ]);
        for (text, expected) in [
            ("rbs", "RBS"),
            ("Referat fuer Bildung und Sport", "RBS"),
            ("Ref. f. Bildung u. Sport", "RBS"),
            ("Referat Bildung & Sport", "RBS"),
            ("RBS – Referat für Bildung und Sport", "RBS"),
            ("Sozialreferat (seit 2019)", "SOZ"),
            ("Soz.-Ref.", "?SOZ"),
            ("SOZ II/3", "?SOZ"),
            ("RD (vorm. IT-Referat)", "?IT"),
            ("RD (ehem. Rechenzentrum)", "+RD/RD"),
            ("Referat für Arbeit", "+RA/Referat für Arbeit"),
        ] {
            assert_eq!(said(all.meant(text)), expected, "{text}");
        }
    }

    #[test]
    fn what_a_list_says_further_below_counts_above() {
        let mut all = Departments::default();
        for text in [
            "MOR",
            "Kommunalreferat (KOM)",
            "RD (vormals: Zentrale Dienste)",
        ] {
            all.expect(text);
        }
        for (text, expected) in [
            ("Mobilitätsreferat", "?MOR"),
            ("Kommunalreferat", "+KOM/Kommunalreferat"),
            ("KOM", "+KOM/Kommunalreferat"),
            ("Zentrale Dienste", "?RD"),
        ] {
            assert_eq!(said(all.meant(text)), expected, "{text}");
        }
        assert_eq!(
            all.proposal("Mobilitätsreferat", "MOR"),
            "Mobilitätsreferat (MOR)"
        );
        assert_eq!(all.proposal("Komm.-Ref.", "KOM"), "KOM");
    }

    #[test]
    fn a_list_of_departments_tells_what_is_near() {
        let all = known(&[
            ("STK", "Stadtkämmerei"),
            ("POR", "Personal- und Organisationsreferat"),
            ("RBS", "Referat für Bildung und Sport"),
            ("SOZ", "Sozialreferat"),
            ("BAU", "Baureferat"),
        ]);
        for (text, code) in [
            ("Kämmerei", Some("STK")),
            ("Personalref.", Some("POR")),
            ("Bildung u. Sport", Some("RBS")),
            ("Sozialreferat / Amt für Soz. Sicherung", Some("SOZ")),
            ("D-I", None),
            ("Referat", None),
            ("Umweltamt", None),
        ] {
            assert_eq!(all.nearest(text), code, "{text}");
        }
    }

    #[test]
    fn a_new_department_keeps_its_name() {
        let mut all = Departments::default();
        for text in ["Kulturref.", "Kulturreferat"] {
            all.expect(text);
        }
        let proposed = |all: &Departments| match all.meant("Kulturref.") {
            Meant::Similar(code) => all.proposal("Kulturref.", &code),
            meant => panic!("{meant:?}"),
        };
        assert_eq!(proposed(&all), "Kulturreferat (KULT)");
        all.add("KULT", "Kulturreferat");
        assert_eq!(proposed(&all), "Kulturreferat (KULT)");
        // The inventory knows the name already.
        all.of_inventory = 1;
        assert_eq!(proposed(&all), "KULT");
    }

    #[test]
    fn proposals_lead_to_one_department() {
        let mut all = Departments::default();
        let spellings = [
            "Soz.-Ref.",
            "Sozialreferat",
            "SOZ",
            "KVR II/3",
            "Kreisverwaltungsref.",
            "Kreisverwaltungsreferat",
            "KVR",
        ];
        for text in spellings {
            all.expect(text);
        }
        for (text, expected) in [
            ("Soz.-Ref.", "SOZ"),
            ("Sozialreferat", "Sozialreferat (SOZ)"),
            ("KVR II/3", "KVR"),
            ("Kreisverwaltungsref.", "KVR"),
            ("Kreisverwaltungsreferat", "Kreisverwaltungsreferat (KVR)"),
        ] {
            let Meant::Similar(code) = all.meant(text) else {
                panic!("{text} is certain");
            };
            assert_eq!(all.proposal(text, &code), expected, "{text}");
        }
    }
}
