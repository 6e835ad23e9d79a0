CLASS zcl_schnittstelle IMPLEMENTATION.
  METHOD geschlecht.
    IF iv_geschlecht = 'm'.
      rv_gender = 'm'.
    ELSEIF iv_geschlecht = 'w'.
      rv_gender = 'w'.
    ELSEIF iv_geschlecht = 'd' OR iv_geschlecht = 'x'.
      rv_gender = 'd'.
    ENDIF.
  ENDMETHOD.
ENDCLASS.
