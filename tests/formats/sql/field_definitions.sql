-- Felder, die Verwaltende selbst anlegen
CREATE TABLE custom_fields (id int PRIMARY KEY, name varchar(60), label varchar(60), type varchar(20), possible_values text);
CREATE TABLE field_data (name varchar(60), value_list text);
INSERT INTO custom_fields (id, name, label, type, possible_values) VALUES
  (1, 'gender', 'Geschlecht', 'select', 'm=männlich\nw=weiblich\nd=divers'),
  (2, 'salutation', 'Anrede', 'select', '["Frau","Herr"]'),
  (3, 'remark', 'Bemerkung', 'text', NULL),
  (4, 'hint', 'Hinweis', 'note', 'Bitte nur ausfüllen, wenn Sie betroffen sind, und dann mit allen Angaben, die uns helfen, Ihren Antrag schnell zu bearbeiten');
INSERT INTO field_data (name, value_list) VALUES ('gender', 'm;w');
UPDATE custom_fields SET possible_values = 'a;b' WHERE name = 'choice' OR name = 'gender';
UPDATE custom_fields SET possible_values = 'Frau,Herr,keine' WHERE name = 'salutation';
