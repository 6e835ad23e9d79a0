enum Geschlecht:
  case Maennlich, Weiblich, Divers, OhneAngabe

case class Person(geschlecht: Geschlecht)
