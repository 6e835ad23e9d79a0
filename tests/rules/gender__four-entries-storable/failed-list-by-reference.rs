const GENDERS: &[&str] = &["männlich", "weiblich"];
