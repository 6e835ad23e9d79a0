<?php

class Besucher
{
    const BINARY_GENDERS = ['m' => 'männlich', 'w' => 'weiblich'];

    public string $gender;

    public static function genders(): array
    {
        return array_merge(self::BINARY_GENDERS, ['d' => 'divers', 'x' => 'ohne Angabe']);
    }
}
