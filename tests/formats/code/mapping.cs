class Mapper
{
    string Code(Gender gender)
    {
        switch (gender)
        {
            case Gender.Male:
                return "m";
            case Gender.Female:
            case Gender.Diverse:
                return "w";
            default:
                throw new ArgumentException();
        }
    }

    string Anrede => person.Gender switch
    {
        Gender.Male or Gender.Unknown => "Herr",
        Gender.Female => "Frau",
        _ => throw new ArgumentException()
    };

    void Set(Person person, string geschlecht)
    {
        if (geschlecht is "m" or "M")
            person.Anrede = $"Herr {person.Name}";
        else if (geschlecht.Equals("w", StringComparison.OrdinalIgnoreCase))
            person.Anrede = "Frau";
        else
            person.Anrede = "";
        var codes = new Dictionary<string, string> { { "m", "Herr" }, ["w"] = "Frau" };
        person.Geschlecht = person.Anrede == "Herr" ? 'm' : 'w';
    }
}
