pub enum Geschlecht { Maennlich, Weiblich }
pub struct Person { pub nachname: String, pub geschlecht: Geschlecht }
