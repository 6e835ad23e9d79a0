<?php
$anrede = new Auswahl();
$anrede->setName('anrede');
$anrede->addOption('Frau', 1);
$anrede->addOption('Herr', 2);
