<table><tr><td><b>Zone</b></td><td><b>Fee</b></td></tr><?php foreach ($zones as $zone) { ?><tr><td><?= $zone->name ?></td><td><?= $zone->fee ?></td></tr><?php } ?></table>
