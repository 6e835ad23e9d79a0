public class Beschaeftigte
{
    private const string Weiblich = "W";
    public string Nachname { get; set; }
    public string Geschlecht { get; set; } = Weiblich;
}
