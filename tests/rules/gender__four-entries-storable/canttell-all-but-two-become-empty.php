<?php
$geschlechter = ['m' => 'männlich', 'w' => 'weiblich', 'd' => 'divers', 'x' => 'ohne Angabe'];
$geschlecht = in_array($_POST['geschlecht'], ['m', 'w']) ? $_POST['geschlecht'] : '';
$ablage->prepare('INSERT INTO mitglied (vorname, geschlecht) VALUES (?, ?)')->execute([$_POST['vorname'], $geschlecht]);
