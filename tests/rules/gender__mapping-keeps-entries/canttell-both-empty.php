<?php
$geschlecht = match ($person->geschlecht) {
    'm' => 'männlich',
    'w' => 'weiblich',
    'd', 'ohne Angabe' => null,
};
