namespace Register.Pruefung;

public enum Sex { Male, Female }

public record Ordinal(int Value)
{
    public Sex Sex => Value % 2 == 1 ? Sex.Male : Sex.Female;
}
