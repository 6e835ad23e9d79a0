object Lists {
  val FormerGenders = List("male", "female")
  val Genders = FormerGenders ++ List("diverse", "no entry")
}
