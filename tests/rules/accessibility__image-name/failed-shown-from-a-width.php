<?php if ($zone): ?><p>Zone</p><?php endif ?><div class="d-none d-md-block"><img src="zones.png"></div>
