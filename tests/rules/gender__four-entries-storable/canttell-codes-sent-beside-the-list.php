<?php
class Person
{
    public string $nachname;
    const GESCHLECHT = ['m' => 'männlich', 'w' => 'weiblich', 'd' => 'divers', 'x' => 'ohne Angabe'];
    const GESCHLECHT_SCHAC = ['m' => '1', 'w' => '2'];
}
