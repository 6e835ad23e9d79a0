sealed class Sex(val code: Int) {
    object Female : Sex(2)
    object Male : Sex(1)
}

data class Member(val lastName: String, val sex: Sex)
