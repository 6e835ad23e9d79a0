<?php
$columns = [
    ['name' => 'nachname', 'type' => 'varchar', 'length' => 40],
    ['name' => 'geschlecht', 'type' => 'varchar', 'length' => 1],
];
