object PersonForm {
  val form = Form(mapping("geschlecht" -> optional(text))(Person.apply)(Person.unapply))
}
