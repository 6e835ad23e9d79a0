CLASS zcl_antrag DEFINITION.
  PRIVATE SECTION.
    TYPES:
      BEGIN OF ty_person,
        nachname TYPE string,
        sexid    TYPE bu_sexid,
      END OF ty_person.
ENDCLASS.
