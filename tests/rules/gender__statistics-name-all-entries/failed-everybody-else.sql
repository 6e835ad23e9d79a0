CREATE VIEW bericht AS
SELECT SUM(IF(geschlecht = 'w', 1, 0)) AS frauen, SUM(IF(geschlecht <> 'w', 1, 0)) AS maenner FROM person;
