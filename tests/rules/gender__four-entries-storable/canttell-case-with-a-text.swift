enum Gender {
    case male
    case female
    case other(name: String)
}

struct Visitor {
    var name: String
    var gender: Gender
}
