<?php
$fields['gender'] = [
    'type' => 'radio',
    'options' => [lang('male') => 'male', lang('female') => 'female'],
];
