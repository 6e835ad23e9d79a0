<?php
class Bewerbung
{
    public function __construct(string $nachname)
    {
        $this->nachname = $nachname;
        $this->geschlecht = 'männlich';
    }
}
