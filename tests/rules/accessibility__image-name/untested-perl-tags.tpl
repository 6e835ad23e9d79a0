<form action="#">
  <img src="<TMPL_VAR NAME="STATIC_PREFIX">icons/<TMPL_VAR NAME="icon">.png" width="16" alt="Anmeldung mit Karte" />
  <TMPL_IF NAME="portal"><img src="<TMPL_VAR NAME=STATIC_PREFIX><TMPL_VAR NAME="SKIN">/logo.png" alt="<TMPL_VAR NAME="titel">" /></TMPL_IF>
  <button type="submit">Weiter</button>
</form>
