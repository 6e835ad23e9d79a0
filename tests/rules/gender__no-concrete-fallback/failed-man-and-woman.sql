SELECT name, CASE WHEN geschlecht = 1 THEN 'Mann' ELSE 'Frau' END AS geschlecht_text
FROM person;
