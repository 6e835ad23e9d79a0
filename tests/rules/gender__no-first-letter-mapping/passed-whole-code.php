<?php
function lesen(string $geschlecht): ?Geschlecht
{
    return match ($geschlecht) {
        'm' => Geschlecht::M,
        'w' => Geschlecht::W,
        'd' => Geschlecht::D,
        'x' => Geschlecht::X,
        default => null,
    };
}
