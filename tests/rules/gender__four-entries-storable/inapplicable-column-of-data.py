import pandas as pd

gender = pd.Series(["male", "female"])
