<?php
namespace App\Entity;

use App\Enum\Gender;

class Person
{
    private string $firstName;
    private Gender $gender;
}
