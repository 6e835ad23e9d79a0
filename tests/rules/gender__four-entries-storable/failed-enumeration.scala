object Geschlecht extends Enumeration {
  val Maennlich = Value("m")
  val Weiblich = Value("w")
}

case class Person(geschlecht: Geschlecht.Value)
