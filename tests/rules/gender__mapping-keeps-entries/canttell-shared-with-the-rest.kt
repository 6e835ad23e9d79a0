fun genderCode(gender: String): String = when (gender) {
    "male" -> "1"
    "female" -> "2"
    "diverse" -> "9"
    else -> "9"
}
