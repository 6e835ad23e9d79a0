UPDATE anschrift SET briefanrede = CASE geschlecht
  WHEN 'm' THEN 'Sehr geehrter Herr'
  WHEN 'w' THEN 'Sehr geehrte Frau'
  ELSE 'Sehr geehrte Damen und Herren' END;
