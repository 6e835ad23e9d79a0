<form><label for="g">Geschlecht</label><select id="g" name="geschlecht"><option value="m">männlich</option><option value="w">weiblich</option><option value="d">divers</option><option value="x">ohne Angabe</option></select></form>
<?php include "footer.php";
