CREATE VIEW bericht AS
SELECT COUNT(*) - SUM(geschlecht = 'm') AS weiblich, SUM(geschlecht = 'm') AS maennlich FROM person;
