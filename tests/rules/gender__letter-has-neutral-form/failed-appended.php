<?php
function kopf(Empfaenger $empfaenger): string
{
    $text = "Unser Zeichen: 4711\n\n";
    if ($empfaenger->anrede === 'frau') {
        $text .= 'Sehr geehrte Frau ';
    } else {
        $text .= 'Sehr geehrter Herr ';
    }
    return $text . $empfaenger->nachname;
}
