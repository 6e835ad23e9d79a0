ANREDEN = {"m": "Herr", Geschlecht.W: "Frau", None: ""}


def code(geschlecht: Geschlecht) -> str:
    match geschlecht:
        case "m" | Geschlecht.M:
            return "1"
        case Geschlecht.W:
            return "2"
        case _:
            raise ValueError()


class Person:
    def anrede(self):
        if self.geschlecht == "m":
            return "Herr"
        elif self.geschlecht in ("w", "f"):
            return f"Frau {self.name}"
        else:
            return None

    def lesen(self, anrede):
        self.geschlecht = "w" if anrede == "Frau" else "m"
        kurz = {"m": "männlich", "w": "weiblich"}.get(self.geschlecht, "weiblich")
        if self.geschlecht[0] == "m":
            return "male"
        if self.geschlecht[0] == "w":
            return "female"
        return "unknown"

    def titel(self):
        text = "Frau"
        if not self.is_female:
            text = "Herr"
        return text
