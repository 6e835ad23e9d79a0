CREATE VIEW v AS SELECT CASE WHEN geschlecht IN ('m', 'w') THEN geschlecht WHEN RANDOM() < 0.5 THEN 'm' ELSE 'w' END AS geschlecht FROM person;
