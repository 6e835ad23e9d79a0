class Versichertennummer
{
    public string Geschlecht(string nummer)
    {
        return int.Parse(nummer.Substring(7, 1)) % 2 == 1 ? "M" : "W";
    }
}
