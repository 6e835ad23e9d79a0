from django.test import SimpleTestCase


class AuswahlTest(SimpleTestCase):
    GESCHLECHTER = [("m", "männlich"), ("w", "weiblich")]

    def test_auswahl(self):
        self.assertIn("m", auswahl("geschlecht", self.GESCHLECHTER))
