<?php
$geschlechter = ['' => 'Bitte wählen', 'm' => 'männlich', 'w' => 'weiblich', 'd' => 'divers', 'x' => 'ohne Angabe'];
unset($geschlechter['']);
unset($_SESSION['geschlecht']);
