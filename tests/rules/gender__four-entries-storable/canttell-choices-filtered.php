<?php
class MitgliedType extends AbstractType
{
    public function buildForm($builder, array $options)
    {
        $builder->add("geschlecht", ChoiceType::class, [
            "choices" => ["männlich" => "m", "weiblich" => "w", "divers" => "d", "ohne Angabe" => "x"],
            "choice_filter" => fn($g) => in_array($g, ["m", "w"]),
        ]);
    }
}
