<?php
class Signpost
{
    protected static $lines = ['{{greetingMale}}', '{{greetingFemale}}'];
}
