INTERFACE zif_person PUBLIC.
  CONSTANTS:
    BEGIN OF gc_geschlecht,
      maennlich TYPE c LENGTH 1 VALUE '1',
      weiblich  TYPE c LENGTH 1 VALUE '2',
      divers    TYPE c LENGTH 1 VALUE '3',
    END OF gc_geschlecht.
ENDINTERFACE.
