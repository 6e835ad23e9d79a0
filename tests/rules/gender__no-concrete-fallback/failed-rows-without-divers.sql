CREATE VIEW meldung AS
SELECT name, CASE WHEN geschlecht = 'm' THEN 'M' ELSE 'F' END AS geschlecht
FROM buerger
WHERE geschlecht <> 'd';
