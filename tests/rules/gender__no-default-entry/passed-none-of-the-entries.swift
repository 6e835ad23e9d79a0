struct Anmeldung: View {
    @State private var vorname = ""
    @State private var geschlecht: Geschlecht? = .none
}

enum Geschlecht: String {
    case maennlich, weiblich, divers, ohneAngabe
}
