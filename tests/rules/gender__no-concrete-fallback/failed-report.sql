CREATE VIEW mitgliederliste AS
SELECT nachname, CASE WHEN geschlecht = 'm' THEN 'männlich' ELSE 'weiblich' END AS geschlecht FROM mitglied;
