sealed trait Geschlecht
sealed trait Bekannt extends Geschlecht
case object Maennlich extends Bekannt
case object OhneAngabe extends Geschlecht

case class Person(geschlecht: Geschlecht)
