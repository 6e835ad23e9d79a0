object Mapper {
  def code(geschlecht: Geschlecht): String = geschlecht match {
    case Geschlecht.Maennlich => "m"
    case Geschlecht.Weiblich | Geschlecht.Divers => "w"
    case None => ""
    case other => throw new IllegalArgumentException(other.toString)
  }

  def lesen(text: String): Geschlecht =
    text.toLowerCase match
      case "m" | "männlich" => Geschlecht.Maennlich
      case "w" if streng => Geschlecht.Weiblich
      case "w" => Geschlecht.Weiblich
      case _ => Geschlecht.OhneAngabe

  def anrede(person: Person): String =
    if (person.firma) "Sehr geehrte Damen und Herren"
    else if (person.geschlecht == "m") s"Herr ${person.name}"
    else if (person.geschlecht.equals("w")) "Frau"
    else ""

  def kurz(p: Person) = if p.isMale then "Herr" else "Frau"

  def art(g: Gender): String = g match {
    case _: Male.type => "m"
    case Some(Female) => "w"
    case Divers() => "d"
  }

  def setzen(p: Person): Unit = {
    var anrede = "Frau"
    if (!p.isFemale()) { anrede = "Herr" }
    p.setAnrede(Map("m" -> "Herr", "w" -> "Frau").getOrElse(p.geschlecht, "Herr"))
    val titel = Map("m" -> "Herr", "w" -> "Frau")(p.geschlecht)
    val geschlecht = p.geschlecht.getOrElse("m")
    p.geschlecht = if (Seq("m", "M").contains(p.kuerzel)) "männlich" else "weiblich"
  }
  def text(geschlecht: Option[Geschlecht]): String = geschlecht match {
    case Some(Geschlecht.Maennlich) => "Herr"
    case Some(wert @ (Geschlecht.Weiblich | Geschlecht.Divers)) => "Frau"
    case Some(_) => sys.error("unbekannt")
    case None => ???
  }

  def zeichen(geschlecht: Char): Option[String] = Option(geschlecht).map {
    case 'm' => "Herr"
    case Sonstiges(_) => "Person"
    case other: String => "Frau"
  }

  val anreden = Map[String, String]("m" -> "Herr", "w" -> "Frau")
  def ersatz(geschlecht: Option[String]) = geschlecht getOrElse "m"
}
