<?php
$felder['nachname'] = array(
    'label' => _("Nachname"),
    'type' => 'text',
    'required' => true,
);
$felder['geschlecht'] = array(
    'label' => _("Geschlecht"),
    'type' => 'enum',
    'required' => false,
    'params' => array('values' => array('m' => _("männlich"), 'w' => _("weiblich")), 'prompt' => true),
);
