class Brief
{
    string Anrede(Person person)
    {
        var anrede = "Frau";
        if (person.Geschlecht == Geschlecht.Maennlich)
        {
            anrede = "Herr";
        }
        return anrede + " " + person.Name;
    }
}
