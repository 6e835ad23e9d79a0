CREATE TABLE einwohner (
  id INT,
  nachname VARCHAR(40),
  kz CHAR(1) COMMENT 'M = männlich, W = weiblich'
);
