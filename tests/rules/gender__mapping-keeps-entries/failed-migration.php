<?php
foreach ($personen as $person) {
    if (in_array($person->geschlecht, ['d', 'x'])) {
        $person->geschlecht = 'w';
    }
}
