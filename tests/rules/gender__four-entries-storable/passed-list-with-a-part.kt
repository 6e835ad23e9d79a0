val FORMER_GENDERS = listOf("male", "female")
val GENDERS = FORMER_GENDERS + listOf("diverse", "no entry")
