<?php
class Card {
    public function getSexText() {
        if ($this->sex == 1) {
            return 'männlich';
        } elseif ($this->sex == 2) {
            return 'weiblich';
        }
        return '';
    }
}
