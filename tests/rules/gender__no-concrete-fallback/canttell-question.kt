fun geschlecht(person: Person): String = if (person.isMale()) "m" else "w"
