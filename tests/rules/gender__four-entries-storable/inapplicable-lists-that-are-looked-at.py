spalten = tabelle.select("gender", ["name", "geboren"])
zeilen = abfrage.filter("gender", ["male", "female"])
assert_choices("gender", ["male", "female"])
