object Schnittstelle {
  def code(geschlecht: Geschlecht): String = geschlecht match {
    case Geschlecht.Maennlich => "m"
    case Geschlecht.Weiblich | Geschlecht.Divers => "w"
    case Geschlecht.OhneAngabe => ""
  }
}
