<div class="karte">
  <p><TMPL_VAR NAME="text"></p>
  <img src="<TMPL_VAR NAME="STATIC_PREFIX">plan.png" width="400" />
</div>
