<?php
$geschlechtWerte = ['m' => 'männlich', 'w' => 'weiblich'];
$geschlechtWerte = array_merge($geschlechtWerte, weitere());
