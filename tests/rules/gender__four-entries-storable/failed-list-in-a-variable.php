<?php
$genderOptions = [
    'a' => __('Male', 'desk'),
    'b' => __('Female', 'desk'),
];
