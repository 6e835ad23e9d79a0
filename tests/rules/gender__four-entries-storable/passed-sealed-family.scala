sealed abstract class Geschlecht(val code: String)

object Geschlecht {
  case object Maennlich extends Geschlecht("männlich")
  case object Weiblich extends Geschlecht("weiblich")
  case object Divers extends Geschlecht("divers")
  case object OhneAngabe extends Geschlecht("ohne Angabe")
}

case class Person(geschlecht: Option[Geschlecht] = None)
