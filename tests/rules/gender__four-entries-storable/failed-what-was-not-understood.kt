package klinik

sealed class Gender {
    data object Male : Gender()
    data object Female : Gender()
    data class Unknown(val raw: String) : Gender()
}

data class Patient(val name: String, val gender: Gender)
