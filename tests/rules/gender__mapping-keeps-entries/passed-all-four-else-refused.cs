namespace Melden;

static class Abbildung
{
    public static string Geschlecht(string gender) => gender switch
    {
        "male" => "maennlich",
        "female" => "weiblich",
        "diverse" => "divers",
        "no entry" => "ohne Angabe",
        _ => throw new System.ArgumentException(gender),
    };
}
