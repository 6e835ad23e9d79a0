enum Geschlecht { maennlich, weiblich, divers, ohneAngabe }
