<?php
class Anmeldung
{
    public function felder()
    {
        $this->form->add('wer', array('1' => 'Herr', '2' => 'Frau'));
        return array('1' => 'Herr', '2' => 'Frau');
    }
}
