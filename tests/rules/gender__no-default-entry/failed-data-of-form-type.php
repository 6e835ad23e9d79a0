<?php

class MitgliedType extends AbstractType
{
    public function buildForm(FormBuilderInterface $builder, array $options): void
    {
        $builder
            ->add('nachname', TextType::class)
            ->add('geschlecht', ChoiceType::class, [
                'choices' => ['männlich' => 'm', 'weiblich' => 'w', 'divers' => 'd', 'ohne Angabe' => 'x'],
                'data' => 'w',
            ]);
    }
}
