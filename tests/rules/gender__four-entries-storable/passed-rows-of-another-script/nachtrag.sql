INSERT INTO geschlecht_text (kz, klartext) VALUES ('d', 'divers');
INSERT INTO geschlecht_text (kz, klartext) VALUES ('oa', 'ohne Angabe');
