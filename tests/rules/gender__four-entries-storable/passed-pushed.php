<?php
$geschlechter = ['männlich', 'weiblich'];
array_push($geschlechter, 'divers', 'ohne Angabe');
