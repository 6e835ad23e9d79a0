func anrede(_ mitglied: Mitglied) -> String {
    if mitglied.geschlecht == .maennlich {
        return "Herr"
    }
    return "Frau"
}
