<?php
switch ($kontakt['anrede']) {
    case 'Herr':
        $person->geschlecht = 'm';
        break;
    case 'Frau':
        $person->geschlecht = 'w';
        break;
}
