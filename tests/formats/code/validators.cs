public class P {
  [RegularExpression("^(m|w)$")]
  public string Gender { get; set; }
  [RegularExpression(@"^[mw]$", ErrorMessage="x")]
  public string Gender2 { get; set; }
  [AllowedValues("m", "w")]
  public string Gender3 { get; set; }
  [EnumDataType(typeof(Gender))]
  public string Gender4 { get; set; }
  [Column(TypeName = "char(1)")]
  public string Gender5 { get; set; }
  public Gender? Gender6 { get; set; }
  public const string GENDER_MALE = "m";
  public const string GENDER_FEMALE = "w";
  public static readonly string[] Genders = { "m", "w" };
  public static readonly List<string> Geschlechter = new List<string> { "m", "w" };
  public static readonly Dictionary<string, string> GenderMap = new() { ["m"] = "männlich", ["w"] = "weiblich" };
  public List<SelectListItem> GenderItems = new List<SelectListItem> { new SelectListItem { Value = "m", Text = "männlich" }, new SelectListItem { Value = "w", Text = "weiblich" } };
}
public class V : AbstractValidator<P> {
  public V() {
    RuleFor(x => x.Gender).NotEmpty().Must(g => g == "m" || g == "w");
    RuleFor(x => x.Gender2).Matches("^(m|w)$");
    RuleFor(x => x.Gender3).IsInEnum();
    RuleFor(x => x.Gender4).Must(g => new[] { "m", "w" }.Contains(g));
  }
}
public class C : DbContext {
  void M(ModelBuilder b) {
    b.Entity<P>().Property(p => p.Gender).HasConversion<string>().HasMaxLength(1).IsRequired();
    b.Entity<P>().Property(p => p.Gender6).HasConversion(v => v.ToString(), v => Enum.Parse<Gender>(v));
    b.Entity<P>().HasCheckConstraint("CK", "Gender IN ('m','w')");
  }
}
public enum Gender { Male, Female }
public class Mig : Migration { void Up() { migrationBuilder.AddColumn<string>(name: "Gender", table: "P", maxLength: 1, nullable: false, defaultValue: "m"); 
 migrationBuilder.CreateTable(name: "P", columns: table => new { Geschlecht = table.Column<string>(type: "char(1)", maxLength: 1, nullable: true) }); } }
