CREATE VIEW meldung AS
SELECT name, CASE WHEN geschlecht = 'm' THEN 'M' ELSE 'F' END AS geschlecht
FROM buerger
WHERE geschlecht IN ('m', 'w') AND aktiv = 1;
