<?php
const FORMULAR = 'antragsteller';

$geschlechter = ['m' => 'männlich', 'w' => 'weiblich', 'd' => 'divers', 'x' => 'ohne Angabe'];
unset($geschlechter['d'], $geschlechter['x']);
