import de.stadt.person.Geschlecht;

class Person {
    Geschlecht geschlecht;
}
