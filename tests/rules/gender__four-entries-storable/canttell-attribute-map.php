<?php
$attributemap = [
    'urn:oid:2.5.4.42' => 'givenName',
    'urn:oid:2.5.4.4' => 'sn',
    'urn:mace:example.org:person:gender' => 'gender',
    'urn:mace:example.org:person:mail' => 'mail',
];
