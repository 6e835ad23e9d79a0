fn ohrmarke(tier: &Rind) -> u8 {
    if tier.geschlecht == "weiblich" { 1 } else { 2 }
}
