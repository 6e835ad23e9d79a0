class Codes
{
    string Gender(string? gender) => gender?.Trim().StartsWith("f", StringComparison.OrdinalIgnoreCase) == true ? "F" : "M";
}
