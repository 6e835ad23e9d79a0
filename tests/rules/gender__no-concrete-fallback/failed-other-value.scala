object Import {
  def geschlecht(person: Person): String =
    Map("male" -> "m", "female" -> "w", "diverse" -> "d").getOrElse(person.gender, "w")
}
