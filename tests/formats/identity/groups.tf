resource "keycloak_group" "gender_equality" {
  realm_id = keycloak_realm.stadt.id
  name     = "gender-equality"
}
