<?php
function anrede(Person $person): string
{
    switch ($person->getGeschlecht()) {
        case 'm':
            return "Herr $person->name";
        case Geschlecht::W:
            return 'Frau';
        default:
            return 'Guten Tag';
    }
}

$code = match ($geschlecht) {
    'm', Geschlecht::M => 'Herr',
    'w' => 'Frau',
    default => throw new InvalidArgumentException(),
};

if ($row['geschlecht'] == 1) {
    $geschlecht = 'm';
} elseif ($row['geschlecht'] === 2) {
    $geschlecht = 'w';
} else {
    $geschlecht = 'w';
}

$anreden = ['m' => 'Herr', 'w' => 'Frau'][$geschlecht] ?? 'Herr';
$person->geschlecht = substr($eingabe['geschlecht'], 0, 1) == 'm' ? 'm' : 'w';
$person->setGeschlecht(in_array($anrede, ['Herr', 'Herrn']) ? 'm' : 'w');
