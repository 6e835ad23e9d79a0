SELECT COUNT(*) AS gesamt, SUM(CASE WHEN geschlecht = 'w' THEN 1 ELSE 0 END) AS davon_weiblich FROM person;
