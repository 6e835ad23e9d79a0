class Speicher
{
    void Sichern(Antrag antrag)
    {
        if (string.IsNullOrEmpty(antrag.Geschlecht)) { antrag.Geschlecht = "M"; }
    }
}
