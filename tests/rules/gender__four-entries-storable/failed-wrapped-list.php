<?php
define('GENDERS', ['männlich', 'weiblich']);
