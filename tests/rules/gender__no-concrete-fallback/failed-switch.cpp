std::string meldecode(Geschlecht geschlecht)
{
    switch (geschlecht) {
    case Geschlecht::MAENNLICH:
        return "m";
    case Geschlecht::WEIBLICH:
        return "w";
    default:
        return "w";
    }
}
