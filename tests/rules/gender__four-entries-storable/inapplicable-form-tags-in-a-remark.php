<?php
/**
 * Beispiel: [select* geschlecht "männlich|m" "weiblich|w"]
 */
// früher: [radio geschlecht "männlich" "weiblich"]
function formular() {
    return '<label>Vorname [text* vorname]</label><!-- [radio geschlecht "männlich" "weiblich"] -->';
}
