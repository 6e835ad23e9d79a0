<?php
// Bei Pferden steht das Geschlecht im Equidenpass.
$pferd_felder['rasse'] = ['label' => 'Rasse', 'type' => 'text'];
$pferd_felder['stockmass'] = ['label' => 'Stockmaß', 'type' => 'number'];
