package de.musterstadt.person

import de.musterstadt.model.Adresse

/** Eintrag im Melderegister. */
enum Geschlecht(val code: String):
  case Maennlich extends Geschlecht("männlich")
  case Weiblich extends Geschlecht("weiblich")
  case Divers, OhneAngabe

sealed trait Anrede
object Anrede {
  case object Herr extends Anrede
  case object Frau extends Anrede
}

sealed abstract class Gender(label: String)
case object Male extends Gender("male")
case object Female extends Gender("female")

object Sex extends Enumeration {
  val M = Value("m")
  val W, D = Value
}

case class Person(
    geschlecht: Option[Geschlecht],
    anrede: String = "Herr",
    gender: Gender)

class Antrag(val sex: String, ohneFeld: String) {
  val Maennlich = "m"
  val Weiblich = "w"
  var geschlecht: String = "m"
  def lesen(): Unit = { val geschlecht = "w" }
}

object Listen {
  val geschlechter = Seq("m", "w")
  val anreden = Map("m" -> "Herr", "w" -> "Frau")
}

case class Meldung(geschlecht: Sex.Value, anrede: Option[Anrede] = Some("Herr"))

sealed trait Geschlechtseintrag
sealed trait Bekannt extends Geschlechtseintrag
case object Unbekannt extends Geschlechtseintrag

val genders = List("male", "female")
