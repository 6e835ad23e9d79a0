@Composable
fun PersonScreen(state: PersonState) {
    val genders = listOf("Male", "Female")
    Column {
        genders.forEach { entry ->
            Row { RadioButton(selected = state.gender == entry, onClick = { state.choose(entry) }) }
        }
    }
}
