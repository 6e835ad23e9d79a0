<?php
class Anpassung
{
    public const SEX_FAKTOR = ['male' => 1.0, 'female' => 0.85];
}
