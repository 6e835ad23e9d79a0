<?php
function searchMembers($keyword, $gender)
{
    if (!in_array($gender, ['m', 'w'])) {
        throw new InvalidArgumentException('nichts zu finden');
    }
}
