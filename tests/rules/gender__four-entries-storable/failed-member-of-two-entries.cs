public enum Geschlecht
{
    Maennlich = 1,
    Weiblich = 2,
    Divers = 3,
    OhneAngabe = Divers,
}
