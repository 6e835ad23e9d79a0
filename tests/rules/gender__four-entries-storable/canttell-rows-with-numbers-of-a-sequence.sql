INSERT INTO schl_geschlecht (id, kz, klartext) VALUES (seq_schl.nextval, UPPER('m'), INITCAP('männlich'));
INSERT INTO schl_geschlecht (id, kz, klartext) VALUES (seq_schl.nextval, UPPER('w'), INITCAP('weiblich'));
