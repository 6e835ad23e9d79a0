class Versand
{
    string Code(Geschlecht geschlecht) => geschlecht switch
    {
        Geschlecht.Maennlich => "m",
        Geschlecht.Weiblich => "w",
        Geschlecht.Divers => "d",
        Geschlecht.OhneAngabe => "x",
        _ => throw new ArgumentOutOfRangeException(nameof(geschlecht)),
    };
}
