CREATE TABLE person (
  id INT PRIMARY KEY,
  nachname VARCHAR(80),
  geschlecht ENUM('männlich', 'weiblich', 'divers', 'ohne Angabe') NOT NULL,
  erklaerung_am DATE
);

DELIMITER //
CREATE TRIGGER person_erklaerung BEFORE INSERT ON person FOR EACH ROW
BEGIN
  IF NEW.geschlecht IN ('divers', 'ohne Angabe') AND NEW.erklaerung_am IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Erklärung fehlt';
  END IF;
END//
DELIMITER ;
