<?php require 'kopf.php'; ?>
<select name="geschlecht"><option value="m" <?= $g == 'm' ? 'selected' : '' ?>>männlich</option><option value="w">weiblich</option></select>
