func gender(from text: String) -> Gender? {
  switch text {
  case "male": return .male
  case "female": return .female
  default: return nil
  }
}
