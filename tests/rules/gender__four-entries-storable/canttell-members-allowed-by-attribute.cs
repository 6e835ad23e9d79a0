public enum Geschlecht { Maennlich, Weiblich, Divers, OhneAngabe }

public class Bewerberin
{
    public string Vorname { get; set; }
    [AllowedValues(Geschlecht.Maennlich, Geschlecht.Weiblich)]
    public Geschlecht Geschlecht { get; set; }
}
