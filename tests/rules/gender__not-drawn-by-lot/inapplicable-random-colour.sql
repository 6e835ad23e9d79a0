CREATE VIEW geschlecht AS SELECT CASE WHEN RANDOM() < 0.5 THEN 'rot' ELSE 'blau' END AS farbe FROM person;
