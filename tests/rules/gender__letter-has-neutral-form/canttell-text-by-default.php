<?php
class Brief
{
    public function anfang(Person $person)
    {
        return $this->trans("brief.anrede.{$person->geschlecht}", 'Herr');
    }
}
