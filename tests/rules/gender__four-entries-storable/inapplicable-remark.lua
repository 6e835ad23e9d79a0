--[[
local genders = { "male", "female" }
]]
local name = ""
