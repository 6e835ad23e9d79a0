SELECT CASE geschlecht WHEN 1 THEN 'männlich' WHEN 2 THEN 'weiblich' WHEN 3 THEN 'divers' WHEN 9 THEN 'ohne Angabe' END
FROM person;
