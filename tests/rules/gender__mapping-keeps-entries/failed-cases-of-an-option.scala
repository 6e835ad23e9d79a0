object Schnittstelle {
  def code(person: Person): Option[String] = person.geschlecht.map {
    case Geschlecht.Maennlich => "m"
    case wert @ (Geschlecht.Weiblich | Geschlecht.Divers) => "w"
    case Geschlecht.OhneAngabe => "o"
  }
}
