<?php
class Uebernahme
{
    public function geschlecht(array $row): string
    {
        switch ($row['geschlecht']) {
            case 1:
                return 'm';
            case 2:
                return 'f';
            default:
                return 'f';
        }
    }
}
