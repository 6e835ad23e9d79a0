<?php
// Arrays that describe fields: the key of the field names it, its list holds the values.
$GLOBALS['FELDER']['mitglied'] = [
    'fields' => [
        'gender' => [
            'inputType' => 'select',
            'options' => ['male', 'female', 'other'],
            'eval' => ['includeBlankOption' => true],
        ],
        'anrede' => [
            'label' => 'Anrede',
            'config' => [
                'type' => 'radio',
                'items' => [
                    ['Herr', 'm'],
                    ['Frau', 'f'],
                ],
            ],
        ],
        'salutation' => [
            'config' => [
                'type' => 'select',
                'items' => [
                    ['label' => 'Herr', 'value' => 'herr'],
                    ['label' => 'Frau', 'value' => 'frau'],
                    ['label' => 'keine', 'value' => ''],
                ],
            ],
        ],
        'geschlecht' => ['label' => 'Geschlecht', 'type' => 'text', 'required' => true],
    ],
];

$setup->addAttribute('customer', 'gender', [
    'type' => 'int',
    'option' => ['values' => ['Male', 'Female', 'Not Specified']],
]);

$group['fields'][] = ['label' => 'Geschlecht', 'name' => 'geschlecht', 'choices' => ['m' => 'männlich', 'w' => 'weiblich']];
