using System.Collections.Generic;

class Lieferung
{
    static readonly Dictionary<string, string> Kennungen = new Dictionary<string, string> { { "m", "K7" }, { "w", "K8" } };

    string Zeile(Person person)
    {
        return Kennungen[person.Geschlecht];
    }
}
