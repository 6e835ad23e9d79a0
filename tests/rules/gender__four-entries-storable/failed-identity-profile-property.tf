resource "okta_user_schema_property" "gender" {
  index = "gender"
  title = "Geschlecht"
  type  = "string"
  enum  = ["m", "w"]
}
