CREATE VIEW v_tierbestand AS
SELECT SUM(CASE WHEN geschlecht = 'm' THEN 1 ELSE 0 END) AS m, SUM(CASE WHEN geschlecht = 'w' THEN 1 ELSE 0 END) AS w
FROM tier;
