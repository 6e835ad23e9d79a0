<?php
class Einlesen
{
    public function lauf($kontakt)
    {
        if (!empty($kontakt['gender']) && ($gender = strtolower($kontakt['gender']))) {
            if (!in_array($gender, ['male', 'female'])) {
                unset($kontakt['gender']);
            }
        }
        return $kontakt;
    }
}
