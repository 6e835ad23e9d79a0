<?php
if ($person['geschlecht'] == 'm') {
    $anrede = "Herr $name";
} else {
    $anrede = "Frau $name";
}
