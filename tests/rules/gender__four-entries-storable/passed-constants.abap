INTERFACE zif_person PUBLIC.
  CONSTANTS gc_geschlecht_maennlich    TYPE c VALUE '1'.
  CONSTANTS gc_geschlecht_weiblich     TYPE c VALUE '2'.
  CONSTANTS gc_geschlecht_divers       TYPE c VALUE '3'.
  CONSTANTS gc_geschlecht_ohne_angabe  TYPE c VALUE '4'.
ENDINTERFACE.
