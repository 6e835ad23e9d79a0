object PersonForm {
  val form = Form(
    mapping("geschlecht" -> text.verifying(Set("m", "w").contains(_)))(Person.apply)(Person.unapply)
  )
}
