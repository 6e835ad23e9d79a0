<?php
function geschlechtAusText(string $geschlecht): string
{
    if (stripos($geschlecht, 'weibl') !== false) {
        return 'w';
    }
    return 'm';
}
