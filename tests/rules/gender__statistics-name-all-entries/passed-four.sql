CREATE VIEW bericht AS
SELECT COUNT(CASE WHEN geschlecht = 'm' THEN id END) AS maennlich,
       COUNT(CASE WHEN geschlecht = 'w' THEN id END) AS weiblich,
       COUNT(CASE WHEN geschlecht = 'd' THEN id END) AS divers,
       COUNT(CASE WHEN geschlecht = 'x' THEN id END) AS ohne_angabe,
       COUNT(CASE WHEN geschlecht IS NULL THEN id END) AS nicht_erhoben
FROM person;
