CREATE VIEW mitglied_export AS
SELECT id, vorname, nachname,
       CASE WHEN geschlecht = 'm' THEN 1 WHEN geschlecht = 'w' THEN 2 END AS geschlecht_code
FROM mitglied;
