//! Personen des Meldeamts.

/// Geschlechtseintrag
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Geschlecht {
    #[serde(rename = "m")]
    Maennlich,
    #[serde(rename = "w")]
    Weiblich,
    /// dritter Eintrag
    Divers { seit: Option<Datum> },
}

pub const GENDER_MALE: &str = "m";
pub const GENDER_FEMALE: &'static str = r#"w"#;

pub struct Person<'a> {
    pub name: &'a str,
    pub(crate) geschlecht: Option<Geschlecht>,
    // wie auf dem Ausweis
    #[serde(rename = "sex")]
    eintrag: String,
    schluessel: HashMap<String, Geschlecht>,
}

impl<'a> Person<'a> {
    fn anrede(&self) -> char {
        let gender = 'm';
        gender
    }
}
