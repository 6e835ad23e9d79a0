public class Aufnahme
{
    public Gast Neu(string name, string geschlecht = "M")
    {
        return new Gast { Name = name, Geschlecht = geschlecht };
    }
}
