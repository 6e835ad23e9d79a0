#=
genders = ["male", "female"]
=#
name = ""
