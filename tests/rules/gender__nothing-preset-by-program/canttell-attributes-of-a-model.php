<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Model;

class Buerger extends Model
{
    protected $attributes = [
        'aktiv' => true,
        'geschlecht' => 'w',
    ];
}
