fun fill() {
    genderCombo.insertItem("Male", 0)
    genderCombo.insertItem("Female", 1)
}
