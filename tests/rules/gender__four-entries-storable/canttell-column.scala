class Personen(tag: Tag) extends Table[Person](tag, "person") {
  def geschlecht = column[String]("geschlecht", O.Length(1))
  def * = geschlecht <> (Person.apply, Person.unapply)
}
