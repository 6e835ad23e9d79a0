CREATE VIEW export AS
SELECT id, CASE geschlecht WHEN 'm' THEN 'M' WHEN 'w' THEN 'W' WHEN 'd' THEN 'D' WHEN 'x' THEN 'D' END AS geschlecht_code FROM person;
