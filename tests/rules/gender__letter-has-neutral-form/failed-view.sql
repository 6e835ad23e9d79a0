CREATE VIEW mahnschreiben AS
SELECT s.id,
       CASE s.anrede WHEN 'F' THEN 'Sehr geehrte Frau ' ELSE 'Sehr geehrter Herr ' END || s.nachname AS kopfzeile
FROM schuldner s;
