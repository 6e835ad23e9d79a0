CREATE VIEW bericht AS
SELECT SUM(geschlecht = 'm') AS maennlich, SUM(geschlecht = 'w') AS weiblich FROM person;
CREATE OR REPLACE VIEW bericht AS
SELECT SUM(geschlecht = 'm') AS m, SUM(geschlecht = 'w') AS w, SUM(geschlecht IN ('d', 'x')) AS dx FROM person;
