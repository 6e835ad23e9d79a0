object Import {
  def geschlecht(gender: String): String = gender match {
    case "male" => "m"
    case "diverse" => "d"
    case _ => "w"
  }
}
