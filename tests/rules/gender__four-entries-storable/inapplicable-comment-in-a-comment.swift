/* old /* inner */ enum Gender { case male, female } */
struct Citizen { var name: String }
