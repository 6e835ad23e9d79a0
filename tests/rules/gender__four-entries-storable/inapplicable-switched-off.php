<?php
if (false) {
    $genders = ['m' => 'männlich', 'w' => 'weiblich'];
}
