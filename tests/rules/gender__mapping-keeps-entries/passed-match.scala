object Schnittstelle {
  def code(geschlecht: Geschlecht): String = geschlecht match {
    case Geschlecht.Maennlich => "m"
    case Geschlecht.Weiblich => "w"
    case Geschlecht.Divers => "d"
    case Geschlecht.OhneAngabe => "o"
  }
}
