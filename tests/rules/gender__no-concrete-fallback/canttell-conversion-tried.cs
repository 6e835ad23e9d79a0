public enum Gender { Male, Female, Diverse, NoEntry }

public static class Reader
{
    public static Gender Read(string written)
    {
        return System.Enum.TryParse<Gender>(written, out var found) ? found : Gender.Female;
    }
}
