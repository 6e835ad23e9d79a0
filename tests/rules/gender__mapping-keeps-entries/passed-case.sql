CREATE VIEW export AS
SELECT id, CASE geschlecht WHEN 'm' THEN '1' WHEN 'w' THEN '2' WHEN 'd' THEN '3' WHEN 'x' THEN '4' END AS geschlecht_code FROM person;
