<?php
// Geschlecht laut Altverfahren
$text = $row['sex'] == 1 ? 'männlich' : 'weiblich';
