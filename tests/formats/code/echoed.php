<?php
echo '<select name="geschlecht"><option value="m">männlich</option><option value="w">weiblich</option></select>';

// One attribute is filled in: the list is whole.
$html = "<select name=\"gender\">";
$html .= "<option value=\"m\"" . $chosen . ">Male</option>\n";
$html .= "<option value=\"f\">Female</option></select>";

// A program goes on with the list: it is not known.
echo '<select name="anrede"><option value="1">Herr</option>';
foreach ($more as $key => $text) {
    echo '<option value="' . $key . '">' . $text . '</option>';
}
echo '</select>';

print <<<HTML
<label><input type="radio" name="sex" value="m"> male</label>
<label><input type="radio" name="sex" value="f"> female</label>
<select name="geschlecht_kind">$options</select>
HTML;

if ($a < $b && $c > $d) {
    echo 'kleiner <als> größer';
}
