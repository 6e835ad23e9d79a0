CREATE TABLE person (
  id int PRIMARY KEY,
  vorname text,
  geschlecht char(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x'))
);
CREATE TRIGGER person_vor_neu BEFORE INSERT ON person FOR EACH ROW
BEGIN
  IF NEW.geschlecht NOT IN ('m', 'w') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'unbekannter Eintrag';
  END IF;
END;
