INSERT INTO schluessel (art, code, klartext) VALUES
  ('GESCHLECHT', 'm', 'männlich'),
  ('GESCHLECHT', 'w', 'weiblich'),
  ('FAMILIENSTAND', 'l', 'ledig'),
  ('FAMILIENSTAND', 'v', 'verheiratet');
