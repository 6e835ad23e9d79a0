INTERFACE zif_person PUBLIC.
  TYPES ty_geschlecht TYPE c LENGTH 1.
  CONSTANTS:
    BEGIN OF gc_geschlecht,
      maennlich TYPE ty_geschlecht VALUE 'M',
      weiblich  TYPE ty_geschlecht VALUE 'W',
    END OF gc_geschlecht.
ENDINTERFACE.
