"""Listen der Anmeldung."""

SPRACHEN = ["de", "en"]
GESCHLECHTER = ["w", "m"]
