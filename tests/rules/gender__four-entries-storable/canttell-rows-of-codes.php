<?php
Schluessel::insert([
    ['art' => 'geschlecht', 'code' => '1', 'text' => 'männlich'],
    ['art' => 'geschlecht', 'code' => '2', 'text' => 'weiblich'],
    ['art' => 'land', 'code' => 'A', 'text' => 'Österreich'],
]);
