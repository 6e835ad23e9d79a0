*"* Personen und wie sie angesprochen werden. CASE x.
CLASS zcl_person DEFINITION PUBLIC FINAL CREATE PUBLIC.
  PUBLIC SECTION.
    CONSTANTS:
      BEGIN OF gc_gender,
        unknown TYPE bu_sexid VALUE '0',
        female  TYPE bu_sexid VALUE '1', " weiblich
        male    TYPE bu_sexid VALUE '2', " männlich, auch „2.“
      END OF gc_gender.
    CONSTANTS gc_sex_code_male(1) TYPE c VALUE 'M'.
    CONSTANTS gc_sex_code_female TYPE c LENGTH 1 VALUE `F`.
    CONSTANTS gc_sex_code TYPE i VALUE 4.
    CONSTANTS gc_limit TYPE i VALUE 10.
    CONSTANTS:
      BEGIN OF gc_kz,
        h TYPE c VALUE '1', " Herr
        f TYPE c VALUE '2', " Frau
      END OF gc_kz.
    CONSTANTS: BEGIN OF outer, BEGIN OF geschlecht, m TYPE c VALUE '1', w TYPE c VALUE IS INITIAL, END OF geschlecht, END OF outer.
    TYPES:
      BEGIN OF ENUM ty_geschlecht STRUCTURE geschlecht BASE TYPE c,
        keine VALUE IS INITIAL,
        mann  VALUE 'M',
        frau  VALUE 'F',
      END OF ENUM ty_geschlecht STRUCTURE geschlecht.
    TYPES ty_sexid TYPE zde_geschlecht.
    TYPES:
      BEGIN OF ty_person,
        vorname    TYPE string,
        nachname   TYPE c LENGTH 40,
        geschlecht TYPE ty_geschlecht, " Geschlecht der Person
        gesch      TYPE pa0002-gesch,
        anred      TYPE zif_person=>ty_anrede,
        gebdat     TYPE d,
        sexm       TYPE abap_bool,
        BEGIN OF adresse,
          kz_geschl(1) TYPE c,
        END OF adresse,
        kinder TYPE STANDARD TABLE OF ty_kind WITH DEFAULT KEY,
      END OF ty_person.
ENDCLASS.

CLASS zcl_person IMPLEMENTATION.
  METHOD anrede.
    CASE is_person-gesch.
      WHEN '1'.
        rv_anrede = 'Herr'(001).
        ev_kurz = 'H'.
      WHEN '2' OR gc_gender-female.
        MOVE 'Frau' TO rv_anrede.
        IF iv_kurz = abap_true.
          ev_kurz = 'F'.
        ENDIF.
      WHEN OTHERS.
        rv_anrede = lv_name.
    ENDCASE.
    IF iv_geschlecht = 'm' OR iv_geschlecht EQ 'M'.
      ev_code = zif_codes=>gc_gender-male.
    ELSEIF iv_geschlecht IS INITIAL.
      CLEAR ev_code.
    ELSE.
      ev_code = gc_female.
    ENDIF.
    IF iv_a = 'm' AND iv_b = 'w'.
      ev_c = 'x'.
    ENDIF.
    DATA(lv_briefanrede) = SWITCH string( geschlecht WHEN 'm' THEN |Sehr geehrter Herr { name }|
                                                     WHEN 'w' THEN `Sehr geehrte Frau ` && name
                                                     ELSE text-001 ).
    rs_person-sex = COND #( WHEN ls_adr-title = '0001' THEN '1' ELSE '2' ).
  ENDMETHOD.
ENDCLASS.
