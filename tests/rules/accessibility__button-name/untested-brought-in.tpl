<button type="button"><!-- IMPORT partials/knopf.tpl --></button>
