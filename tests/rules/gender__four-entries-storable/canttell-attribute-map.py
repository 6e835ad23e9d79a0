LDAP_NS = "https://ident.example.org/claims/"

ATTRIBUTE_MAPPING = {
    LDAP_NS + "vorname": "first_name",
    LDAP_NS + "geschlecht": "gender",
    LDAP_NS + "mail": "email",
}
