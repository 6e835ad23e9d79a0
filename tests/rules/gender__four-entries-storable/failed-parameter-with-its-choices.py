PARAMETER = [Param("gender", "Gender", "choice", None, ["", "male", "female"])]
