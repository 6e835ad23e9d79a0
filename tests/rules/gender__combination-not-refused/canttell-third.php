<?php
function pruefe($person) {
    if ($person->anrede === 'Frau' && $person->geschlecht === 'd' && $person->status === 'beamtet') {
        throw new InvalidArgumentException('nicht erlaubt');
    }
}
