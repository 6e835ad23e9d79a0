fn bezeichnung(tier: &Tier) -> &'static str {
    if tier.geschlecht == Geschlecht::Maennlich { "Herr Rüde" } else { "Frau Hündin" }
}
