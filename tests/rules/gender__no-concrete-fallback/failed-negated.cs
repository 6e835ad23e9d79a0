class Uebernahme
{
    void Set(Person person, string geschlecht)
    {
        if (geschlecht != "m")
            person.Geschlecht = "w";
        else
            person.Geschlecht = "m";
    }
}
