<?php
return [
    'fields' => [
        'nachname' => ['type' => 'string', 'length' => 80, 'required' => true],
        'geschlecht' => ['type' => 'string', 'length' => 1, 'required' => false],
    ],
];
