proc gruss {p} {
  if {[dict get $p geschlecht] eq "m"} { return "a" }
  return "b"
}
