class Seeder {
    fun next(): String {
        val values = listOf("Male", "Female")
        return values.random()
    }
}
