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
