enum class SexOfGuest { MALE, FEMALE }

typealias Kennzeichen = SexOfGuest

data class Guest(val lastName: String, val sex: Kennzeichen)
