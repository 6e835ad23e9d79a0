public enum Geschlecht { Maennlich, Weiblich, Divers, OhneAngabe }

public class AntragModel
{
    public string Vorname { get; set; }
    public IEnumerable<Geschlecht> Geschlechter =>
        Enum.GetValues<Geschlecht>().Where(g => g != Geschlecht.Divers && g != Geschlecht.OhneAngabe);
}
