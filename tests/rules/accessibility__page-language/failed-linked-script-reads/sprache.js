const gewaehlt = document.documentElement.getAttribute("lang") || "de";
lade(gewaehlt);
