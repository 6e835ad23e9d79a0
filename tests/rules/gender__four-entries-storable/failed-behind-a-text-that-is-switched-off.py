if False:
    SQL = """
select 1
"""

GENDERS = (("m", "männlich"), ("w", "weiblich"))
