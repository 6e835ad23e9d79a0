<?php
if (false) {
    $alt = 1;
} else {
    $genders = ['m' => 'männlich', 'w' => 'weiblich'];
}
