class Export
{
    int GeschlechtCode(Geschlecht geschlecht) => geschlecht switch
    {
        Geschlecht.Maennlich => 1,
        Geschlecht.Weiblich => 2,
        Geschlecht.Divers => 3,
        Geschlecht.OhneAngabe => 3,
    };
}
