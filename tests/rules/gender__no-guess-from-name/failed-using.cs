using GenderApi.Client;

class Person
{
    public string Geschlecht { get; set; }
}
