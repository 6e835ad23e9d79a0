<form><img src="a.png"></form>
<?php include "footer.php";
