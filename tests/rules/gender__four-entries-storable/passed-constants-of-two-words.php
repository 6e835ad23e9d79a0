<?php
class Mitglied
{
    const GENDER_MALE = 'm';
    const GENDER_FEMALE = 'w';
    const GENDER_DIVERSE = 'd';
    const GENDER_NOT_STATED = 'x';
}
