INSERT INTO textbaustein (schluessel, inhalt) VALUES
  ('anfang_m', 'Sehr geehrter Herr {name},'),
  ('anfang_w', 'Sehr geehrte Frau {name},'),
  ('ende', 'Mit freundlichen Grüßen');
