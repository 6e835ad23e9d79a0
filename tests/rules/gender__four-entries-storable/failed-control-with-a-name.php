<?php
$feld = new SelectFeld('Geschlecht', 'geschlecht');
$feld->addOption(new Option('weiblich', 'w'));
$feld->addOption(new Option('männlich', 'm'));
