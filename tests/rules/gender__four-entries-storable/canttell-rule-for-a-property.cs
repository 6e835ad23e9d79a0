public enum Geschlecht { Maennlich, Weiblich, Divers, OhneAngabe }

public class Teilnehmer
{
    public string Vorname { get; set; }
    public Geschlecht Geschlecht { get; set; }
}

public class TeilnehmerValidator : AbstractValidator<Teilnehmer>
{
    public TeilnehmerValidator()
    {
        RuleFor(t => t.Geschlecht).Must(g => g == Geschlecht.Maennlich || g == Geschlecht.Weiblich);
    }
}
