import play.api.data.Forms.{mapping, text}
import de.musterstadt.model.{Geschlecht, Anrede => A}, java.time._

class Personen(tag: Tag) extends Table[Person](tag, "person") {
  def geschlecht = column[Option[String]]("geschlecht", O.Length(1, varying = false), O.Default(Some("m")))
  val anrede = column[Geschlecht.Value]("anrede")
  def * = (geschlecht, anrede) <> (Person.tupled, Person.unapply)
}

object PersonForm {
  val form = Form(
    mapping(
      "geschlecht" -> text(maxLength = 1).verifying("unbekannt", wert => Set("m", "w").contains(wert)),
      "anrede" -> optional(nonEmptyText),
      "gender" -> nonEmptyText(maxLength = 6).verifying(Seq("male", "female").contains(_)),
      "sex" -> of[Geschlecht]
    )(Person.apply)(Person.unapply)
  )

  def pruefen(person: Person): Unit =
    if (person.anrede == "Frau" && person.geschlecht == "m") throw new IllegalArgumentException("Anrede")

  def protokollieren(geschlechtAlt: String, geschlecht: String): Unit =
    logger.info(s"Geschlecht $geschlechtAlt -> $geschlecht")
}
