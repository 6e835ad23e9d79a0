INTERFACE zif_partner PUBLIC.
  CONSTANTS:
    BEGIN OF gc_gender,
      female TYPE bu_sexid VALUE '1',
      male   TYPE bu_sexid VALUE '2',
    END OF gc_gender.
ENDINTERFACE.
