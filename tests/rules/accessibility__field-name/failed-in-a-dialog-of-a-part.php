<?php include "kopf.php"; ?>
<div class="modal fade" id="<?= $id ?>" role="dialog" aria-hidden="true"><p>Boot <input type="text" name="boot"></p></div>
