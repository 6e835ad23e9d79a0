CREATE TABLE basvuru (
  id INT PRIMARY KEY,
  first_name VARCHAR(80) NOT NULL,
  last_name VARCHAR(80) NOT NULL,
  gender VARCHAR(6) NOT NULL CHECK (gender IN ('erkek', 'kadın'))
);
