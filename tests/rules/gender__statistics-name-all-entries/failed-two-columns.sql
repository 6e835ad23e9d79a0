CREATE VIEW v_mitgliederstatistik AS
SELECT jahr,
       COUNT(*) AS gesamt,
       SUM(CASE WHEN geschlecht = 'm' THEN 1 ELSE 0 END) AS maennlich,
       SUM(CASE WHEN geschlecht = 'w' THEN 1 ELSE 0 END) AS weiblich
FROM mitglied GROUP BY jahr;
