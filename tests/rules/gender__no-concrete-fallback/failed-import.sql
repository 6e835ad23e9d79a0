INSERT INTO person (id, geschlecht)
SELECT id, CASE sex WHEN 'M' THEN 'm' ELSE 'w' END FROM import_person;
