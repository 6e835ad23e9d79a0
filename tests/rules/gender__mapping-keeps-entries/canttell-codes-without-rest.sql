SELECT CASE geschlecht WHEN 1 THEN 'männlich' WHEN 2 THEN 'weiblich' END FROM person;
