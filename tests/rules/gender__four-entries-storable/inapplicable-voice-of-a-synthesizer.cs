public enum VoiceGender
{
    NotSet,
    Male,
    Female
}

public class VoiceInfo
{
    public string Culture { get; set; }
    public VoiceGender Gender { get; set; }
}
