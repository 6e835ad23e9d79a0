<?php

enum Geschlecht: string
{
    case Weiblich = 'w';
    case Maennlich = 'm';
    case Divers = 'd';
    case OhneAngabe = 'x';
}

final class Ehrenamt
{
    public string $nachname = '';
    public Geschlecht $geschlecht = Geschlecht::Maennlich;
}
