<form><label for="g">Geschlecht</label><select id="g" name="geschlecht"><option value="m">männlich</option><option value="w">weiblich</option></select></form>
<?php include "footer.php";
