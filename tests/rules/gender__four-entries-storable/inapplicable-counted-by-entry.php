<?php
$belegung = [
    'weiblich' => Gast::query()->where('abgereist', false)->count(),
    'maennlich' => Gast::query()->where('angereist', true)->count(),
];
