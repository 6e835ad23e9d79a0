sealed trait Geschlecht

object Geschlecht {
  case object Maennlich extends Geschlecht
  case object Weiblich extends Geschlecht
}

case class Person(geschlecht: Geschlecht)
