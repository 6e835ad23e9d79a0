public enum Geschlecht
{
    Maennlich = 1,
    Male = 1,
    Weiblich,
    Female = Weiblich,
    Divers = 3,
    NonBinary = 3,
    OhneAngabe = 4,
}
