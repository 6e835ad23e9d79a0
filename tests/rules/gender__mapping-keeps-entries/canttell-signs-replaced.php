<?php
class Lieferung
{
    public function zeile(Person $person)
    {
        return strtr($person->geschlecht, 'mw', '12');
    }
}
