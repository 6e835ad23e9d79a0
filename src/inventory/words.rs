//! The vocabularies of `words.toml` as types: the possible values of fields in a loaded file.

use serde::{Deserialize, Serialize};

use super::spec::Spec;
use crate::closed::closed;
use crate::texts::Language;

closed! {
    /// Kind of software.
    #[derive(Default)]
    pub enum ApplicationKind {
        #[default]
        Web = "web",
        Desktop = "desktop",
        Mobile = "mobile",
        Terminal = "terminal",
        DocumentService = "document_service",
        Api = "api",
        Embedded = "embedded",
    }
}

closed! {
    /// How the application was acquired; decides who can change it.
    pub enum Sourcing {
        OwnDevelopment = "own_development",
        StandardSoftware = "standard_software",
        CustomSoftware = "custom_software",
        Saas = "saas",
        OpenSource = "open_source",
    }
}

closed! {
    /// Where the application runs.
    pub enum Hosting {
        OwnDatacentre = "own_datacentre",
        MunicipalProvider = "municipal_provider",
        State = "state",
        Federal = "federal",
        Cloud = "cloud",
        Vendor = "vendor",
    }
}

closed! {
    /// Phase of the life cycle, in order.
    #[derive(Default)]
    pub enum Phase {
        Plan = "plan",
        PhaseIn = "phase_in",
        #[default]
        Active = "active",
        PhaseOut = "phase_out",
        EndOfLife = "end_of_life",
    }
}

closed! {
    /// A group of users.
    pub enum UserGroup {
        Citizens = "citizens",
        Businesses = "businesses",
        Employees = "employees",
        Partners = "partners",
        Schools = "schools",
    }
}

closed! {
    /// How much depends on the application.
    pub enum Criticality {
        Low = "low",
        Medium = "medium",
        High = "high",
        Critical = "critical",
    }
}

closed! {
    /// Protection need according to IT-Grundschutz.
    pub enum ProtectionNeed {
        Normal = "normal",
        High = "high",
        VeryHigh = "very_high",
    }
}

closed! {
    /// Purpose of an address.
    #[derive(Default)]
    pub enum UrlKind {
        #[default]
        Production = "production",
        Test = "test",
        Admin = "admin",
        Intranet = "intranet",
        Docs = "docs",
        Statement = "statement",
        Repository = "repository",
    }
}

closed! {
    /// How to authenticate at an address.
    #[derive(Default)]
    pub enum UrlAuth {
        #[default]
        None = "none",
        Form = "form",
        Sso = "sso",
        ClientCertificate = "client_certificate",
        Vpn = "vpn",
    }
}

closed! {
    /// Kind of obligation, the most urgent first.
    #[derive(Default)]
    pub enum ObligationKind {
        /// Acceptance depends on it.
        BeforeAcceptance = "before_acceptance",
        /// Missing at the award, to be remedied by a deadline.
        #[default]
        Remedy = "remedy",
        /// Promised to exist already; acceptance verifies it.
        Warranty = "warranty",
    }
}

closed! {
    /// The law that demands accessibility of an application.
    pub enum LegalRegime {
        /// Bavarian law on digital services (`BayDiV`).
        Baydiv = "baydiv",
        /// Federal law on equality of disabled people.
        Bgg = "bgg",
        /// Law on the accessibility of products and services, which binds businesses.
        Bfsg = "bfsg",
        /// Used only inside the administration.
        Internal = "internal",
        None = "none",
    }
}

closed! {
    /// Who audited accessibility.
    pub enum AuditMethod {
        SelfAssessment = "self",
        ThirdParty = "third_party",
        /// The statutory monitoring body.
        Monitoring = "monitoring",
    }
}

closed! {
    /// The legal ground for an exception from the accessibility duties.
    pub enum ExceptionReason {
        DisproportionateBurden = "disproportionate_burden",
        ThirdParty = "third_party",
        Archive = "archive",
        /// An intranet from before 23 September 2019.
        Pre2019Intranet = "pre_2019_intranet",
    }
}

closed! {
    /// How thoroughly pages are tested.
    pub enum SamplingProfile {
        Simplified = "simplified",
        InDepth = "in_depth",
        /// With every change of the application.
        Continuous = "ci",
    }
}

closed! {
    /// The system an entry was taken from.
    pub enum SourceSystem {
        LeanIx = "leanix",
        Itop = "itop",
        Csv = "csv",
        Manual = "manual",
    }
}

closed! {
    /// Yes, no, or unknown to the person who answered.
    pub enum Answer {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

closed! {
    /// The persons whose gender is stored.
    pub enum GenderPersons {
        Citizens = "citizens",
        Employees = "employees",
        Applicants = "applicants",
        BusinessContacts = "businesses_contact",
        Other = "other",
    }
}

closed! {
    /// A choice offered by a field for gender, as the survey asks for it.
    pub enum GenderValue {
        Male = "male",
        Female = "female",
        Diverse = "diverse",
        NoEntry = "no_entry",
        Unknown = "unknown",
        NotApplicable = "not_applicable",
        Other = "other",
    }
}

closed! {
    /// Deliberately without a value.
    pub enum Nothing {
        None = "none",
    }
}

/// Initial value of a field for gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Preselection {
    Value(GenderValue),
    Nothing(Nothing),
}

closed! {
    /// Kind of control of a field for gender.
    pub enum GenderFieldKind {
        Select = "select",
        Radio = "radio",
        FreeText = "free_text",
        Checkbox = "checkbox",
        ImportOnly = "import_only",
        Hidden = "hidden",
    }
}

closed! {
    /// Forms of address used in output.
    pub enum SalutationForms {
        None = "none",
        /// Only Herr and Frau.
        HerrFrau = "herr_frau",
        WithNeutral = "with_neutral",
        Free = "free",
        NameOnly = "name_only",
    }
}

closed! {
    /// Whether the gender entry is needed at all.
    pub enum GenderNeeded {
        ByLaw = "yes_by_law",
        ByTask = "yes_by_task",
        No = "no",
        Unknown = "unknown",
    }
}

closed! {
    /// Use of the gender entry.
    pub enum GenderUse {
        Letters = "letters",
        Statistics = "statistics",
        Search = "search",
        Matching = "matching",
        Pricing = "pricing",
        Access = "access",
    }
}

closed! {
    /// Whether letters, notices and screens are inclusive.
    pub enum InclusiveTexts {
        Yes = "yes",
        Partly = "partly",
        No = "no",
        Unknown = "unknown",
    }
}

closed! {
    /// Who can change the choices.
    pub enum ChangedBy {
        User = "user",
        Staff = "staff",
        Vendor = "vendor",
        Nobody = "none",
    }
}

closed! {
    /// How sure the answers of the survey are.
    pub enum AnswerState {
        Survey = "survey",
        Checked = "checked",
        Disputed = "disputed",
    }
}

closed! {
    /// How data flow between two applications.
    pub enum InterfaceKind {
        Api = "api",
        File = "file",
        Database = "db",
        Message = "message",
        Manual = "manual",
        /// A standard of the German administration (XÖV).
        Xoev = "xoev",
    }
}

closed! {
    /// Answer to an open question, in the order in which answers are offered.
    pub enum AnswerValue {
        /// The requirement is met.
        Met = "met",
        /// The requirement is not met.
        NotMet = "not_met",
        /// The question does not apply here.
        NotApplicable = "not_applicable",
        /// The person did not know; the question stays open.
        Unknown = "unknown",
    }
}

impl UserGroup {
    /// Whether the group consists of people outside the administration and its partners.
    pub const fn is_outside(self) -> bool {
        match self {
            Self::Citizens | Self::Businesses | Self::Schools => true,
            Self::Employees | Self::Partners => false,
        }
    }
}

impl Phase {
    /// The phase behind a word or label (`active`, `produktiv`).
    pub fn from_word(written: &str) -> Option<Self> {
        let field = Spec::get().table("lifecycle")?.field("phase")?;
        Self::from_name(Spec::get().value(field, written)?)
    }

    /// The label for people.
    pub fn label(self, language: Language) -> &'static str {
        Spec::get().label("phase", self.name(), language)
    }
}

impl ApplicationKind {
    /// The label for people.
    pub fn label(self, language: Language) -> &'static str {
        Spec::get().label("application_kind", self.name(), language)
    }

    /// Whether people use applications of this kind through pages or forms, which have to be accessible.
    pub const fn has_interface(self) -> bool {
        matches!(self, Self::Web | Self::Desktop | Self::Mobile)
    }

    /// Whether applications of this kind publish an accessibility statement: web sites and apps.
    pub const fn can_publish_declaration(self) -> bool {
        matches!(self, Self::Web | Self::Mobile)
    }
}

impl AnswerValue {
    /// The answer behind a word or label (`met`, `erfüllt`).
    pub fn from_word(written: &str) -> Option<Self> {
        let field = Spec::get().table("answer")?.field("answer")?;
        Self::from_name(Spec::get().value(field, written)?)
    }

    /// The label for people.
    pub fn label(self, language: Language) -> &'static str {
        Spec::get().label("answer", self.name(), language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_the_words_of_the_files() {
        let typed: &[(&str, &[&str])] = &[
            ("application_kind", &ApplicationKind::NAMES),
            ("sourcing", &Sourcing::NAMES),
            ("hosting", &Hosting::NAMES),
            ("phase", &Phase::NAMES),
            ("user_group", &UserGroup::NAMES),
            ("criticality", &Criticality::NAMES),
            ("protection", &ProtectionNeed::NAMES),
            ("url_kind", &UrlKind::NAMES),
            ("url_auth", &UrlAuth::NAMES),
            ("obligation_kind", &ObligationKind::NAMES),
            ("legal_regime", &LegalRegime::NAMES),
            ("audit_method", &AuditMethod::NAMES),
            ("exception_reason", &ExceptionReason::NAMES),
            ("sampling_profile", &SamplingProfile::NAMES),
            ("source_system", &SourceSystem::NAMES),
            ("yes_no_unknown", &Answer::NAMES),
            ("gender_persons", &GenderPersons::NAMES),
            ("gender_value", &GenderValue::NAMES),
            ("nothing", &Nothing::NAMES),
            ("gender_field_kind", &GenderFieldKind::NAMES),
            ("salutation", &SalutationForms::NAMES),
            ("gender_needed", &GenderNeeded::NAMES),
            ("gender_use", &GenderUse::NAMES),
            ("output_texts", &InclusiveTexts::NAMES),
            ("changed_by", &ChangedBy::NAMES),
            ("answer_state", &AnswerState::NAMES),
            ("interface_kind", &InterfaceKind::NAMES),
            ("answer", &AnswerValue::NAMES),
        ];
        for (vocabulary, names) in typed {
            let words = Spec::get().vocabulary(vocabulary).iter();
            let words: Vec<&str> = words.map(|word| word.value.as_str()).collect();
            assert_eq!(words, *names, "{vocabulary}");
        }
        // Bands are alternatives to numbers, and a direction is a flag.
        let untyped = ["direction", "user_count"];
        let file: toml::Table = toml::from_str(include_str!("words.toml")).expect("words.toml");
        for vocabulary in file.keys() {
            let is_typed = typed.iter().any(|(name, _)| name == vocabulary);
            let is_untyped = untyped.contains(&vocabulary.as_str());
            assert_ne!(is_typed, is_untyped, "{vocabulary}");
        }
    }

    #[test]
    fn labels_are_no_words() {
        for phase in Phase::ALL {
            assert_ne!(phase.label(Language::De), phase.name());
            assert_eq!(Phase::from_word(phase.label(Language::De)), Some(phase));
        }
    }

    #[test]
    fn what_is_chosen_already_is_one_word() {
        for (word, meant) in [
            ("\"no_entry\"", Preselection::Value(GenderValue::NoEntry)),
            ("\"none\"", Preselection::Nothing(Nothing::None)),
        ] {
            let read: Preselection = serde_json::from_str(word).expect("a word");
            assert_eq!(read, meant);
            assert_eq!(serde_json::to_string(&read).expect("a word"), word);
        }
        assert!(serde_json::from_str::<Preselection>("\"nobody\"").is_err());
    }
}
