def sex_code(sex):
    match sex:
        case "male":
            return 1
        case "female":
            return 2
