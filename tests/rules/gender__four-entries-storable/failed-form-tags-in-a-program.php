<?php
add_filter('wpcf7_default_template', function () {
    return '<label>Vorname [text* vorname]</label>
<label>Geschlecht [select* geschlecht include_blank "männlich" "weiblich" "divers"]</label>';
});
