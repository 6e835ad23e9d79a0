SELECT COUNT(CASE geschlecht WHEN 'm' THEN 1 END) AS m, COUNT(CASE geschlecht WHEN 'w' THEN 1 END) AS w,
       COUNT(CASE geschlecht WHEN 'd' THEN 1 END) AS d
FROM person;
