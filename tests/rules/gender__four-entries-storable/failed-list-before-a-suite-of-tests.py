import unittest

GESCHLECHTER = [("m", "männlich"), ("w", "weiblich")]


class AuswahlTest(unittest.TestCase):
    def test_auswahl(self):
        self.assertTrue(GESCHLECHTER)
