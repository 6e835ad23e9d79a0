<?php
$former_genders = ['m' => 'männlich', 'w' => 'weiblich'];
$genders = array_merge($former_genders, ['d' => 'divers', 'x' => 'ohne Angabe']);
