       01  PERSONALSATZ.
           05  NACHNAME     PIC X(40).
           05  GESCHLECHT   PIC X(1).
