CREATE TABLE geschlecht (code char(1) primary key, text varchar(20));
INSERT INTO geschlecht VALUES ('m','männlich'),('w','weiblich');
DO $$ BEGIN
  INSERT INTO geschlecht VALUES ('d','divers');
  INSERT INTO geschlecht VALUES ('x','ohne Angabe');
END $$;
