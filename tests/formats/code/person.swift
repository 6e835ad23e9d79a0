import Foundation

/// Anrede im Brief
enum Anrede: String,
    Codable {
    case herr = "Herr"
    case frau = "Frau", neutral
    var kurz: String { switch self { case .herr: return "H" default: return "" } }
}

struct Person: Codable {
    let name: String
    var geschlecht: Gender? = nil // Eintrag
    @Published private(set) var anrede: Anrede
    static let maxAge = 120
    func gruss(gender: Gender) -> String {
        let gender = "m"
        return gender
    }
}

enum Gender { case male, female
    case diverse }
