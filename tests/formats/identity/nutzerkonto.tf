resource "aws_cognito_user_pool" "buergerkonto" {
  name = "buergerkonto"
  schema {
    name                = "gender"
    attribute_data_type = "String"
    mutable             = true
    string_attribute_constraints {
      max_length = 12
    }
  }
}
resource "okta_user_schema_property" "gender" {
  index = "gender"
  title = "Geschlecht"
  type  = "string"
  enum  = ["m", "w"]
}
