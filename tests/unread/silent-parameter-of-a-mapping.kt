fun toEntry(gender: String): Gender? {
    return when (gender) {
        "male" -> Gender.MALE
        "female" -> Gender.FEMALE
        else -> null
    }
}
