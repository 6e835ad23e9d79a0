class Personen(tag: Tag) extends Table[Person](tag, "person") {
  def geschlecht = column[String]("geschlecht", O.Length(10), O.Default("männlich"))
  def * = geschlecht <> (Person.apply, Person.unapply)
}
