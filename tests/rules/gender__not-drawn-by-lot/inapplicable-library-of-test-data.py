from faker import Faker

fake = Faker()


def beispiel(mitglied):
    mitglied.geschlecht = fake.random_element(["m", "w"])
