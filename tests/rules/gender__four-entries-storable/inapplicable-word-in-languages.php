<?php
return [
    'name' => ['de' => 'Name', 'en' => 'Name'],
    'gender_divers' => ['de' => 'divers', 'en' => 'diverse'],
    'gender_male' => ['de' => 'männlich', 'en' => 'male'],
];
