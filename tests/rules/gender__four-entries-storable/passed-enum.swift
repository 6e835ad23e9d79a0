enum Geschlecht: String, Codable {
    case maennlich = "m"
    case weiblich = "w", divers = "d"
    case ohneAngabe = "x"
}
