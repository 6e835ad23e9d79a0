CREATE TYPE geschlecht AS ENUM ('m', 'w', 'd', 'x');
CREATE TABLE person (
  id int PRIMARY KEY,
  vorname text NOT NULL CHECK (vorname <> ''),
  status char(1) NOT NULL CHECK (status NOT IN ('d', 'x')),
  geschlecht geschlecht NOT NULL CHECK (geschlecht <> '')
);
CREATE TRIGGER person_vor_neu BEFORE INSERT ON person FOR EACH ROW
BEGIN
  IF UPPER(NEW.geschlecht) NOT IN ('M', 'W', 'D', 'X') OR NEW.status = 'd' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'unbekannter Eintrag';
  END IF;
END;
CREATE PROCEDURE liste(IN geschlecht char(1))
BEGIN
  IF geschlecht NOT IN ('m', 'w') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'nur für diese Liste';
  END IF;
END;
