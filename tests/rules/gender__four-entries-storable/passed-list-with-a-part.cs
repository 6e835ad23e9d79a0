using System.Linq;

static class Lists
{
    static readonly string[] FormerGenders = { "male", "female" };
    static readonly string[] Genders = FormerGenders.Concat(new[] { "diverse", "no entry" }).ToArray();
}
