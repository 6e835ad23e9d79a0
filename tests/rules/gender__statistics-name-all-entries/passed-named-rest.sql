CREATE VIEW bericht AS
SELECT SUM(CASE WHEN geschlecht = 'm' THEN 1 ELSE 0 END) AS maennlich,
       SUM(CASE WHEN geschlecht = 'w' THEN 1 ELSE 0 END) AS weiblich,
       SUM(CASE WHEN geschlecht NOT IN ('m', 'w') OR geschlecht IS NULL THEN 1 ELSE 0 END) AS uebrige
FROM person;
