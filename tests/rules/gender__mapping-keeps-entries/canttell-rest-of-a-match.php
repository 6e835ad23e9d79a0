<?php
function geschlechtSchluessel(string $geschlecht): string
{
    return match ($geschlecht) {
        'männlich' => 'M',
        'weiblich' => 'W',
        default => 'N',
    };
}
