<?php
namespace Verein\Entity;

class Mitglied
{
    public const GESCHLECHTER = ['männlich' => 'm', 'weiblich' => 'w'];

    #[Assert\Choice(choices: self::GESCHLECHTER)]
    private string $geschlecht;
}
