<?php
if (!in_array($geslacht, ['man', 'vrouw'])) {
    unset($kontakt['geslacht']);
}
