<?php
function anmelden($vorname, $geschlecht)
{
    if (!preg_match('/^(männlich|weiblich)$/', $geschlecht)) {
        throw new InvalidArgumentException('Eingabe');
    }
}
