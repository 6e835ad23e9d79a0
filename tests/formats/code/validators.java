class P {
  @Pattern(regexp = "^(m|w)$")
  private String gender;
  @Pattern(regexp = "[mw]", message = "x") @Size(max=1)
  private String gender2;
  @Enumerated(EnumType.ORDINAL)
  private Gender gender3;
  @Column(name = "gender", columnDefinition = "CHAR(1) CHECK (gender IN ('m','w'))")
  private String gender4;
  @Column(columnDefinition = "ENUM('m','w')")
  private String gender5;
  @Schema(allowableValues = {"m", "w"})
  private String gender6;
  @ApiModelProperty(allowableValues = "m, w")
  private String gender7;
  @ValueOfEnum(enumClass = Gender.class)
  private String gender8;
  @OneOf({"m","w"})
  private String gender9;
  public static final String GENDER_MALE = "m";
  public static final String GENDER_FEMALE = "w";
  private static final List<String> GENDERS = List.of("m", "w");
  private static final String[] GESCHLECHT = {"m", "w"};
  private static final Set<String> SEX = new HashSet<>(Arrays.asList("m", "w"));
  private static final Pattern GENDER_PATTERN = Pattern.compile("^[mw]$");
  private ComboBox<String> genderBox = new ComboBox<>(FXCollections.observableArrayList("männlich", "weiblich"));
  JComboBox geschlechtBox = new JComboBox(new String[] {"m", "w"});
  @NotNull @Column(length = 1) private String getX() { return x; }
  @Column(name="GESCHLECHT", length = 1, nullable = false)
  public String getGeschlecht() { return geschlecht; }
}
enum Gender { MALE("m"), FEMALE("w"); }
interface K { int MAENNLICH = 1; int WEIBLICH = 2; }
final class Geschlechter { public static final int MAENNLICH = 1; public static final int WEIBLICH = 2; public static final int DIVERS = 3; }
record R(@Pattern(regexp="m|w") String geschlecht) {}
