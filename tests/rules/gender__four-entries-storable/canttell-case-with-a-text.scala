package stadt

enum Gender:
  case Male, Female
  case Described(text: String)

case class Guest(name: String, gender: Gender)
