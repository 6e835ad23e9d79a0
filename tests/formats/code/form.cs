public enum Gender { [Display(Name = "männlich")] Male = 1, Female }
public class P { [Required] [StringLength(1)] public string Geschlecht { get; set; } = "m"; public Gender? Sex { get; set; } private static readonly string[] Genders = { "m", "w" };
void Init() { this.GenderComboBox.Items.AddRange(new object[] { "ohne", "weiblich", "männlich" }); } }
