CREATE TABLE krowa (numer_kolczyka varchar(14), rasa text, plec char(1) CHECK (plec IN ('M','F')));
