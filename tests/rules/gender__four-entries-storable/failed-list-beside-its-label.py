import oberflaeche as ui

wahl = ui.selectbox("Geschlecht", ["Männlich", "Weiblich"])
