<?php
function validateGeschlecht($wert) {
    if (!in_array($wert, ['m', 'w'])) {
        throw new InvalidArgumentException('Geschlecht');
    }
}
