CLASS zcl_brief IMPLEMENTATION.
  METHOD anrede.
    CASE is_person-geschlecht.
      WHEN 'M'.
        rv_anrede = 'Sehr geehrter Herr'.
      WHEN OTHERS.
        rv_anrede = 'Sehr geehrte Frau'.
    ENDCASE.
  ENDMETHOD.
ENDCLASS.
