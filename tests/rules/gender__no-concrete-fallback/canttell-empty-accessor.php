<?php
function ergaenze($gast) {
    if (empty($gast->getGeschlecht())) {
        $gast->setGeschlecht('m');
    }
}
