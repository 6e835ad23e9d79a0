<?php
$geschlechter = ['männlich'];
array_push($geschlechter, 'weiblich', 'divers');
