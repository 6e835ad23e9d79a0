struct Anmeldung: View {
    @State private var vorname = ""
    @State private var geschlecht: Geschlecht = .maennlich
}

enum Geschlecht: String {
    case maennlich, weiblich, divers, ohneAngabe
}
