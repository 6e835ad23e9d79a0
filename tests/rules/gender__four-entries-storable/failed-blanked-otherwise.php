<?php
$geschlecht = $_POST['geschlecht'];
if ($geschlecht and $geschlecht != 'm' and $geschlecht != 'w') $geschlecht = '';
