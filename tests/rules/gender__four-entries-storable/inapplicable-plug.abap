INTERFACE zif_stecker PUBLIC.
  CONSTANTS:
    BEGIN OF gc_connector_gender,
      male   TYPE c VALUE 'M',
      female TYPE c VALUE 'F',
    END OF gc_connector_gender.
ENDINTERFACE.
