<?php
class Teilnahme
{
    const KENNUNG_EINS = 'weiblich';
    public string $nachname;
    public string $geschlecht = self::KENNUNG_EINS;
}
