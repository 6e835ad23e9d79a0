<?php

class Kunde
{
    const GESCHLECHT_M = 'M';
    const GESCHLECHT_W = 'W';
    const GESCHLECHT_U = 'U';

    /** @var array */
    public static $anreden = array(1 => 'Herr', 2 => 'Frau');

    public $anrede = 1;
    public $nachname;
    public $vorname;
    public $geschlecht = 'U';
    public $email;

    public function getBriefanrede()
    {
        if ($this->anrede == 1) {
            return 'Sehr geehrter Herr ' . $this->nachname;
        }
        return 'Sehr geehrte Frau ' . $this->nachname;
    }
}
