CREATE TABLE geschlecht (code char(1) primary key, text varchar(20));
INSERT INTO geschlecht VALUES ('m','männlich'),('w','weiblich');
DO $$ BEGIN
  INSERT INTO ort VALUES (1, 'Ulm');
END $$;
