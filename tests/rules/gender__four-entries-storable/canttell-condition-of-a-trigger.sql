CREATE TABLE gast (nr INT PRIMARY KEY, nachname VARCHAR(40), vorname VARCHAR(40),
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x')));
CREATE TRIGGER gast_pruefung BEFORE INSERT ON gast FOR EACH ROW
WHEN (NEW.geschlecht <> 'm' AND NEW.geschlecht <> 'w')
EXECUTE FUNCTION ablehnen();
