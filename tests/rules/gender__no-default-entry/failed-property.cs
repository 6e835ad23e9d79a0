namespace Musterstadt.Fundbuero;

public enum Gender { Female, Male, Diverse, NotStated }

public class Finder
{
    public string LastName { get; set; } = string.Empty;
    public Gender Gender { get; set; } = Gender.Female;
}
