function New-Person {
  param([string]$Vorname, [ValidateSet("m", "w")][string]$Geschlecht)
}
