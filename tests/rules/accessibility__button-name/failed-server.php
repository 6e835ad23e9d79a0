<?php
require 'kopf.php';
?>
<div>
  <?php if ($darf) : ?>
    <button name="weg"><i class="papierkorb"></i></button>
  <?php endif; ?>
  <button><?php _e('Weiter'); ?></button>
</div>
