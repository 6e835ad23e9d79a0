class PersonDialog(QDialog):
    def build(self):
        self.gender_box = QComboBox()
        self.gender_box.addItems(["Male", "Female"])
