# Legt die Tabelle der Personen an.
Invoke-Sqlcmd -Query "CREATE TABLE person (
  name VARCHAR(80),
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
)"
