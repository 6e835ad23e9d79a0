class Meldung
{
    static string Eintrag(string geschlecht) =>
        geschlecht switch { "m" => "männlich", "w" => "weiblich", _ => throw new ArgumentException() };
}
