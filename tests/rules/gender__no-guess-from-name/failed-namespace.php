<?php
use GenderDetector\GenderDetector;

$geschlecht = (new GenderDetector())->getGender($vorname);
