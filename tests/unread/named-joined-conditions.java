class Reminder {
    void show(Person person) {
        if (person.getGender() == Gender.FEMALE && person.getAge() > 14) {
            showPregnancyTab(person);
        }
    }
}
