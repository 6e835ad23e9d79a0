object Import {
  def geschlecht(gender: String): String = gender match {
    case "male" => "m"
    case "female" => "w"
    case "diverse" => "d"
    case other => throw new IllegalArgumentException(other)
  }
}
