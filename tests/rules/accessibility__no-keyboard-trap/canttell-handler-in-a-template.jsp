<%@ page contentType="text/html" %>
<!DOCTYPE html>
<html lang="de">
<head><meta charset="utf-8"><title>Ruderclub</title></head>
<body><main><h1>Ruderclub</h1>
<p>${gruss}</p><input type="text" aria-label="Boot" onkeydown="if (event.keyCode == 9) return false">
</main></body></html>
