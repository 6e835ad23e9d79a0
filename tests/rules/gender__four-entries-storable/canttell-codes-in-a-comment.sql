CREATE TABLE einwohner (
  id INT,
  nachname VARCHAR(40),
  kz CHAR(1), -- 1 = männlich, 2 = weiblich
  ort VARCHAR(30)
);
