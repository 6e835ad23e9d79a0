CREATE TABLE announcement_voices (
  id integer PRIMARY KEY,
  locale varchar(10) NOT NULL,
  sample_rate integer,
  gender varchar(6) CHECK (gender IN ('female', 'male'))
);
