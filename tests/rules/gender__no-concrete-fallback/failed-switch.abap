FORM lesen.
  gs_person-geschlecht = SWITCH #( gs_satz-gender WHEN 'male' THEN 'm' WHEN 'diverse' THEN 'd' ELSE 'w' ).
ENDFORM.
