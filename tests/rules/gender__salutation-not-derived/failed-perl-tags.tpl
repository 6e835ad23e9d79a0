<TMPL_IF NAME="ist_mann">Sehr geehrter Herr <TMPL_VAR NAME="nachname"><TMPL_ELSE>Sehr geehrte Frau <TMPL_VAR NAME="nachname"></TMPL_IF>,

Ihr Antrag auf einen Parkausweis ist eingegangen.
