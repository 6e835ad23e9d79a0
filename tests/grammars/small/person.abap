document = "CLASS zcl_person DEFINITION PUBLIC.\n  PUBLIC SECTION.\n" declaration+ "ENDCLASS.\nCLASS zcl_person IMPLEMENTATION.\n  METHOD anrede.\n" statement+ "  ENDMETHOD.\nENDCLASS.\n"
declaration = "    CONSTANTS gc_" field " TYPE c LENGTH 1 VALUE " literal ".\n" | "    CONSTANTS:\n      BEGIN OF gc_" field ",\n" component+ "      END OF gc_" field ".\n" | "    TYPES: BEGIN OF ENUM ty_geschlecht STRUCTURE g BASE TYPE c, keine VALUE IS INITIAL, mann VALUE 'M', END OF ENUM ty_geschlecht STRUCTURE g.\n" | "    TYPES: BEGIN OF ty_person, " field " TYPE zde_geschlecht, vorname TYPE string, END OF ty_person.\n" | "*" label "\n"
component = "        m TYPE c VALUE " literal ", \" " label "\n" | "        w(1) TYPE c VALUE " literal ",\n"
literal = "'" entry "'" | "`" entry "`" | "IS INITIAL" | "'it''s'"
statement = "    " target " = " expression ".\n" | "    CASE " subject ".\n" when+ "    ENDCASE.\n" | "    IF " condition ".\n" statement+ elseif? "    ENDIF.\n" | "    WRITE |Guten Tag { " subject " }|.\n"
when = "      WHEN " literal ".\n" statement | "      WHEN " literal " OR " literal ".\n" statement | "      WHEN OTHERS.\n" statement
elseif = "    ELSEIF " condition ".\n" statement | "    ELSE.\n" statement
target = "anrede" | "rs_person-geschlecht" | "lv_text"
subject = "geschlecht" | "is_person-gender" | "anrede" | "to_upper( geschlecht )"
condition = subject " = " literal | subject " EQ " literal | "NOT " condition | condition " OR " condition | "( " condition " )" | subject " IS INITIAL"
expression = literal | "SWITCH #( " subject " WHEN " literal " THEN " expression " ELSE " expression " )" | "COND string( WHEN " condition " THEN " expression " )" | subject | "|{ " subject " }|" | literal " && " expression
