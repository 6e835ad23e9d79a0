surname = input("Surname: ")
answer = input("Gender (m/f): ")
