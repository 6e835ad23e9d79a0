sealed interface Gender {
    record Female() implements Gender {}
    record Male() implements Gender {}
}
