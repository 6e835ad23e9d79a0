enum class Gender(val code: String) { MALE("m"), FEMALE("w") }
data class P(
  @field:Pattern(regexp = "^(m|w)$") val gender: String,
  @Enumerated(EnumType.STRING) val gender2: Gender?,
  @Column(length = 1, nullable = false) var gender3: String = "m",
  @Schema(allowableValues = ["m", "w"]) val gender4: String,
)
object Persons : Table() {
  val gender = char("gender")
  val geschlecht = varchar("geschlecht", 1).nullable()
  val sex = enumerationByName("sex", 10, Gender::class)
  val gender2 = enumeration<Gender>("gender2")
}
const val GENDER_MALE = "m"
const val GENDER_FEMALE = "w"
val GENDERS = setOf("m", "w")
