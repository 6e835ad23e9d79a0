CREATE TABLE geschlecht (code char(1) primary key, text varchar(20));
INSERT INTO geschlecht VALUES ('m','männlich'),('w','weiblich');
EXECUTE IMMEDIATE 'INSERT INTO geschlecht VALUES (''d'',''divers'')';
