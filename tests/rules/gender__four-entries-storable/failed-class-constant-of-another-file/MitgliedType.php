<?php
namespace Verein\Form;

use Verein\Entity\Mitglied;

class MitgliedType
{
    public function buildForm($builder, array $options): void
    {
        $builder->add('geschlecht', ChoiceType::class, ['choices' => array_flip(Mitglied::GESCHLECHTER)]);
    }
}
