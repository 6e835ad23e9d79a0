HUEFTUMFANG_SEX = {"male": 102, "female": 88}


def ist_erhoeht(patient):
    return patient.umfang > HUEFTUMFANG_SEX[patient.sex]
