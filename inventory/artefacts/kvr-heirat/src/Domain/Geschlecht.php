<?php

declare(strict_types=1);

namespace Wallersbrueck\Standesamt\Domain;

/**
 * Geschlechtseintrag nach dem Personenstandsgesetz, Codes wie im Register.
 */
enum Geschlecht: string
{
    case Maennlich = 'm';
    case Weiblich = 'w';
    case Divers = 'd';
    case OhneAngabe = 'x';

    public function bezeichnung(): string
    {
        return match ($this) {
            self::Maennlich => 'männlich',
            self::Weiblich => 'weiblich',
            self::Divers => 'divers',
            self::OhneAngabe => 'ohne Angabe',
        };
    }
}
