<?php
namespace App\Enum;

enum Gender: string
{
    case Male = 'm';
    case Female = 'f';
}
