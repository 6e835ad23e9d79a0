impl Halterin {
    fn briefkopf(&self) -> &'static str {
        match self.geschlecht.as_str() {
            "m" | "M" => "Sehr geehrter Herr",
            _ => "Sehr geehrte Frau",
        }
    }
}
